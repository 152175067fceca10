"""Interim replies through HTTP: the desk's steps, what the citizen sees, and what everyone reads."""

from collections.abc import Callable

from flask.testing import FlaskClient

from kernel.errors import Refused
from tests.gateway.fake_intake import CODE
from tests.gateway.fake_services import AT, FakeServices

As = Callable[[str], dict[str, str]]
OWN = {"X-Query-Code": CODE}
HASH = "0" * 64
FIRST, SECOND = "正在勘察。", "材料已到。"


def test_the_agency_drafts_and_the_reviewers_pass(client: FlaskClient, services: FakeServices, as_: As) -> None:
    number = services.written(state="in_progress")
    url = f"/api/v1/desk/interim-replies/{number}"
    handler, reviewer = as_("handler"), as_("reviewer1")
    for method, step, who, body, called in (
        ("PUT", "draft", handler, {"text": FIRST, "based_on": 0}, "save_draft"),
        ("POST", "submission", handler, {"text_hash": HASH}, "submit"),
        ("POST", "pass", reviewer, {"level": 1, "text_hash": HASH}, "pass_reply"),
        ("POST", "send-back", reviewer, {"level": 1, "to": 0, "comments": "请写明日期。"}, "send_back"),
    ):
        answer = client.open(f"{url}/{step}", method=method, json=body, headers=who)
        assert (answer.status_code, (answer.json or {})["part"]) == (200, "interim"), answer.text
        assert services.calls[-1][:3] == ("review", called, {"number": number, "part": "interim", **(body or {})})
    view = client.get(url, headers=handler).json or {}
    assert (view["part"], view["title"], view["text"]) == ("interim", "路灯不亮", "您好！")
    assert client.put(f"{url}/draft", json={"text": FIRST, "based_on": 0}, headers=reviewer).status_code == 403
    assert client.post(f"{url}/submission", json={"text_hash": HASH}, headers=reviewer).status_code == 403


def test_the_worklist_is_asked_for_interim_replies_alone(client: FlaskClient, services: FakeServices, as_: As) -> None:
    assert client.get("/api/v1/desk/replies?part=interim", headers=as_("handler")).status_code == 200
    assert next(payload for _, method, payload, _ in services.calls if method == "replies")["part"] == "interim"


def test_the_citizen_reads_them_while_the_matter_is_in_progress(client: FlaskClient, services: FakeServices) -> None:
    number = services.written(state="in_progress", interim_replies=2, told_meanwhile=[SECOND, FIRST])
    view = client.get(f"/api/v1/messages/{number}", headers=OWN).json or {}
    assert (view["state"], view["reply"], view["reply_status"]) == ("in_progress", None, "none")
    assert view["interim_status"] == "available"
    assert [(told["text"], told["lead_name"]) for told in view["interim_replies"]] == [
        (SECOND, "市住建局"),
        (FIRST, "市住建局"),
    ]


def test_they_stay_beside_the_reply(client: FlaskClient, services: FakeServices) -> None:
    number = services.written(state="closed", published=True, interim_replies=1, told_meanwhile=[FIRST])
    view = client.get(f"/api/v1/messages/{number}", headers=OWN).json or {}
    assert (view["reply"]["text"], view["reply_status"]) == ("已经修好。", "available")
    assert [told["text"] for told in view["interim_replies"]] == [FIRST]


def test_one_that_review_has_not_handed_out_yet_is_being_processed(client: FlaskClient, services: FakeServices) -> None:
    number = services.written(state="in_progress", interim_replies=1)
    services.away = {"review"}
    view = client.get(f"/api/v1/messages/{number}", headers=OWN).json or {}
    assert (view["interim_replies"], view["interim_status"]) == ([], "being_processed")
    assert (view["reply"], view["reply_status"]) == (None, "none")


def test_everyone_reads_them_marked_as_what_they_are(client: FlaskClient, services: FakeServices) -> None:
    number = services.written(state="in_progress", public=True, told_meanwhile=[SECOND, FIRST])
    listed = client.get("/api/v1/published").json or {}
    assert [(item["part"], item["text"]) for item in listed["items"]] == [("interim", SECOND), ("interim", FIRST)]
    shown = client.get(f"/api/v1/published/{number}").json or {}
    assert (shown["part"], shown["text"], shown["published_at"]) == ("interim", SECOND, AT)
    assert [told["text"] for told in shown["interim"]] == [FIRST]
    services.messages[number]["public"] = False
    assert client.get(f"/api/v1/published/{number}").status_code == 404


def test_the_very_text_is_refused_in_both_languages(client: FlaskClient, services: FakeServices, as_: As) -> None:
    number = services.written(state="in_progress")
    for language, said in (
        ("zh-CN", "作为第 1 轮的阶段性答复发出，下一次请写新的进展。"),
        ("en", "the next one tells something else."),
    ):
        services.refuse_next = Refused("review.already_told", {"round": 1, "at": AT})
        headers = {**as_("handler"), "Accept-Language": language}
        url = f"/api/v1/desk/interim-replies/{number}/draft"
        answer = client.put(url, json={"text": FIRST, "based_on": 0}, headers=headers)
        assert (answer.status_code, (answer.json or {})["code"]) == (409, "review.already_told")
        assert (answer.json or {})["detail"].endswith(said)
