"""/statistics: what the API answers, as a page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from gateway.app import create_app
from gateway.parts import Parts
from gateway.portal.definitions import DEFINITIONS
from gateway.portal.questions import usual
from tests.gateway.fake_services import FakeServices
from tests.gateway.fake_stats import FIGURES
from tests.gateway.portal.reader import Reader

PERIOD = "from=2019-01-01&to=2019-11-01&as_of=2019-11-13T00:00:00%2B08:00"
TOLD = "按受理日期，自2019-01-01起，至2019-11-01（不含）；截止2019-11-13 00:00:00（北京时间）"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_every_report_is_there_with_its_totals_and_rows(client: FlaskClient) -> None:
    page = Reader(client.get(f"/statistics?{PERIOD}").text)
    tables = page.tables()
    assert list(tables) == [*FIGURES, "indicators"]
    assert tables["completion"][-1] == ["合计", "297", "2", "291", "5", "1", "97.98"]
    assert tables["completion"][1] == ["=市长信箱", "297", "2", "291", "5", "1", "97.98"]
    assert tables["completion"][2] == ["（无）", "0", "0", "0", "0", "0", "—"]
    assert tables["satisfaction"][-1][-1] == "87.5"
    assert tables["workload"][-1][1] == "400"
    assert tables["timeliness"][-1][-6:] == ["4.5", "4", "9", "—", "4", "9"]
    assert tables["timeliness"][1] == ["平均", "中位数", "90分位"] * 2


def test_beside_every_figure_stand_its_cohort_and_its_cut_off(client: FlaskClient) -> None:
    page = Reader(client.get(f"/statistics?{PERIOD}").text)
    told = page.captions()
    assert {name: text for name, text in told.items() if name != "indicators"} == {
        "completion": f"受理与办结 {TOLD}",
        "timeliness": f"办理时效 {TOLD}",
        "satisfaction": f"满意度评价 {TOLD}",
        "workload": f"收到与审核 {TOLD.replace('受理', '收到')}",
    }
    assert told["indicators"] == "时限提示 截止2019-11-13 00:00:00（北京时间）"


def test_what_stands_too_long_is_told_for_each_column(client: FlaskClient) -> None:
    page = Reader(client.get(f"/statistics?{PERIOD}").text)
    assert page.tables()["indicators"] == [
        ["栏目", "最久未答复的留言", "上次公开答复", "上次通报"],
        ["市长信箱", "2019-08-01（已104天，超过三个月）", "—", "2019-10-10（已34天）"],
    ]


def test_nobody_asking_for_days_is_told_of_this_year_until_today(client: FlaskClient, services: FakeServices) -> None:
    assert client.get("/statistics").status_code == 200
    asked = [payload for service, method, payload, _ in services.calls if (service, method) == ("stats", "completion")]
    assert asked == [{"from": "2019-01-01", "to": "2019-03-08", "by": "column"}]


def test_all_reports_are_of_the_instant_of_the_first_and_of_what_was_known_by_it(
    client: FlaskClient, services: FakeServices
) -> None:
    client.get("/statistics")
    stats = [
        (method, payload.get("as_of"), payload.get("positions"))
        for service, method, payload, _ in services.calls
        if service == "stats"
    ]
    at = ("2019-11-13T00:00:00Z", {"intake": 900, "review": 300, "routing": 800})
    others = ("timeliness", "satisfaction", "workload", "indicators")
    assert stats == [("completion", None, None), *((method, *at) for method in others)]


def test_what_the_form_says_reaches_stats(client: FlaskClient, services: FakeServices) -> None:
    form = "from=2019-01-01&to=2019-04-01&as_of=2019-04-10T08:30&by=month&column=mayor&hosted=here&utm_source=x"
    assert client.get(f"/statistics?{form}").status_code == 200
    asked = {method: payload for service, method, payload, _ in services.calls if service == "stats"}
    at = "2019-04-10T00:30:00+00:00"
    days = {"from": "2019-01-01", "to": "2019-04-01"}
    assert asked["completion"] == {**days, "as_of": at, "by": "month", "column": ["mayor"], "hosted": "here"}
    positions = {"intake": 900, "review": 300, "routing": 800}
    assert asked["indicators"] == {"as_of": at, "positions": positions, "column": ["mayor"], "hosted": "here"}


def test_the_form_keeps_what_was_asked_and_names_the_columns(client: FlaskClient) -> None:
    page = Reader(client.get(f"/statistics?{PERIOD}&column=mayor&by=kind").text)
    values = {field["name"]: field["value"] for field in page.all("input")}
    assert values == {"from": "2019-01-01", "to": "2019-11-01", "as_of": "2019-11-13T00:00:00"}
    assert [option["value"] for option in page.all("option") if "selected" in option] == ["kind", "mayor"]
    assert "市长信箱 · 按受理日期" in page.text


def test_files_and_the_lasting_address_have_the_cut_off_of_the_page(client: FlaskClient) -> None:
    links = [str(link["href"]) for link in Reader(client.get("/statistics?column=mayor").text).all("a")]
    files = [link for link in links if ".csv" in link]
    assert [urlsplit(file).path for file in files] == [f"/api/v1/statistics/{report}.csv" for report in FIGURES]
    lasting = next(link for link in links if link.startswith("/statistics?"))
    for address in (*files, lasting):
        asked = parse_qs(urlsplit(address).query)
        assert (asked["as_of"], asked["positions"]) == (["2019-11-13T00:00:00Z"], ["intake:900,review:300,routing:800"])
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=2019-13-01", "起始日 不是日期"),
        ("as_of=yesterday", "截止时间（北京时间）"),
        ("by=shoe", "分组方式"),
        ("from=2019-02-01&to=2019-01-01", "2019-02-01"),
    ],
)
def test_what_cannot_be_counted_is_said_above_the_form(client: FlaskClient, query: str, said: str) -> None:
    answer = client.get(f"/statistics?{query}", headers=BROWSER)
    page = Reader(answer.text)
    assert (answer.status_code, answer.mimetype) == (422, "text/html")
    assert [element["role"] for element in page.all("div") if element.get("role")] == ["alert"]
    assert said in page.text
    assert "请修改查询条件后重新查询" in page.text
    assert page.all("form")
    assert page.tables() == {}


def test_while_stats_is_away_the_page_says_when_to_come_back(client: FlaskClient, services: FakeServices) -> None:
    services.away = {"stats"}
    answer = client.get("/statistics")
    assert (answer.status_code, answer.mimetype) == (503, "text/html")
    assert int(answer.headers["Retry-After"]) > 0
    assert "请稍后刷新本页重试" in answer.text
    assert client.get("/statistics", headers={"Accept": "application/json"}).mimetype == "application/problem+json"


def test_whoever_asks_too_often_is_told_on_a_page_when_to_come_back(build: Callable[..., Parts]) -> None:
    client = create_app(build(figures_limit=1)).test_client()
    assert client.get("/statistics").status_code == 200
    answer = client.get("/statistics")
    assert (answer.status_code, answer.mimetype) == (429, "text/html")
    assert int(answer.headers["Retry-After"]) > 0
    assert client.get("/api/v1/statistics/completion?from=2019-01-01&to=2019-02-01").status_code == 429


def test_while_routing_is_away_figures_are_told_all_the_same(client: FlaskClient, services: FakeServices) -> None:
    services.away = {"routing"}
    answer = client.get("/statistics?column=mayor")
    assert answer.status_code == 200
    assert '<option value="mayor" selected>' in answer.text


def test_every_figure_on_the_page_is_defined_on_it(client: FlaskClient) -> None:
    told = {name for figures in FIGURES.values() for name in figures}
    without = {"screened", "replied", "declined", "merged", "content", "very_satisfied", "satisfied",
               "fairly_satisfied", "dissatisfied", "very_dissatisfied"}  # fmt: skip
    assert told - without <= set(DEFINITIONS)
    assert "办结 ÷ 受理 × 100" in client.get("/statistics").text


def test_english_readers_get_the_same_figures_in_english(client: FlaskClient) -> None:
    page = Reader(client.get(f"/statistics?{PERIOD}&lang=en").text)
    assert page.tables()["completion"][0] == [
        *("Column", "Accepted", "Handed over", "Closed", "In hand", "Overdue", "Completion rate (%)"),
    ]
    assert page.tables()["completion"][-1] == ["Total", "297", "2", "291", "5", "1", "97.98"]
    told = "Counted by the day of acceptance, from 2019-01-01 to before 2019-11-01; as of 2019-11-13 00:00:00"
    assert page.captions()["completion"] == f"Accepted and closed {told} (Beijing time)"
    back = next(link["href"] for link in page.all("a") if link.get("hreflang") == "zh-CN")
    assert parse_qs(urlsplit(str(back)).query) == {**parse_qs(PERIOD), "lang": ["zh"]}


def test_an_unchanged_page_is_not_sent_twice(client: FlaskClient) -> None:
    first = client.get(f"/statistics?{PERIOD}")
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(f"/statistics?{PERIOD}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("now", "periods"),
    [
        (
            datetime(2019, 3, 7, 2, tzinfo=UTC),
            [
                ("This year", "2019-01-01", "2019-03-08"),
                ("This quarter", "2019-01-01", "2019-03-08"),
                ("This month", "2019-03-01", "2019-03-08"),
                ("Last month", "2019-02-01", "2019-03-01"),
                ("Last quarter", "2018-10-01", "2019-01-01"),
                ("Last year", "2018-01-01", "2019-01-01"),
            ],
        ),
        (
            datetime(2019, 12, 31, 17, tzinfo=UTC),
            [
                ("This year", "2020-01-01", "2020-01-02"),
                ("This quarter", "2020-01-01", "2020-01-02"),
                ("This month", "2020-01-01", "2020-01-02"),
                ("Last month", "2019-12-01", "2020-01-01"),
                ("Last quarter", "2019-10-01", "2020-01-01"),
                ("Last year", "2019-01-01", "2020-01-01"),
            ],
        ),
    ],
)
def test_usual_periods_are_by_the_calendar_of_beijing(now: datetime, periods: list[tuple[str, str, str]]) -> None:
    told = [(period.name, period.begin.isoformat(), period.end.isoformat()) for period in usual(now)]
    assert told == periods
