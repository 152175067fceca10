"""The way of a text through HTTP: down and back, comments, drafts, corrections, queues, for all three parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from kernel.errors import Refused
from tests.gateway.fake_services import AT, FakeServices

As = Callable[[str], dict[str, str]]

PARTS: dict[str, dict[str, str]] = {
    "replies": {},
    "follow-ups": {"part": "follow_up"},
    "interim-replies": {"part": "interim"},
}
WRONG = {"reason": "fact", "words": "日期写错了。"}
STEPS: list[tuple[str, str, dict[str, Any] | None, str, dict[str, Any]]] = [
    ("handler", "withdrawal", None, "withdraw", {}),
    ("reviewer1", "pass-withdrawal", {"level": 1}, "take_pass_back", {"level": 1}),
    ("reviewer1", "send-back", {"level": 2, "to": 1, "comments": "请核对"}, "send_back", {"to": 1}),
    ("reviewer1", "comments", {"comments": "请核对"}, "comment", {"comments": "请核对"}),
    ("handler", "comments", {"comments": "已核对"}, "comment", {"comments": "已核对"}),
    ("handler", "drafts/1/restoration", {"based_on": 3}, "restore", {"draft": 1, "based_on": 3}),
    ("handler", "correction", WRONG, "open_correction", WRONG),
    ("handler", "correction/withdrawal", None, "give_up_correction", {}),
]


@pytest.mark.parametrize("path", PARTS)
@pytest.mark.parametrize(("account", "step", "body", "called", "payload"), STEPS)
def test_each_step_reaches_review(  # noqa: PLR0917 - fixtures and the columns of the table
    client: FlaskClient,
    services: FakeServices,
    as_: As,
    path: str,
    account: str,
    step: str,
    body: dict[str, Any] | None,
    called: str,
    payload: dict[str, Any],
) -> None:
    number = services.written()
    url = f"/api/v1/desk/{path}/{number}/{step}"
    answer = client.post(url, json=body, headers=as_(account))
    assert answer.status_code == 200, answer.text
    service, name, asked, context = services.calls[-1]
    assert (service, name) == ("review", called)
    assert asked.items() >= {"number": number, **PARTS[path], **payload}.items()
    assert (context.actor.account, bool(context.request_id)) == (account, True)
    for stranger in ("auditor", "admin", "clerk"):
        assert client.post(url, json=body, headers=as_(stranger)).status_code == 403


@pytest.mark.parametrize("path", PARTS)
def test_the_versions_of_a_draft_are_listed_and_read(
    client: FlaskClient, services: FakeServices, as_: As, path: str
) -> None:
    url = f"/api/v1/desk/{path}/{services.written()}/drafts"
    listed = client.get(url, headers=as_("handler")).json or {}
    assert [(each["draft"], each["became"], "text" in each) for each in listed["items"]] == [(1, "written", False)]
    assert services.calls[-1][2].items() >= PARTS[path].items()
    assert (client.get(f"{url}/1", headers=as_("handler")).json or {})["text"] == "您好！"
    missing = client.get(f"{url}/9", headers=as_("handler"))
    assert (missing.status_code, (missing.json or {})["detail"]) == (404, "本次承办没有第 9 稿。")


@pytest.mark.parametrize("path", PARTS)
def test_what_was_published_and_corrected_is_listed_page_by_page(
    client: FlaskClient, services: FakeServices, as_: As, path: str
) -> None:
    url = f"/api/v1/desk/{path}/{services.written()}"
    out = client.get(f"{url}/versions?limit=5", headers=as_("reviewer1")).json or {}
    assert [(each["version"], each["text"], each["attachments"]) for each in out["items"]] == [(1, "您好！", [])]
    assert services.calls[-1][:2] == ("review", "versions")
    assert services.calls[-1][2].items() >= {**PARTS[path], "limit": 5}.items()
    why = client.get(f"{url}/corrections", headers=as_("handler")).json or {}
    assert [(each["reason"], each["words"], each["ended"]) for each in why["items"]] == [("fact", "日期写错了。", None)]


def test_a_draft_says_what_it_is_based_on(client: FlaskClient, services: FakeServices, as_: As) -> None:
    url = f"/api/v1/desk/replies/{services.written()}/draft"
    missing = client.put(url, json={"text": "您好！"}, headers=as_("handler"))
    assert (missing.status_code, (missing.json or {})["errors"][0]["field"]) == (422, "based_on")
    services.refuse_next = Refused("review.edited_meanwhile", {"draft": 2, "by": "zhao", "at": AT})
    refused = client.put(url, json={"text": "您好！", "based_on": 1}, headers=as_("handler"))
    assert refused.status_code == 409
    assert (refused.json or {})["detail"].startswith("您的稿子所依据的那一稿之后，zhao 又保存了第 2 稿")


def test_the_queues_and_the_reviewers_own(client: FlaskClient, services: FakeServices, as_: As) -> None:
    number = services.written()
    queues = client.get("/api/v1/desk/reply-queues?column=mayor", headers=as_("reviewer1")).json or {}
    assert queues["items"] == [
        {"column": "mayor", "column_name": "市长信箱", "level": 1, "waiting": 2, "oldest_since": AT, "back": 1}
    ]
    assert client.get("/api/v1/desk/replies?mine=true", headers=as_("reviewer1")).status_code == 200
    assert next(asked for _, name, asked, _ in services.calls if name == "replies")["mine"] is True
    for language, said in (
        ("zh-CN", "初审（reviewer1）起草或修改过这份稿子"),
        ("en", "初审 (reviewer1) drafted or edited this text"),
    ):
        headers = {**as_("reviewer1"), "Accept-Language": language}
        for_you = (client.get(f"/api/v1/desk/replies/{number}", headers=headers).json or {})["for_you"]
        assert (for_you["may_pass"], for_you["refused"]) == (False, "review.own_text")
        assert for_you["why"].startswith(said)
    assert (client.get(f"/api/v1/desk/replies/{number}", headers=as_("handler")).json or {})["for_you"] is None


def test_an_administrator_reads_no_reply(client: FlaskClient, services: FakeServices, as_: As) -> None:
    number = services.written()
    for path in (
        "replies",
        f"replies/{number}",
        f"replies/{number}/drafts",
        f"replies/{number}/versions",
        "reply-queues",
    ):
        assert client.get(f"/api/v1/desk/{path}", headers=as_("admin")).status_code == 403
        assert client.get(f"/api/v1/desk/{path}", headers=as_("auditor")).status_code == 200


def test_everyone_reads_the_newest_version_and_why_it_was_corrected(
    client: FlaskClient, services: FakeServices
) -> None:
    corrected = {"version": 2, "corrected_at": AT, "correction_reason": "fact", "correction_reason_name": "事实有误"}
    number = services.written(state="closed", published=True, public=True, corrected=corrected)
    for language, said in (("zh-CN", "事实有误"), ("en", "A fact was wrong")):
        read = client.get(f"/api/v1/published/{number}", headers={"Accept-Language": language}).json or {}
        assert {name: read[name] for name in corrected} == {**corrected, "correction_reason_name": said}


@pytest.mark.parametrize("body", [{"reason": "whim", "words": "改"}, {"reason": "fact"}, {"words": "改"}])
def test_a_correction_names_a_known_reason_and_says_what_is_wrong(
    client: FlaskClient, services: FakeServices, as_: As, body: dict[str, str]
) -> None:
    url = f"/api/v1/desk/replies/{services.written()}/correction"
    assert client.post(url, json=body, headers=as_("handler")).status_code == 422
