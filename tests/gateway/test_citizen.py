"""What anyone can do."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from gateway.app import create_app
from gateway.directory import Directory
from gateway.parts import Parts
from kernel.errors import Refused, Unavailable
from tests.gateway.fake_intake import CODE
from tests.gateway.fake_routing import FIELDS
from tests.gateway.fake_services import FakeServices

MESSAGE = {
    "column": "mayor",
    "kind": "request",
    "title": "路灯不亮",
    "body": "清泉路口的路灯已经三天不亮。\n请安排检修。",
    "name": "王小明",
    "phone": "13800138000",
    "consent_public": True,
}


def test_the_columns_are_those_of_routing_without_what_only_the_office_needs(client: FlaskClient) -> None:
    answer = client.get("/api/v1/columns")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["total"] == 3
    assert answer.json["items"][0] == {
        "column": "mayor",
        "name": "市长信箱",
        "jurisdiction": "清泉市",
        "leader": "市长",
        "accepts": True,
        "title_limit": 50,
        "body_limit": 3000,
        "contact_required": True,
        "portal": None,
    }


def test_the_agencies_are_listed_by_code_and_name(client: FlaskClient) -> None:
    listed = {"items": [{"agency": "housing", "name": "市住建局", "parent": None}], "total": 1}
    assert client.get("/api/v1/agencies").json == listed


def test_everyone_sees_what_messages_can_be_about(client: FlaskClient) -> None:
    assert client.get("/api/v1/fields").json == {"items": FIELDS, "total": 2}


def test_who_writes_gets_a_number_and_a_query_code_at_once(client: FlaskClient, services: FakeServices) -> None:
    answer = client.post("/api/v1/messages", json=MESSAGE)
    assert answer.status_code == 201
    assert answer.json is not None
    assert (answer.json["number"], answer.json["query_code"]) == ("20190307-000001", CODE)
    service, method, payload, context = services.calls[-1]
    assert (service, method) == ("intake", "submit")
    assert payload == {**MESSAGE, "channel": "web", "notify": True}
    assert context.actor.account == "citizen"


def test_a_message_to_no_column_is_refused_with_the_columns_code(client: FlaskClient) -> None:
    answer = client.post("/api/v1/messages", json={**MESSAGE, "column": "nobody"})
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["code"] == "intake.unknown_column"
    assert answer.json["detail"] == "没有栏目 nobody，请从栏目列表中选择。"


def test_who_gave_a_contact_that_nobody_can_be_reached_by_is_told_so(client: FlaskClient) -> None:
    wrong = client.post("/api/v1/messages", json={**MESSAGE, "phone": "x", "email": "x"})
    assert (wrong.status_code, (wrong.json or {})["contact_unusable"]) == (201, ["phone", "email"])
    assert (wrong.json or {})["contact_advice"] == "按您留下的电话和电子邮箱无法联系到您。留言已经收到。"
    right = client.post("/api/v1/messages", json=MESSAGE)
    assert ((right.json or {})["contact_unusable"], (right.json or {})["contact_advice"]) == ([], None)


def test_a_demonstration_that_is_still_being_loaded_has_no_empty_list_of_columns(
    build: Callable[..., Parts], services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.gateway.fake_routing.COLUMNS", [])
    loading = create_app(build(demonstration=True)).test_client().get("/api/v1/columns")
    assert (loading.status_code, loading.headers["Retry-After"]) == (503, "2")
    bare = create_app(build()).test_client().get("/api/v1/columns")
    assert (bare.status_code, bare.json) == (200, {"items": [], "total": 0})


def test_consent_is_never_assumed(client: FlaskClient, services: FakeServices) -> None:
    client.post("/api/v1/messages", json={key: value for key, value in MESSAGE.items() if key != "consent_public"})
    assert services.calls[-1][2]["consent_public"] is False


def test_following_needs_the_query_code_in_its_header(client: FlaskClient, services: FakeServices) -> None:
    number = services.written()
    without = client.get(f"/api/v1/messages/{number}")
    wrong = client.get(f"/api/v1/messages/{number}", headers={"X-Query-Code": "AAAAAAAAAAAA"})
    right = client.get(f"/api/v1/messages/{number}", headers={"X-Query-Code": CODE})
    assert (without.status_code, wrong.status_code, right.status_code) == (404, 404, 200)
    assert right.json is not None
    assert (right.json["state"], right.json["reply"], right.json["reply_status"]) == ("waiting", None, "none")
    assert right.json["timeline"] == [
        {"at": "2019-03-07T02:15:00+00:00", "step": "submitted", "name": "提交留言"},
        {
            "at": "2019-03-07T02:15:00+00:00",
            "step": "assigned",
            "name": "转办",
            "lead": "housing",
            "lead_name": "市住建局",
        },
    ]


def test_a_wrong_number_and_a_wrong_code_look_the_same(client: FlaskClient, services: FakeServices) -> None:
    number = services.written()
    answers = [
        client.get(f"/api/v1/messages/{asked}", headers={"X-Query-Code": code})
        for asked, code in ((number, "AAAAAAAAAAAA"), ("20190307-999999", CODE))
    ]
    bodies = [{**(answer.json or {}), "request_id": ""} for answer in answers]
    assert bodies[0] == bodies[1]


def test_the_published_reply_is_part_of_what_the_citizen_sees(client: FlaskClient, services: FakeServices) -> None:
    number = services.written(state="closed", published=True)
    answer = client.get(f"/api/v1/messages/{number}", headers={"X-Query-Code": CODE})
    assert answer.json is not None
    assert (answer.json["reply_status"], answer.json["reply"]["text"]) == ("available", "已经修好。")
    assert answer.json["reply"]["lead_name"] == "市住建局"
    asked = [payload for service, method, payload, _ in services.calls if (service, method) == ("review", "published")]
    assert asked == [{"number": number, "own": True}]


def test_while_review_is_away_the_rest_is_told_and_the_reply_is_being_processed(
    client: FlaskClient, services: FakeServices
) -> None:
    number = services.written(state="closed", published=True)
    services.away = {"review"}
    answer = client.get(f"/api/v1/messages/{number}", headers={"X-Query-Code": CODE})
    assert answer.json is not None
    assert (answer.status_code, answer.json["state"], answer.json["reply"]) == (200, "closed", None)
    assert answer.json["reply_status"] == "being_processed"


def test_one_who_has_waited_in_vain_for_one_kind_of_names_does_not_wait_for_the_other() -> None:
    now, asked = [0.0], []

    def routing(listed: str) -> dict[str, list[dict[str, str]]]:
        asked.append((listed, now[0]))
        if now[0] < 1:
            raise Unavailable("routing")
        return {"items": [{"column": "mayor", "name": "市长信箱"}]}

    directory = Directory(lambda: now[0])
    assert (directory.names("agency", routing), directory.names("column", routing)) == ({}, {})
    now[0] = 5.0
    assert directory.names("column", routing) == {"mayor": "市长信箱"}
    assert asked == [("agencies", 0.0), ("columns", 5.0)]


def test_names_are_asked_for_once_a_minute_and_missed_by_nobody_while_routing_is_away() -> None:
    now, asked = [0.0], []

    def routing(listed: str) -> dict[str, list[dict[str, str]]]:
        assert listed == "agencies"
        asked.append(now[0])
        if now[0] in {0.0, 66.0}:
            raise Unavailable("routing")
        return {"items": [{"agency": "housing", "name": "市住建局"}]}

    directory = Directory(lambda: now[0])
    told = []
    for now[0] in (0.0, 4.0, 5.0, 64.0, 66.0, 70.0, 71.0):
        told.append(directory.names("agency", routing).get("housing"))
    assert told == [None, None, "市住建局", "市住建局", "市住建局", "市住建局", "市住建局"]
    assert asked == [0.0, 5.0, 66.0, 71.0]


def test_a_waiting_message_can_be_withdrawn_with_the_code(client: FlaskClient, services: FakeServices) -> None:
    number = services.written()
    refused = client.post(f"/api/v1/messages/{number}/withdrawal")
    done = client.post(f"/api/v1/messages/{number}/withdrawal", headers={"X-Query-Code": CODE})
    assert (refused.status_code, done.status_code) == (404, 200)
    assert done.json is not None
    assert done.json["state"] == "withdrawn"


def test_only_a_closed_matter_is_rated(client: FlaskClient, services: FakeServices) -> None:
    waiting, closed = services.written(), services.written("20190307-000002", "closed")
    rate = {"json": {"satisfaction": 5}, "headers": {"X-Query-Code": CODE}}
    assert client.post(f"/api/v1/messages/{waiting}/evaluation", **rate).status_code == 409
    answer = client.post(f"/api/v1/messages/{closed}/evaluation", **rate)
    assert answer.json is not None
    assert (answer.status_code, answer.json["satisfaction"]) == (200, 5)


def test_published_replies_come_with_what_a_clerk_confirmed_for_everyone(
    client: FlaskClient, services: FakeServices
) -> None:
    confirmed = {"title": "路灯不亮", "body": "路灯三天不亮。", "version": 1}
    services.written(published=True, confirmed=confirmed)
    services.written("20190307-000002", published=True)
    answer = client.get("/api/v1/published?column=mayor&limit=10")
    assert answer.json is not None
    read = [(item["title"], item["body"]) for item in answer.json["items"]]
    assert read == [("路灯不亮", "路灯三天不亮。"), (None, None)]
    services.away = {"intake"}
    answer = client.get("/api/v1/published")
    assert answer.json is not None
    assert [item["title"] for item in answer.json["items"]] == [None, None]


def test_one_published_reply_can_be_read_by_everyone_and_a_private_one_is_not_there(
    client: FlaskClient, services: FakeServices
) -> None:
    confirmed = {"title": "路灯不亮", "body": "路灯三天不亮。", "version": 4}
    number = services.written(published=True, public=True, confirmed=confirmed)
    private = services.written("20190307-000002", published=True)
    answer = client.get(f"/api/v1/published/{number}")
    assert answer.json is not None
    assert (answer.json["title"], answer.json["body"]) == ("路灯不亮", "路灯三天不亮。")
    assert (answer.json["text"], answer.json["lead_name"]) == ("已经修好。", "市住建局")
    assert (answer.json["text_version"], answer.json["version"]) == (4, 1)
    assert answer.json["follow_up"] is None
    services.messages[number]["follow_up_answer"] = {
        "text": "下周一恢复。",
        "lead": "housing",
        "public": True,
        "round": 1,
    }
    answered = (client.get(f"/api/v1/published/{number}").json or {})["follow_up"]
    assert (answered["text"], answered["lead_name"]) == ("下周一恢复。", "市住建局")
    assert client.get(f"/api/v1/published/{private}").status_code == 404


def test_a_service_that_is_away_is_a_503_and_the_others_work_on(client: FlaskClient, services: FakeServices) -> None:
    services.away = {"intake"}
    answer = client.post("/api/v1/messages", json=MESSAGE)
    assert answer.status_code == 503
    assert answer.json is not None
    assert (answer.json["code"], answer.json["values"]) == ("kernel.unavailable", {"service": "intake"})
    assert answer.json["detail"] == "“留言受理”暂时没有响应，请几秒钟后再试。"
    assert int(answer.headers["Retry-After"]) > 0
    assert client.get("/api/v1/columns").status_code == 200


def test_one_address_writes_so_many_messages_a_minute_and_others_are_not_held_up(
    build: Callable[..., object], services: FakeServices
) -> None:
    from gateway.app import create_app
    from gateway.parts import Parts

    parts = build(rate_limit=3)
    assert isinstance(parts, Parts)
    client = create_app(parts).test_client()
    answers = [client.post("/api/v1/messages", json=MESSAGE) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 20
    other = client.post("/api/v1/messages", json=MESSAGE, environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert other.status_code == 201


def test_a_merged_message_is_answered_by_the_public_reply_to_the_one_it_follows(
    client: FlaskClient, services: FakeServices
) -> None:
    first = services.written("20190306-000001", "closed", published=True, public=True)
    second = services.written("20190307-000002", "merged", published=True, follows={"number": first, "state": "closed"})
    answer = client.get(f"/api/v1/messages/{second}", headers={"X-Query-Code": CODE})
    assert answer.json is not None
    assert (answer.json["reply_status"], answer.json["reply"]["text"]) == ("available", "已经修好。")
    assert services.calls[-2][2] == {"number": first, "own": False}
    assert answer.json["follows"] == {"number": first, "state": "closed"}


def test_a_reply_to_another_citizen_alone_is_withheld_from_who_follows_it(
    client: FlaskClient, services: FakeServices
) -> None:
    first = services.written("20190306-000001", "closed", published=True, public=False)
    follows = {"number": first, "state": "closed", "withheld": True}
    second = services.written("20190307-000002", "merged", follows=follows)
    answer = client.get(f"/api/v1/messages/{second}", headers={"X-Query-Code": CODE})
    assert answer.json is not None
    assert (answer.json["reply_status"], answer.json["reply"]) == ("withheld", None)
    assert ("review", "published") not in [call[:2] for call in services.calls]


def test_a_column_that_needs_a_contact_says_so(client: FlaskClient, services: FakeServices) -> None:
    services.refuse_next = Refused("intake.contact_required", {"column": "mayor"})
    answer = client.post("/api/v1/messages", json={**MESSAGE, "phone": None})
    assert answer.status_code == 422
    assert answer.json is not None
    assert (answer.json["code"], answer.json["title"]) == ("intake.contact_required", "需要留下电话或者电子邮箱")
