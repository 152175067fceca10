"""Figures over HTTP: with cohort and cut-off, as JSON, as CSV, and message by message."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any, get_args

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from contracts.words import Kind
from gateway.app import create_app
from gateway.documents import figures_words
from gateway.parts import Parts
from gateway.schemas import statistics as shapes
from gateway.schemas.shared import KINDS
from services.stats.domain import figures
from tests.gateway.conftest import PASSWORD
from tests.gateway.fake_services import FakeServices
from tests.gateway.fake_stats import FIGURES

As = Callable[[str], dict[str, str]]
PERIOD = "from=2019-01-01&to=2019-11-01&as_of=2019-11-13T00:00:00%2B08:00"
REPORTS = tuple(FIGURES)


@pytest.mark.parametrize("report", REPORTS)
def test_figures_come_with_their_cohort_and_cut_off(client: FlaskClient, report: str) -> None:
    answer = client.get(f"/api/v1/statistics/{report}?{PERIOD}&by=kind&column=mayor").json
    assert answer is not None
    assert answer["cohort"] == {
        "of": "received" if report == "workload" else "accepted",
        "from": "2019-01-01",
        "to": "2019-11-01",
    }
    assert (answer["as_of"], answer["known_at"]) == ("2019-11-12T16:00:00+00:00", None)
    assert (answer["by"], answer["filters"]) == ("kind", {"column": ["mayor"]})
    assert answer["positions"] == {"intake": 900, "review": 300, "routing": 800}
    told = {**FIGURES[report], **({"withheld": False} if report == "satisfaction" else {})}
    assert answer["total"] == told
    assert answer["rows"][0] == {"key": "mayor", "name": "=市长信箱", **told}


def test_what_is_withheld_is_said_in_the_answer_and_in_the_file(client: FlaskClient) -> None:
    asked = f"/api/v1/statistics/satisfaction{{}}?{PERIOD}&kind=thanks"
    total = (client.get(asked.format("")).json or {})["total"]
    assert total == {**dict.fromkeys(FIGURES["satisfaction"]), "evaluations": 40, "withheld": True}
    assert lines(client.get(asked.format(".csv")).data)[-1][-8:] == ["40", *["不公开"] * 7]


def test_what_is_asked_reaches_stats_as_it_was_asked(client: FlaskClient, services: FakeServices) -> None:
    client.get(
        f"/api/v1/statistics/completion?{PERIOD}&known_at=2019-11-14T00:00:00Z&by=month&kind=complaint&field=roads"
        "&agency=housing&jurisdiction=A%E5%B8%82"
    )
    assert services.calls[-1][2] == {
        "from": "2019-01-01",
        "to": "2019-11-01",
        "as_of": "2019-11-12T16:00:00+00:00",
        "known_at": "2019-11-14T00:00:00+00:00",
        "by": "month",
        "kind": ["complaint"],
        "field": "roads",
        "agency": ["housing"],
        "jurisdiction": ["A市"],
    }


def test_several_columns_are_one_question(client: FlaskClient, services: FakeServices) -> None:
    answer = client.get(f"/api/v1/statistics/completion?{PERIOD}&column=mayor&column=governor&hosted=here").json
    assert answer is not None
    assert answer["filters"] == {"column": ["mayor", "governor"], "hosted": ["here"]}
    assert services.calls[-1][2]["column"] == ["mayor", "governor"]
    table = lines(client.get(f"/api/v1/statistics/completion.csv?{PERIOD}&column=mayor&column=east&hosted=here").data)
    assert table[1][6] == "栏目：mayor、east，平台：本市平台"
    assert client.get(f"/api/v1/statistics/completion?{PERIOD}&hosted=nowhere").status_code == 422


ALL = (*REPORTS, "indicators")


@pytest.mark.parametrize("report", ALL)
def test_the_positions_of_an_answer_are_given_back(client: FlaskClient, services: FakeServices, report: str) -> None:
    query = PERIOD if report != "indicators" else "as_of=2019-11-13T00:00:00Z"
    told = client.get(f"/api/v1/statistics/{report}?{query}").json or {}
    positions = ",".join(f"{source}:{position}" for source, position in told["positions"].items())
    again = client.get(f"/api/v1/statistics/{report}?{query}&positions={positions}").json
    assert again == told
    assert services.calls[-1][2]["positions"] == told["positions"]


def test_a_file_says_its_positions_and_is_asked_for_by_them(client: FlaskClient, as_: As) -> None:
    only = f"{PERIOD}&positions=intake:9,routing:8"
    assert lines(client.get(f"/api/v1/statistics/workload.csv?{only}").data)[1][5] == "intake:9,routing:8"
    page = client.get(f"/api/v1/desk/statistics/messages?figure=closed&{only}", headers=as_("office")).json
    assert page is not None
    assert page["positions"] == {"intake": 9, "routing": 8}


@pytest.mark.parametrize("positions", ["", "intake", "intake:-1", "intake:1,intake:2", "intake:1;routing:2", "一:1"])
def test_malformed_positions_are_a_422(client: FlaskClient, positions: str) -> None:
    answer = client.get(f"/api/v1/statistics/completion?{PERIOD}&positions={positions}")
    assert (answer.status_code, (answer.json or {})["code"]) == (422, "gateway.invalid_input")
    assert (answer.json or {})["errors"][0]["message"].endswith("intake:123,review:45,routing:99。")


def test_positions_ahead_and_unknown_columns_are_refused_in_words(client: FlaskClient) -> None:
    ahead = client.get(f"/api/v1/statistics/completion?{PERIOD}&positions=routing:801").json or {}
    assert (ahead["status"], ahead["code"]) == (422, "stats.positions_ahead")
    assert ahead["detail"] == "“转办”的记录目前到第 800 条，还没有第 801 条。请使用以前查询结果中的数据位置。"
    unknown = client.get(f"/api/v1/statistics/completion.csv?{PERIOD}&column=mayor&column=nonsense").json or {}
    assert (unknown["status"], unknown["code"]) == (422, "stats.unknown_label")
    assert unknown["detail"] == "没有叫“nonsense”的栏目，以前也没有过。请检查写法。"
    assert unknown["values"] == {"field": "column", "name": "nonsense", "known": ["mayor"]}
    english = {"Accept-Language": "en"}
    told = client.get(f"/api/v1/statistics/completion?{PERIOD}&column=nonsense", headers=english).json or {}
    assert told["detail"] == "There is no column “nonsense”, and never was. Please check how it is written."


def test_the_row_without_a_key_can_be_asked_for(client: FlaskClient, services: FakeServices, as_: As) -> None:
    asked = f"/api/v1/desk/statistics/messages?figure=closed&{PERIOD}&by=agency&keyless=true"
    assert client.get(asked, headers=as_("office")).status_code == 200
    assert services.calls[-1][2]["keyless"] is True
    assert client.get(f"{asked}1", headers=as_("office")).status_code == 422


def lines(body: bytes) -> list[list[str]]:
    assert body.startswith("\ufeff".encode())
    return list(csv.reader(StringIO(body.decode("utf-8-sig"))))


def test_the_csv_says_cohort_and_cut_off_in_every_line(client: FlaskClient) -> None:
    only = "known_at=2019-11-14T00:00:00Z&kind=complaint"
    answer = client.get(f"/api/v1/statistics/completion.csv?{PERIOD}&{only}")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert 'filename="completion-2019-01-01-2019-11-01.csv"' in answer.headers["Content-Disposition"]
    told = [
        "按受理日期",
        "2019-01-01",
        "2019-11-01",
        "2019-11-13 00:00:00",
        "2019-11-14 08:00:00",
        "intake:900,review:300,routing:800",
        "类型：投诉",
    ]
    assert lines(answer.data) == [
        [
            *("统计口径", "起始日", "结束日（不含）", "截止时间", "已知截至", "数据位置", "筛选条件"),
            *("栏目代码", "栏目"),
            *("受理", "移交", "办结", "在办", "超时未办", "办结率（%）"),
        ],
        [*told, "mayor", "'=市长信箱", "297", "2", "291", "5", "1", "97.98"],
        [*told, "", "（无）", "0", "0", "0", "0", "0", "—"],
        [*told, "", "合计", "297", "2", "291", "5", "1", "97.98"],
    ]


@pytest.mark.parametrize("report", REPORTS)
def test_the_csv_has_the_figures_of_the_api(client: FlaskClient, report: str) -> None:
    answer = client.get(f"/api/v1/statistics/{report}?{PERIOD}").json or {}
    titles, *rows, total = lines(client.get(f"/api/v1/statistics/{report}.csv?{PERIOD}").data)
    assert all(len(row) == len(titles) for row in (*rows, total))
    flat: list[str] = []
    for value in (value for name, value in answer["total"].items() if name != "withheld"):
        flat += [
            "—" if each is None else str(each) for each in (value.values() if isinstance(value, dict) else [value])
        ]
    assert total[9:] == flat


def test_staff_see_the_messages_behind_a_figure_page_by_page(client: FlaskClient, as_: As) -> None:
    first = client.get(f"/api/v1/desk/statistics/messages?figure=closed&{PERIOD}", headers=as_("office")).json
    assert first is not None
    assert [item["number"] for item in first["items"]] == ["20190307-000001", "20190307-000002"]
    assert (first["figure"], first["counted"], first["total"]) == ("closed", 3, 3)
    after = f"&after={first['next']}"
    second = client.get(f"/api/v1/desk/statistics/messages?figure=closed&{PERIOD}{after}", headers=as_("office")).json
    assert second is not None
    assert [item["number"] for item in second["items"]] == ["20190308-000001"]
    assert second["next"] is None


def test_the_sheet_holds_every_message_behind_the_figure(client: FlaskClient, as_: As) -> None:
    only = "known_at=2019-11-14T00:00:00Z&kind=complaint&by=column&key=mayor"
    answer = client.get(f"/api/v1/desk/statistics/messages.xlsx?figure=closed&{PERIOD}&{only}", headers=as_("office"))
    sheet = load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    rows = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert rows[:8] == [
        ["统计数据明细", "办结"],
        ["统计口径", "按受理日期，自2019-01-01起，至2019-11-01（不含）"],
        ["截止时间", "2019-11-13 00:00:00（北京时间）"],
        ["已知截至", "2019-11-14 08:00:00（北京时间）"],
        ["数据位置", "intake:900,review:300,routing:800"],
        ["筛选条件", "类型：投诉"],
        ["栏目", "mayor"],
        ["合计", "3件，其中本账号权限范围内3件"],
    ]
    assert rows[9] == ["留言编号", "栏目", "类型", "承办单位", "受理时间"]
    assert [row[0] for row in rows[10:]] == ["20190307-000001", "20190307-000002", "20190308-000001"]


def test_nobody_needs_an_account_for_what_is_published(client: FlaskClient, services: FakeServices) -> None:
    answer = client.get(f"/api/v1/statistics/messages?figure=closed&{PERIOD}").json
    assert answer is not None
    assert (answer["counted"], answer["total"], len(answer["items"])) == (3, 1, 1)
    assert services.calls[-1][3].actor.role == "citizen"


def test_staff_lists_need_an_account(client: FlaskClient) -> None:
    assert client.get(f"/api/v1/desk/statistics/messages?figure=closed&{PERIOD}").status_code == 401


def test_what_stands_too_long_is_told_for_each_column(client: FlaskClient) -> None:
    answer = client.get("/api/v1/statistics/indicators?as_of=2019-11-13T00:00:00Z&hosted=elsewhere").json
    assert answer is not None
    assert answer["filters"] == {"hosted": ["elsewhere"]}
    assert answer["rows"] == [
        {
            "key": "mayor",
            "name": "市长信箱",
            "oldest_unanswered": {"since": "2019-08-01T00:00:00Z", "days": 104, "is_over": True},
            "last_reply": None,
            "last_bulletin": {"since": "2019-10-10T00:00:00Z", "days": 34, "is_over": False},
        }
    ]


@pytest.mark.parametrize("figure", ["very_dissatisfied", "evaluations", "handed_over", "overdue"])
def test_nobody_learns_who_was_dissatisfied_or_handed_over(client: FlaskClient, figure: str) -> None:
    assert client.get(f"/api/v1/statistics/messages?figure={figure}&{PERIOD}").status_code == 422


@pytest.mark.parametrize("query", ["figure=happy", "by=weather&figure=closed", "kind=love&figure=closed", ""])
def test_a_figure_or_word_that_there_is_not_is_a_422(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/v1/statistics/messages?{PERIOD}&{query}")
    assert answer.status_code == 422


def test_unchanged_figures_are_not_sent_twice(client: FlaskClient) -> None:
    first = client.get(f"/api/v1/statistics/completion?{PERIOD}")
    again = client.get(f"/api/v1/statistics/completion?{PERIOD}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_api_and_stats_speak_of_the_same_figures() -> None:
    assert set(shapes.FIGURES) == set(figures.FIGURES) == set(figures_words.FIGURES)
    assert set(shapes.PUBLIC) == figures.PUBLIC
    assert shapes.GROUPINGS == figures.GROUPINGS == tuple(figures_words.GROUPINGS)
    assert set(figures_words.RATES) == {report.rate.name for report in figures.REPORTS.values()}
    for report, told in FIGURES.items():
        assert [name for name in told if name in figures.FIGURES] == list(figures.REPORTS[report].figures)
    assert set(get_args(Kind)) == set(KINDS)
    assert set(shapes.HOSTED) == set(figures.Hosted) == set(figures_words.HOSTED)
    assert set(figures_words.FILTERS) - {"month"} == set(figures.FILTERS)


@pytest.mark.parametrize(
    "question",
    [
        f"completion?{PERIOD}",
        f"workload.csv?{PERIOD}",
        "indicators?as_of=2019-11-13T00:00:00Z",
        f"messages?figure=closed&{PERIOD}",
    ],
)
def test_one_address_asks_so_many_questions_a_minute_and_staff_as_many_as_they_like(
    parts: Parts, build: Callable[..., Parts], question: str
) -> None:
    assert parts.settings.figures_limit is None  # who is signed in below is of this home
    client = create_app(build(figures_limit=3)).test_client()
    asked = f"/api/v1/statistics/{question}"
    answers = [client.get(asked) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    refused = answers[-1]
    assert (refused.json or {})["code"] == "gateway.too_many_requests"
    assert 0 < int(refused.headers["Retry-After"]) <= 20
    assert client.get(asked, environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code == 200
    assert client.get(asked, headers={"Authorization": "Bearer made-up"}).status_code == 429
    token = client.post("/api/v1/session", json={"username": "office", "password": PASSWORD}).json or {}
    signed_in = {"Authorization": f"Bearer {token['token']}"}
    assert [client.get(asked, headers=signed_in).status_code for _ in range(5)] == [200] * 5
    assert client.get(asked).status_code == 429


def test_who_is_signed_in_reads_in_public_what_everyone_reads(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    client.get(f"/api/v1/statistics/messages?figure=closed&{PERIOD}", headers=as_("office"))
    assert services.calls[-1][3].actor.role == "citizen"


def rows_of(schema: Any) -> list[str]:
    return list(schema().fields)


@pytest.mark.parametrize("report", REPORTS)
def test_the_contract_names_the_figures_of_each_report(report: str) -> None:
    schema = {
        "completion": shapes.CompletionFigures,
        "timeliness": shapes.TimelinessFigures,
        "satisfaction": shapes.SatisfactionFigures,
        "workload": shapes.WorkloadFigures,
    }[report]
    assert rows_of(schema) == list(FIGURES[report])
