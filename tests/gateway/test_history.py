"""The history of a message through the door: one order over all services, in the reader's words, page by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.gateway.fake_services import FakeServices

NUMBER = "20190307-000001"
PATH = f"/api/v1/desk/messages/{NUMBER}"
NINE, TEN = "2019-03-07T01:00:00Z", "2019-03-07T02:00:00Z"

SignIn = Callable[[str], dict[str, str]]


def happened(type_: str, position: int, at: str = NINE, of: str = "message", **facts: Any) -> dict[str, Any]:
    return {
        "position": position,
        "of": of,
        "type": type_,
        "at": at,
        "recorded_at": at,
        "actor": "clerk",
        "role": "clerk",
        "on_behalf_of": None,
        "facts": facts,
        "withheld": [],
    }


@pytest.fixture
def past(services: FakeServices) -> None:
    services.written(NUMBER)
    services.past = {
        "intake": [happened("intake.submitted.v1", 3), happened("intake.accepted.v1", 4, kind="request")],
        "routing": [
            happened("routing.case_opened.v1", 9, of="case"),
            happened("routing.assigned.v1", 10, TEN, "case", lead="housing", round=1, **{"deadline.due": "2019-03-14"}),
        ],
        "review": [happened("review.drafted.v1", 1, TEN, "interim", draft=1, text_hash="0" * 64)],
    }


@pytest.mark.usefixtures("past")
def test_all_services_tell_in_one_order(client: FlaskClient, as_: SignIn) -> None:
    told = client.get(f"{PATH}/history", headers=as_("clerk")).json
    assert told is not None
    assert [(each["source"], each["position"]) for each in told["items"]] == [
        ("intake", 3),
        ("intake", 4),
        ("routing", 9),
        ("review", 1),
        ("routing", 10),
    ]
    assert (told["total"], told["next"]) == (5, None)


@pytest.mark.usefixtures("past")
def test_a_clerk_reads_it_in_chinese_and_in_english(client: FlaskClient, as_: SignIn) -> None:
    headers = as_("clerk")
    chinese = client.get(f"{PATH}/history", headers=headers).json
    english = client.get(f"{PATH}/history", headers={**headers, "Accept-Language": "en"}).json
    assert chinese is not None
    assert english is not None
    assert [each["event_name"] for each in chinese["items"]][-2:] == ["阶段性答复：起草或者修改文稿", "转办"]
    assert [each["event_name"] for each in english["items"]][-2:] == [
        "interim reply: The text was drafted or edited",
        "The case was assigned",
    ]
    assert {fact["fact_name"]: fact["shown"] for fact in chinese["items"][4]["facts"]} == {
        "主办单位": "市住建局",
        "轮次": "1",
        "办理期限": "2019-03-14",
    }


def test_a_file_is_told_by_its_type_and_size_in_words(client: FlaskClient, as_: SignIn, services: FakeServices) -> None:
    services.written(NUMBER)
    services.past = {"intake": [happened("intake.attached.v1", 1, type="jpeg", size=1_258_291)]}
    (told,) = (client.get(f"{PATH}/history", headers=as_("clerk")).json or {})["items"]
    assert [(fact["fact_name"], fact["shown"]) for fact in told["facts"]] == [
        ("文件类型", "JPEG 图片"),
        ("大小", "1.2 MiB"),
    ]


def test_who_did_it_is_told_by_display_name(client: FlaskClient, as_: SignIn, services: FakeServices) -> None:
    services.written(NUMBER)
    acted = [("clerk", None), ("citizen", None), ("gone", None), ("dispatcher", "office"), ("system", None)]
    services.past = {
        "intake": [
            happened("intake.accepted.v1", at + 1) | {"actor": who, "on_behalf_of": principal}
            for at, (who, principal) in enumerate(acted)
        ]
    }
    told = (client.get(f"{PATH}/history", headers=as_("clerk")).json or {})["items"]
    assert [(each["by"], each["by_name"], each["on_behalf_of_name"]) for each in told] == [
        ("clerk", "受理员（clerk）", None),
        ("citizen", "网民", None),
        ("gone", "gone", None),
        ("dispatcher", "转办员（dispatcher）", "电子政务办（office）"),
        ("system", "系统", None),
    ]


def test_what_is_withheld_and_why_a_case_was_closed_is_named(
    client: FlaskClient, as_: SignIn, services: FakeServices
) -> None:
    services.written(NUMBER)
    closed = happened("routing.closed.v1", 2, of="case", cause="office", reason="settled")
    services.past = {"intake": [happened("intake.submitted.v1", 1) | {"withheld": ["phone"]}], "routing": [closed]}
    told = client.get(f"{PATH}/history", headers=as_("clerk")).json
    assert told is not None
    assert told["items"][0]["withheld"] == [{"fact": "phone", "fact_name": "电话"}]
    assert [fact["shown"] for fact in told["items"][1]["facts"]] == ["未经答复办结", "事项已经解决"]


def test_what_reviewers_said_is_told_to_who_may_read_it_and_named_to_who_may_not(
    client: FlaskClient, as_: SignIn, services: FakeServices
) -> None:
    services.written(NUMBER)
    back = happened("review.sent_back.v1", 1, of="reply", level=2, to=0)
    said = happened("review.commented.v1", 2, of="reply", draft=1)
    services.past = {
        "intake": [],
        "review": [
            back | {"facts": {**back["facts"], "sealed": "请补充时间"}},
            said | {"facts": {**said["facts"], "sealed": None}},
            back | {"position": 3, "facts": {**back["facts"], "to": 1}, "withheld": ["sealed"]},
        ],
    }
    told = (client.get(f"{PATH}/history", headers=as_("office")).json or {})["items"]
    assert [[(fact["fact_name"], fact["shown"]) for fact in each["facts"]] for each in told] == [
        [("审核级别", "2"), ("退回到", "承办单位"), ("意见内容", "请补充时间")],
        [("稿次", "1"), ("意见内容", "已清除")],
        [("审核级别", "2"), ("退回到", "第 1 级")],
    ]
    assert [each["withheld"] for each in told] == [[], [], [{"fact": "sealed", "fact_name": "意见内容"}]]


def test_values_are_called_what_they_are(client: FlaskClient, as_: SignIn, services: FakeServices) -> None:
    services.written(NUMBER)
    services.past = {
        "intake": [
            happened("intake.attached.v1", 1, type="pdf") | {"withheld": ["sealed"]},
            happened("intake.evaluated.v1", 2, satisfaction=1),
        ],
        "review": [happened("review.submitted.v1", 1, TEN, "reply", levels=3)],
    }
    told = (client.get(f"{PATH}/history", headers=as_("office")).json or {})["items"]
    assert [each["event_name"] for each in told[:1]] == ["网民添加了附件"]
    assert [each["fact_name"] for each in told[0]["withheld"]] == ["文件名"]
    assert [(fact["fact_name"], fact["shown"]) for each in told[1:] for fact in each["facts"]] == [
        ("满意度", "非常不满意"),
        ("审核级数", "3"),
    ]


@pytest.mark.usefixtures("past")
@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_pages_of_any_length_hold_everything_once(client: FlaskClient, as_: SignIn, limit: int) -> None:
    headers, seen, after = as_("clerk"), [], ""
    for _ in range(6):
        page = client.get(f"{PATH}/history?limit={limit}{after}", headers=headers).json
        assert page is not None
        assert len(page["items"]) <= limit
        seen += [(each["source"], each["position"]) for each in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert seen == [("intake", 3), ("intake", 4), ("routing", 9), ("review", 1), ("routing", 10)]


@pytest.mark.usefixtures("past")
def test_a_cursor_of_another_list_is_refused(client: FlaskClient, as_: SignIn) -> None:
    answer = client.get(f"{PATH}/history?after=WzFd", headers=as_("clerk"))
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["code"] == "list.cursor_unusable"


def test_a_message_that_has_no_case_has_the_history_that_intake_knows(
    client: FlaskClient, as_: SignIn, services: FakeServices
) -> None:
    services.written(NUMBER)
    services.past = {"intake": [happened("intake.submitted.v1", 1)]}
    told = client.get(f"{PATH}/history", headers=as_("clerk")).json
    assert told is not None
    assert [each["event"] for each in told["items"]] == ["intake.submitted.v1"]


@pytest.mark.usefixtures("past")
def test_a_history_is_told_whole_or_not_at_all(client: FlaskClient, as_: SignIn, services: FakeServices) -> None:
    services.away = {"review"}
    assert client.get(f"{PATH}/history", headers=as_("clerk")).status_code == 503


def test_a_look_is_recorded_before_anything_is_shown(client: FlaskClient, as_: SignIn, services: FakeServices) -> None:
    services.written(NUMBER)
    wish = {"fields": ["phone"], "reason": "回电核实"}
    answer = client.post(f"{PATH}/reveal", json=wish, headers=as_("handler"))
    assert (answer.status_code, answer.json) == (200, {"number": NUMBER, "revealed": {"phone": "13800000000"}})
    asked = [(method, dict(payload)) for service, method, payload, _ in services.calls if service == "intake"]
    assert asked == [
        ("reveal", {"number": NUMBER, **wish}),
        ("revealed", {"number": NUMBER, "fields": ["phone"]}),
    ]


def test_an_administrator_neither_reads_a_history_nor_looks(client: FlaskClient, as_: SignIn) -> None:
    headers = as_("admin")
    assert client.get(f"{PATH}/history", headers=headers).status_code == 403
    assert client.post(f"{PATH}/reveal", json={"fields": ["phone"], "reason": "x"}, headers=headers).status_code == 403


@pytest.mark.parametrize("fields", [[], ["id_number"], "phone", None])
def test_a_look_at_nothing_or_at_something_else_is_refused(client: FlaskClient, as_: SignIn, fields: Any) -> None:
    answer = client.post(f"{PATH}/reveal", json={"fields": fields, "reason": "x"}, headers=as_("clerk"))
    assert answer.status_code == 422
