"""What becomes of a case beyond its assignment, through the staff's door."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from kernel.errors import Refused
from tests.gateway.fake_intake import CODE
from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]
ACTS: list[tuple[str, str, dict[str, Any], str]] = [
    ("dispatcher", "assignment-withdrawal", {"reason": "误转"}, "withdraw_assignment"),
    ("dispatcher", "co-agencies", {"add": ["water"], "withdraw": []}, "arrange_help"),
    ("handler", "return", {"reason": "不属我局职责"}, "ask_return"),
    ("dispatcher", "return-decision", {"agreed": False, "note": "请按职责办理"}, "decide_return"),
    ("handler", "extension", {"until": "2019-03-20", "reason": "等待配件"}, "ask_extension"),
    ("dispatcher", "extension-decision", {"granted": True}, "decide_extension"),
    ("dispatcher", "closing", {"reason": "answered_directly", "note": "已电话答复"}, "close"),
    ("dispatcher", "reopening", {"reason": "mistake", "note": "答非所问"}, "reopen"),
    ("dispatcher", "handover", {"system": "petition", "reason": "信访事项", "receipt": "XF-17"}, "hand_over"),
]


@pytest.mark.parametrize(("account", "act", "body", "called"), ACTS)
def test_each_act_reaches_routing_as_it_was_said(  # noqa: PLR0917 - fixtures and the columns of the table
    client: FlaskClient, services: FakeServices, as_: As, account: str, act: str, body: dict[str, Any], called: str
) -> None:
    number = services.written()
    answer = client.post(f"/api/v1/desk/cases/{number}/{act}", json=body, headers=as_(account))
    assert answer.status_code == 200, answer.text
    service, method, payload, context = services.calls[-1]
    assert (service, method, payload) == ("routing", called, {"number": number, **body})
    assert context.actor.account == account


@pytest.mark.parametrize(("account", "act", "body", "called"), ACTS)
def test_a_clerk_does_none_of_it(  # noqa: PLR0917 - fixtures and the columns of the table
    client: FlaskClient, services: FakeServices, as_: As, account: str, act: str, body: dict[str, Any], called: str
) -> None:
    answer = client.post(f"/api/v1/desk/cases/{services.written()}/{act}", json=body, headers=as_("clerk"))
    assert answer.status_code == 403
    assert (account, called) not in {(call[3].actor.account, call[1]) for call in services.calls}


@pytest.mark.parametrize(
    ("account", "act", "body"),
    [
        ("handler", "return", {"reason": " "}),
        ("handler", "extension", {"until": "soon", "reason": "等待配件"}),
        ("dispatcher", "return-decision", {"agreed": "yes"}),
        ("dispatcher", "closing", {"reason": "tired", "note": "算了"}),
        ("dispatcher", "closing", {"reason": "settled"}),
        ("dispatcher", "reopening", {"reason": "bored"}),
        ("dispatcher", "handover", {"system": "post", "reason": "信访事项", "receipt": "XF-17"}),
        ("dispatcher", "handover", {"system": "petition", "reason": "信访事项", "receipt": "信访 17"}),
    ],
)
def test_what_has_not_the_shape_stops_at_the_door(  # noqa: PLR0917 - fixtures and the columns of the table
    client: FlaskClient, services: FakeServices, as_: As, account: str, act: str, body: dict[str, Any]
) -> None:
    answer = client.post(f"/api/v1/desk/cases/{services.written()}/{act}", json=body, headers=as_(account))
    assert answer.status_code == 422, answer.text
    assert {call[0] for call in services.calls} <= {"gateway"}


def test_a_second_dispatcher_reads_who_has_decided(client: FlaskClient, services: FakeServices, as_: As) -> None:
    number, headers = services.written(), as_("dispatcher")
    decided = {"what": "return", "decision": "agreed", "by": "周行简", "at": "2019-03-07T02:15:00+00:00"}
    services.refuse_next = Refused("routing.already_decided", decided)
    answer = client.post(
        f"/api/v1/desk/cases/{number}/return-decision", json={"agreed": True, "note": "同意"}, headers=headers
    )
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["detail"] == "周行简 已于 2019-03-07 10:15 对退回作出决定：同意。"


def test_the_citizen_reads_where_the_matter_went_and_under_which_receipt(
    client: FlaskClient, services: FakeServices
) -> None:
    went = {"system": "petition", "system_name": "信访部门", "where": "可以向信访部门查询。"}
    number = services.written(state="redirected", decision=went)
    seen = client.get(f"/api/v1/messages/{number}", headers={"X-Query-Code": CODE})
    assert seen.json is not None
    assert seen.json["decision"] == {**went, "receipt": "XF-2019-17"}
    services.away.add("routing")
    seen = client.get(f"/api/v1/messages/{number}", headers={"X-Query-Code": CODE})
    assert seen.json is not None
    assert seen.json["decision"]["receipt"] is None
