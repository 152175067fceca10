"""What citizens do once a matter is closed, and what the desk does about it."""

from collections.abc import Callable

from flask.testing import FlaskClient

from tests.gateway.fake_intake import CODE
from tests.gateway.fake_services import AT, FakeServices

As = Callable[[str], dict[str, str]]
OWN = {"X-Query-Code": CODE}
QUESTION = {"question": "五号楼什么时候修？"}
HASH = "0" * 64


def asked(client: FlaskClient, services: FakeServices) -> str:
    """The number of a closed matter whose citizen has asked once more."""
    number = services.written(state="closed", published=True)
    answer = client.post(f"/api/v1/messages/{number}/follow-ups", json=QUESTION, headers=OWN)
    assert answer.status_code == 201, answer.text
    return number


def test_a_rating_takes_a_comment(client: FlaskClient, services: FakeServices) -> None:
    number = services.written(state="closed")
    body = {"satisfaction": 4, "comment": "修得很快。"}
    assert client.post(f"/api/v1/messages/{number}/evaluation", json=body, headers=OWN).status_code == 200
    assert services.calls[-1][2] == {"number": number, "query_code": CODE, **body}
    long = {"satisfaction": 4, "comment": "长" * 2001}
    assert client.post(f"/api/v1/messages/{number}/evaluation", json=long, headers=OWN).status_code == 422


def test_a_question_is_asked_with_the_query_code_and_shown_with_its_agency(
    client: FlaskClient, services: FakeServices
) -> None:
    number = asked(client, services)
    assert client.post(f"/api/v1/messages/{number}/follow-ups", json=QUESTION).status_code == 404
    view = client.get(f"/api/v1/messages/{number}", headers=OWN).json or {}
    assert view["follow_up"] == {
        "question": QUESTION["question"],
        "lead": "housing",
        "lead_name": "市住建局",
        "round": 1,
        "asked_at": AT,
        "answered_at": None,
        "answer": None,
        "answer_status": "none",
    }


def test_the_answer_comes_with_the_reply_and_is_being_processed_until_it_does(
    client: FlaskClient, services: FakeServices
) -> None:
    number = asked(client, services)
    services.messages[number]["follow_up"]["answered_at"] = AT
    view = client.get(f"/api/v1/messages/{number}", headers=OWN).json or {}
    assert (view["follow_up"]["answer"], view["follow_up"]["answer_status"]) == (None, "being_processed")
    answer = {"text": "下周修。", "lead": "housing", "published_at": AT, "public": True, "round": 1}
    services.messages[number]["follow_up_answer"] = answer
    view = client.get(f"/api/v1/messages/{number}", headers=OWN).json or {}
    assert view["follow_up"]["answer"] == {**answer, "lead_name": "市住建局"}
    assert (view["follow_up"]["answer_status"], view["state"]) == ("available", "closed")


def test_a_question_before_the_reply_is_refused_in_both_languages(client: FlaskClient, services: FakeServices) -> None:
    number = services.written()
    for language, said in (
        ("zh-CN", "答复发出并且办结之后可以追问一次，两者缺一不可；这件留言目前：待受理。"),
        (
            "en",
            "You can ask once more when a reply has gone out and the matter is closed, both; at present it is waiting.",
        ),
    ):
        headers = {**OWN, "Accept-Language": language}
        answer = client.post(f"/api/v1/messages/{number}/follow-ups", json=QUESTION, headers=headers)
        assert answer.status_code == 409
        assert (answer.json or {})["detail"] == said


def test_the_agency_reads_the_question_and_drafts_and_the_reviewers_pass_the_answer(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    number = asked(client, services)
    url = f"/api/v1/desk/follow-ups/{number}"
    handler, reviewer = as_("handler"), as_("reviewer1")
    view = client.get(url, headers=handler).json or {}
    assert (view["part"], view["title"], view["asked"]["question"]) == ("follow_up", "路灯不亮", QUESTION["question"])
    services.away = {"intake"}
    assert (client.get(url, headers=handler).json or {})["asked"] is None
    services.away = set()
    steps = (
        ("PUT", "draft", handler, {"text": "下周修。", "based_on": 0}, "save_draft"),
        ("POST", "submission", handler, {"text_hash": HASH}, "submit"),
        ("POST", "pass", reviewer, {"level": 1, "text_hash": HASH}, "pass_reply"),
        ("POST", "send-back", reviewer, {"level": 1, "to": 0, "comments": "请写明日期。"}, "send_back"),
    )
    for method, step, who, body, called in steps:
        answer = client.open(f"{url}/{step}", method=method, json=body, headers=who)
        assert (answer.status_code, (answer.json or {})["part"]) == (200, "follow_up"), answer.text
        service, name, payload, _ = services.calls[-1]
        assert (service, name, payload) == ("review", called, {"number": number, "part": "follow_up", **(body or {})})
    assert client.put(f"{url}/draft", json={"text": "下周修。", "based_on": 0}, headers=reviewer).status_code == 403


def test_the_worklist_is_asked_for_follow_ups_alone(client: FlaskClient, services: FakeServices, as_: As) -> None:
    services.written()
    assert client.get("/api/v1/desk/replies?part=follow_up", headers=as_("handler")).status_code == 200
    assert next(payload for _, method, payload, _ in services.calls if method == "replies")["part"] == "follow_up"
    assert client.get("/api/v1/desk/replies?part=poem", headers=as_("handler")).status_code == 422


def test_a_wish_to_be_forgotten_is_recorded_and_seen_to_by_the_office(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    number = services.written(state="closed")
    url = f"/api/v1/messages/{number}/erasure-request"
    assert client.post(url).status_code == 404
    answer = client.post(url, headers=OWN)
    assert (answer.status_code, (answer.json or {})["erased"]) == (202, False)
    assert client.get("/api/v1/desk/messages?erasure_asked=true", headers=as_("clerk")).status_code == 200
    assert services.calls[-1][2]["erasure_asked"] is True
    refusal = f"/api/v1/desk/messages/{number}/erasure-refusal"
    assert client.post(refusal, json={"why": "请当面申请。"}, headers=as_("office")).status_code == 200
    assert services.calls[-1][2] == {"number": number, "why": "请当面申请。"}
    assert client.post(refusal, json={"why": "请当面申请。"}, headers=as_("clerk")).status_code == 403
