"""The ledger, proposals and urgings through the door, and the files that leave by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from flask.testing import FlaskClient
from openpyxl import load_workbook

from kernel.errors import Refused
from tests.gateway.fake_services import FakeServices
from tests.gateway.fake_supervision import LETTER

As = Callable[[str], dict[str, str]]
DESK = "/api/v1/desk"


def test_the_ledger_is_shown_with_titles_names_and_counts(client: FlaskClient, services: FakeServices, as_: As) -> None:
    number = services.written()
    asked = f"{DESK}/ledger?light=red&column=mayor&urged=no&age_from=3&due_to=2019-03-31"
    answer = client.get(asked, headers=as_("supervisor"))
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    (item,) = answer.json["items"]
    assert (item["number"], item["title"], item["lead_name"]) == (number, "路灯不亮", "市住建局")
    assert (item["light"], item["working_days_left"], item["age_days"]) == ("red", -3, 12)
    assert answer.json["lights"] == {"normal": 0, "due_soon": 0, "yellow": 0, "red": 1}
    (payload,) = (payload for _, method, payload, _ in services.calls if method == "ledger")
    assert payload == {
        "light": "red", "column": "mayor", "urged": "no", "age_from": 3, "due_to": "2019-03-31", "limit": 50,
    }  # fmt: skip


@pytest.mark.parametrize(
    "filter_",
    [
        "light=purple",
        "urged=maybe",
        "age_from=-1",
        "due_to=2019-02-30",
        "agency=%F0",
        "age_from=5&age_to=2",
        "due_from=2019-03-02&due_to=2019-03-01",
    ],
)
def test_a_filter_that_nobody_knows_is_refused(client: FlaskClient, as_: As, filter_: str) -> None:
    for path in ("ledger", "ledger.xlsx"):
        assert client.get(f"{DESK}/{path}?{filter_}", headers=as_("supervisor")).status_code == 422


def sheet(client: FlaskClient, headers: dict[str, str], query: str = "") -> list[list[Any]]:
    answer = client.get(f"{DESK}/ledger.xlsx{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ledger-20190307-1015.xlsx"'
    book = load_workbook(BytesIO(answer.data))
    return [[cell.value for cell in row] for row in book["办件台账"].iter_rows()]


def test_the_sheet_says_for_when_and_for_what_it_holds(client: FlaskClient, services: FakeServices, as_: As) -> None:
    services.written()
    head = sheet(client, as_("supervisor"), "?column=mayor&agency=housing&light=red&age_from=3")
    assert head[1][:2] == ["截止时间", "2019-03-07 10:15:00（北京时间）"]
    assert head[2][:2] == ["筛选条件", "栏目：市长信箱；承办单位：市住建局；灯号：红灯；受理天数不少于：3"]
    assert head[3][:2] == ["合计", "1 件；不计灯号筛选：正常 0，临期 0，黄灯 0，红灯 1，其中待转办 0"]
    assert sheet(client, as_("supervisor"))[2][:2] == ["筛选条件", "无"]


def test_the_sheet_holds_numbers_and_dates_not_their_pictures(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    number = services.written()
    *_, header, row = sheet(client, as_("supervisor"))
    assert dict(zip(header, row, strict=True)) == {
        "留言编号": number,
        "标题": "路灯不亮",
        "栏目": "市长信箱",
        "类型": "求助",
        "状态": "办理中",
        "灯号": "红灯",
        "承办单位": "市住建局",
        "会办单位": None,
        "轮次": 1,
        "受理时间": datetime(2019, 3, 7, 10, 15),  # noqa: DTZ001 - a sheet knows no offsets
        "受理天数": 12,
        "转办时间": datetime(2019, 3, 7, 10, 15),  # noqa: DTZ001 - the same
        "办理期限": datetime(2019, 3, 14),  # noqa: DTZ001 - the same
        "剩余工作日": -3,
        "最近催办": None,
        "催办时间": None,
    }


@pytest.mark.parametrize("title", ["=HYPERLINK(0)", "+1", "-1+1", "@SUM(A1)", "\t=1", "'=1", "a\x00b"])
def test_a_title_is_text_whatever_it_begins_with(
    client: FlaskClient, services: FakeServices, as_: As, title: str
) -> None:
    services.written(title=title)
    answer = client.get(f"{DESK}/ledger.xlsx", headers=as_("supervisor"))
    *_, row = load_workbook(BytesIO(answer.data))["办件台账"].iter_rows()
    cell = row[1]
    assert (cell.value, cell.data_type) == (title.replace("\x00", ""), "s")
    assert bool(cell.quotePrefix) == title.startswith(("=", "+", "-", "@", "\t"))


def test_a_sheet_that_would_be_too_long_is_refused_in_words(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    headers = as_("supervisor")
    services.refuse_next = Refused("routing.too_many_rows", {"total": 9000, "limit": 5000})
    answer = client.get(f"{DESK}/ledger.xlsx", headers=headers)
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"]) == (422, "routing.too_many_rows")
    assert answer.json["detail"] == "符合条件的办件有 9000 件，一张表最多 5000 件。请按栏目或承办单位等缩小范围。"


def test_a_lead_is_urged(client: FlaskClient, services: FakeServices, as_: As) -> None:
    number = services.written()
    body = {"level": "letter", "note": "请尽快办理"}
    answer = client.post(f"{DESK}/cases/{number}/urging", json=body, headers=as_("supervisor"))
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    assert answer.json["urging"] == {"n": 1, "level": "letter", "letter": "清督〔2019〕12号"}
    assert services.calls[-1][:3] == ("routing", "urge", {"number": number, **body})


def test_a_selection_is_urged_and_each_refusal_is_told_in_words(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    number = services.written()
    body = {"numbers": [number, "20190307-999999"], "level": "reminder"}
    headers = {**as_("supervisor"), "Idempotency-Key": "once-and-no-more"}
    answer = client.post(f"{DESK}/urgings", json=body, headers=headers)
    assert answer.json is not None
    problem = client.get(f"{DESK}/cases/20190307-999999", headers=headers).json or {}
    sent, refused = answer.json["results"]
    assert sent == {"number": number, "urging": {"n": 1, "level": "reminder", "letter": None}}
    assert refused["number"] == "20190307-999999"
    assert refused["refused"] == {name: problem[name] for name in ("code", "title", "detail", "values")}
    again = client.post(f"{DESK}/urgings", json=body, headers=headers)
    assert again.json == answer.json
    assert len(services.recorded) == 1


@pytest.mark.parametrize("numbers", [[], ["1"], [f"20190307-{n:06d}" for n in range(101)]])
def test_a_selection_has_one_to_a_hundred_numbers(client: FlaskClient, as_: As, numbers: list[str]) -> None:
    body = {"numbers": numbers, "level": "reminder"}
    assert client.post(f"{DESK}/urgings", json=body, headers=as_("supervisor")).status_code == 422


def test_proposals_show_whom_to_press_and_by_what(client: FlaskClient, services: FakeServices, as_: As) -> None:
    number = services.written()
    answer = client.get(f"{DESK}/urging-proposals?level=letter", headers=as_("supervisor"))
    assert answer.json is not None
    (item,) = answer.json["items"]
    assert (item["number"], item["proposed"], item["title"], item["lead_name"]) == (
        number, "letter", "路灯不亮", "市住建局",
    )  # fmt: skip
    assert answer.json["levels"] == {"reminder": 0, "letter": 1, "criticism": 0}


def test_the_lead_reads_its_urgings_and_confirms_one(client: FlaskClient, services: FakeServices, as_: As) -> None:
    number = services.written()
    headers = as_("handler")
    inbox = client.get(f"{DESK}/urgings", headers=headers)
    assert inbox.json is not None
    assert (inbox.json["items"][0]["letter"], inbox.json["unread"]) == ("清督〔2019〕12号", 1)
    told = client.get(f"{DESK}/cases/{number}/urgings", headers=headers)
    assert told.json is not None
    assert told.json["items"][0]["note"] == "请尽快办理"
    receipt = client.post(f"{DESK}/urgings/{number}/1/receipt", headers=headers)
    assert receipt.json == {"number": number, "n": 1, "received": True}
    assert services.calls[-1][:3] == ("routing", "acknowledge", {"number": number, "n": 1})


def letter(client: FlaskClient, services: FakeServices, as_: As) -> tuple[bytes, list[str]]:
    number = services.written()
    answer = client.get(f"{DESK}/cases/{number}/urgings/1/letter.docx", headers=as_("handler"))
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return answer.data, [paragraph.text for paragraph in Document(BytesIO(answer.data)).paragraphs]


def test_a_letter_says_who_what_and_how_late_and_names_nobody(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    _, lines = letter(client, services, as_)
    assert [line for line in lines if line] == [
        "清泉市电子政务办公室",
        "清督〔2019〕12号",
        "催办通知书",
        "市住建局：",
        (
            "网民在“市长信箱”栏目的留言（编号20190307-000001，求助类）于2019年3月7日受理，2019年3月7日转你单位办理，"
            "办理期限为2019年3月14日。截至2019年3月19日，该件已超期3个工作日，仍未办结。"
        ),
        (
            "请你单位接到本通知后高度重视，立即组织办理，尽快提交答复。确因客观原因暂时不能办结的，"
            "请书面说明原因、办理进展和预计办结日期。收到本通知后，请及时在系统中确认签收。"
        ),
        "清泉市电子政务办公室",
        "2019年3月19日",
    ]
    assert "路灯" not in "".join(lines)


def test_a_letter_is_the_same_bytes_each_time(client: FlaskClient, services: FakeServices, as_: As) -> None:
    assert letter(client, services, as_)[0] == letter(client, services, as_)[0]


def test_a_letter_names_its_fonts_and_what_may_stand_in(client: FlaskClient, services: FakeServices, as_: As) -> None:
    document = Document(BytesIO(letter(client, services, as_)[0]))
    (fonts,) = (part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml")
    for name in ("仿宋_GB2312", "方正小标宋简体", "Noto Serif CJK SC"):
        assert name in fonts.blob.decode()
    assert document.core_properties.modified.date() == date(2019, 3, 18)  # midnight in Shanghai, in UTC
    assert document.core_properties.title == LETTER["number"]


@pytest.mark.parametrize(
    ("level", "said", "expected"),
    [
        ("criticism", {}, "现对你单位予以通报批评"),
        ("letter", {"overdue": 0}, "该件办理期限已经届满，仍未办结"),
        ("letter", {"overdue": 0, "issued": "2019-03-14"}, "截至2019年3月14日，办理期限将于当日届满，该件尚未办结"),
        (
            "letter",
            {"overdue": 0, "issued": "2019-03-12"},
            "截至2019年3月12日，办理期限将于2019年3月14日届满，该件尚未办结",
        ),
    ],
)
def test_each_occasion_has_its_own_wording(level: str, said: dict[str, Any], expected: str) -> None:
    from gateway.documents.urging_letter import urging_letter

    document = Document(BytesIO(urging_letter("20190307-000001", level, {**LETTER, **said})))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert expected in text
    assert ("通报批评" in text) == (level == "criticism")


def test_there_is_no_letter_where_none_was_sent(client: FlaskClient, services: FakeServices, as_: As) -> None:
    number = services.written()
    headers = as_("supervisor")
    for path in (f"{number}/urgings/2", "20190307-999999/urgings/1"):
        assert client.get(f"{DESK}/cases/{path}/letter.docx", headers=headers).status_code == 404
