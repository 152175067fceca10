"""What staff do, and what reaches the services of it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from kernel.actor import Actor
from kernel.errors import Refused
from services.routing.domain.refusals import OutOfScope
from services.routing.domain.scope import CORRECT, require
from tests.gateway.fake_services import AT, FakeServices

As = Callable[[str], dict[str, str]]
HASH = "0" * 64


def test_the_scope_of_an_account_travels_with_every_call(client: FlaskClient, services: FakeServices, as_: As) -> None:
    number = services.written()
    client.post(f"/api/v1/desk/messages/{number}/acceptance", json={}, headers=as_("clerk"))
    service, method, payload, context = services.calls[-1]
    assert (service, method) == ("intake", "accept")
    assert payload == {"number": number, "urgency": "ordinary", "complexity": "ordinary"}
    assert context.actor == Actor("clerk", "clerk", columns=("mayor",), agencies=None, levels=None)


def test_the_second_clerk_learns_by_whom_and_when(client: FlaskClient, services: FakeServices, as_: As) -> None:
    number = services.written()
    headers = as_("clerk")
    assert client.post(f"/api/v1/desk/messages/{number}/acceptance", json={}, headers=headers).status_code == 200
    again = client.post(f"/api/v1/desk/messages/{number}/decline", json={"reason": "unclear"}, headers=headers)
    assert again.status_code == 409
    assert again.json is not None
    assert again.json["code"] == "intake.already_screened"
    assert again.json["values"] == {"outcome": "accepted", "by": "clerk", "at": "2019-03-07T02:15:00+00:00"}
    assert again.json["detail"] == "这条留言已不在待受理状态：受理员（clerk）于 2019-03-07 10:15 作出了“受理”的处理。"


@pytest.mark.parametrize(
    ("account", "request_line", "body", "called"),
    [
        (
            "clerk",
            "POST messages/{n}/decline",
            {"reason": "emergency", "advice": "请拨打 119"},
            ("intake", "decline"),
        ),
        ("clerk", "POST messages/{n}/redirection", {"where": "供电公司", "contact": "95598"}, ("intake", "redirect")),
        ("clerk", "POST messages/{n}/merge", {"into": "20190307-000009"}, ("intake", "merge")),
        (
            "clerk",
            "POST messages/{n}/public-text",
            {"title": "路灯不亮", "body": "路灯三天不亮。", "basis": HASH, "reason": "单位电话"},
            ("intake", "confirm_public_text"),
        ),
        ("office", "POST messages/{n}/erasure", None, ("intake", "erase")),
        ("dispatcher", "POST cases/{n}/assignment", {"lead": "housing"}, ("routing", "assign")),
        ("handler", "PUT replies/{n}/draft", {"text": "您好！\n已经修好。", "based_on": 0}, ("review", "save_draft")),
        ("handler", "POST replies/{n}/submission", {"text_hash": HASH}, ("review", "submit")),
        ("reviewer1", "POST replies/{n}/pass", {"level": 1, "text_hash": HASH}, ("review", "pass_reply")),
        ("reviewer1", "POST replies/{n}/send-back", {"level": 1, "comments": "请补充"}, ("review", "send_back")),
    ],
)
def test_each_action_reaches_its_service(  # noqa: PLR0917 - fixtures and the columns of the table
    client: FlaskClient,
    services: FakeServices,
    as_: As,
    account: str,
    request_line: str,
    body: dict[str, Any] | None,
    called: tuple[str, str],
) -> None:
    number = services.written()
    method, path = request_line.format(n=number).split(" ")
    answer = client.open(f"/api/v1/desk/{path}", method=method, json=body, headers=as_(account))
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    assert answer.json["number"] == number
    service, name, payload, context = services.calls[-1]
    assert (service, name) == called
    assert payload.items() >= {"number": number, **(body or {})}.items()
    assert context.actor.account == account
    assert context.request_id


@pytest.mark.parametrize("path", ["messages", "cases", "replies"])
def test_worklists_come_by_page_with_a_total(client: FlaskClient, services: FakeServices, as_: As, path: str) -> None:
    for number in range(1, 4):
        services.written(f"20190307-00000{number}")
    answer = client.get(f"/api/v1/desk/{path}?limit=2", headers=as_("auditor"))
    assert answer.json is not None
    assert (len(answer.json["items"]), answer.json["total"], answer.json["next"]) == (2, 3, None)
    assert [item["title"] for item in answer.json["items"]] == ["路灯不亮", "路灯不亮"]


@pytest.mark.parametrize("path", ["messages", "cases", "replies"])
def test_what_is_not_there_is_a_404(client: FlaskClient, as_: As, path: str) -> None:
    answer = client.get(f"/api/v1/desk/{path}/20190307-999999", headers=as_("auditor"))
    assert answer.status_code == 404
    assert answer.json is not None
    assert "not_found" in answer.json["code"]


def test_a_foreign_scope_is_a_403_that_says_why(client: FlaskClient, services: FakeServices, as_: As) -> None:
    values = {"act": "read", "role": "handler", "because": "agency", "wanted": ["water"], "granted": ["housing"]}
    services.refuse_next = Refused("review.out_of_scope", values)
    answer = client.get("/api/v1/desk/replies/20190307-000001", headers=as_("handler"))
    assert answer.status_code == 403
    assert answer.json is not None
    assert answer.json["detail"] == "这一办件目前不在贵单位（市住建局（housing））。"


def test_a_role_that_may_not_is_told_which_ones_may(client: FlaskClient, services: FakeServices, as_: As) -> None:
    with pytest.raises(OutOfScope) as caught:
        require(Actor("sun", "dispatcher"), CORRECT)
    services.refuse_next = Refused(caught.value.code, caught.value.values())
    answer = client.get("/api/v1/desk/cases/20190307-000001", headers=as_("dispatcher"))
    assert answer.json is not None
    assert answer.json["detail"] == "这一操作由以下岗位负责：栏目管理员、电子政务办、督办岗。您的岗位是：转办岗。"


def test_who_drafts_or_reviews_reads_the_replies_of_earlier_rounds(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    number = services.written()
    for role in ("handler", "reviewer1"):
        view = client.get(f"/api/v1/desk/replies/{number}", headers=as_(role)).json or {}
        assert [(past["text"], past["lead_name"]) for past in view["earlier"]] == [("已修好。", "市住建局")]


def test_erasing_is_for_the_office_alone(client: FlaskClient, services: FakeServices, as_: As) -> None:
    path = f"/api/v1/desk/messages/{services.written()}/erasure"
    for other in ("clerk", "admin"):
        assert client.post(path, headers=as_(other)).status_code == 403
    erased = client.post(path, headers=as_("office"))
    assert (erased.status_code, (erased.json or {}).get("erased")) == (200, True)


def test_the_queues_of_the_columns_are_shown(client: FlaskClient, as_: As) -> None:
    answer = client.get("/api/v1/desk/queues", headers=as_("clerk"))
    assert answer.json == {
        "items": [
            {
                "column": "mayor",
                "column_name": "市长信箱",
                "waiting": 1,
                "oldest_waiting_at": AT,
                "received_today": 2,
                "cleared_today": 3,
                "waiting_from_earlier_days": 0,
            }
        ],
        "total": 1,
        "day": "2019-03-07",
    }
    assert client.get("/api/v1/desk/queues", headers=as_("handler")).status_code == 403


def test_a_field_that_the_office_does_not_have_is_said(client: FlaskClient, services: FakeServices, as_: As) -> None:
    services.refuse_next = Refused("intake.unknown_field", {"node": "city.cooling"})
    path = f"/api/v1/desk/messages/{services.written()}/acceptance"
    answer = client.post(path, json={"field": "city.cooling"}, headers=as_("clerk"))
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["detail"] == "分类目录中没有“city.cooling”，请从分类列表中选择。"


def test_clerks_read_the_advice_and_the_office_words_it(client: FlaskClient, services: FakeServices, as_: As) -> None:
    listed = client.get("/api/v1/admin/advice", headers=as_("clerk"))
    assert listed.json is not None
    assert [item["provided"] for item in listed.json["items"]] == [True]
    path, body = "/api/v1/admin/advice/abuse", {"text": "请文明留言。"}
    assert client.put(path, json=body, headers=as_("clerk")).status_code == 403
    worded = client.put(path, json=body, headers=as_("admin"))
    assert worded.json is not None
    assert (worded.json["text"], worded.json["provided"], worded.json["by"]) == ("请文明留言。", False, "admin")
    assert services.calls[-1][:3] == ("intake", "word_advice", {"reason": "abuse", **body})
    back = client.put(path, json={"text": None}, headers=as_("admin"))
    assert (back.json or {})["provided"] is True
    assert client.put("/api/v1/admin/advice/weather", json=body, headers=as_("admin")).status_code == 422
    assert client.put(path, json={"text": " "}, headers=as_("admin")).status_code == 422


def test_a_clerk_reads_the_proposal_for_the_public_text_with_its_findings(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    path = f"/api/v1/desk/messages/{services.written()}/public-text"
    proposal = client.get(path, headers=as_("clerk"))
    assert (proposal.status_code, (proposal.json or {})["findings"][0]["in"]) == (200, "body")
    assert client.get(path, headers=as_("handler")).status_code == 403


def test_a_public_text_is_withdrawn_for_a_reason_and_no_longer_shown(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    number = services.written(state="closed", published=True, public=True, confirmed={"title": "路灯", "body": "不亮"})
    public, path = f"/api/v1/published/{number}", f"/api/v1/desk/messages/{number}/public-text/withdrawal"
    assert (client.get(public).json or {})["title"] == "路灯"
    assert client.post(path, json={}, headers=as_("clerk")).status_code == 422
    assert client.post(path, json={"reason": "写到了邻居"}, headers=as_("handler")).status_code == 403
    done = client.post(path, json={"reason": "写到了邻居"}, headers=as_("office"))
    assert (done.status_code, (done.json or {})["withdrawn_by"]) == (200, "office")
    told = client.get(public).json or {}
    assert (told["title"], told["body"], told["text"]) == (None, None, "已经修好。")
    again = client.post(path, json={"reason": "写到了邻居"}, headers=as_("office"))
    assert (again.status_code, (again.json or {})["code"]) == (409, "intake.no_public_text")


def test_what_still_names_a_person_is_said_in_words(client: FlaskClient, services: FakeServices, as_: As) -> None:
    services.refuse_next = Refused("intake.still_personal", {"found": ["id_number", "phone"]})
    path = f"/api/v1/desk/messages/{services.written()}/public-text"
    body = {"title": "路灯不亮", "body": "请联系我。", "basis": HASH}
    answer = client.post(path, json=body, headers=as_("clerk"))
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"]) == (409, "intake.still_personal")
    assert answer.json["detail"] == "发现：身份证号、电话。请去掉，或者说明可以保留的理由。"


def test_a_clerk_sees_what_a_message_may_repeat_and_be_about(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    path = f"/api/v1/desk/messages/{services.written()}/suggestions"
    answer = client.get(path, headers=as_("clerk"))
    assert answer.json is not None
    assert answer.json["duplicates"][0]["reasons"] == ["similar_text"]
    assert answer.json["fields"] == [
        {"field": "city.light", "name": "路灯", "field_path": ["市政", "路灯"], "probability": 0.7}
    ]
    assert answer.json["compared"]["from"] == "2019-03-07T02:15:00+00:00"
    assert client.get(path, headers=as_("handler")).status_code == 403


def test_who_has_an_account_is_not_told_to_check_a_query_code(client: FlaskClient, as_: As) -> None:
    path = "/messages/20190307-999999"
    staff = client.get(f"/api/v1/desk{path}", headers=as_("clerk"))
    assert (staff.status_code, (staff.json or {})["code"]) == (404, "intake.not_found")
    assert (staff.json or {})["detail"] == "没有这个编号的留言，或者所查内容已应网民申请清除。"
    citizen = client.get(f"/api/v1{path}", headers={"X-Query-Code": "WRONG"})
    assert "查询码" in (citizen.json or {})["detail"]
