"""The same wish twice: the same answer, and nothing done twice (law 4)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from gateway import tables
from gateway.parts import Parts
from gateway.wish import Wishes, once
from kernel.database import connect
from tests.gateway.conftest import NOW
from tests.gateway.fake_intake import CODE
from tests.gateway.fake_services import FakeServices

As = Callable[[str], dict[str, str]]
MESSAGE = {"column": "mayor", "kind": "request", "title": "路灯不亮", "body": "路灯已经三天不亮。"}


def test_a_message_sent_twice_is_one_message(client: FlaskClient, services: FakeServices) -> None:
    headers = {"Idempotency-Key": str(uuid4())}
    answers = [client.post("/api/v1/messages", json=MESSAGE, headers=headers) for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert len(services.messages) == 1


def test_the_order_of_members_and_blanks_make_no_other_body(client: FlaskClient, services: FakeServices) -> None:
    headers = {"Idempotency-Key": str(uuid4()), "Content-Type": "application/json"}
    client.post("/api/v1/messages", json=MESSAGE, headers=headers)
    turned = dict(reversed(list(MESSAGE.items())))
    assert client.post("/api/v1/messages", json=turned, headers=headers).status_code == 201
    assert len(services.messages) == 1


def test_without_a_key_each_message_is_one_of_its_own(client: FlaskClient, services: FakeServices) -> None:
    for _ in range(2):
        assert client.post("/api/v1/messages", json=MESSAGE).status_code == 201
    assert len(services.messages) == 2


def test_another_body_under_the_same_key_is_refused(client: FlaskClient, services: FakeServices) -> None:
    headers = {"Idempotency-Key": str(uuid4())}
    client.post("/api/v1/messages", json=MESSAGE, headers=headers)
    other = client.post("/api/v1/messages", json={**MESSAGE, "title": "另一件事"}, headers=headers)
    assert other.json is not None
    assert (other.status_code, other.json["code"]) == (422, "kernel.request_reused")
    assert len(services.messages) == 1


def test_a_key_counts_for_one_account_and_one_address_only(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    key = {"Idempotency-Key": str(uuid4())}
    number, other = services.written(), services.written("20190307-000002")
    clerk = {**as_("clerk"), **key}
    ids = set()
    for path in (f"messages/{number}/acceptance", f"messages/{other}/acceptance"):
        assert client.post(f"/api/v1/desk/{path}", json={}, headers=clerk).status_code == 200
        ids.add(services.calls[-1][3].request_id)
    client.post("/api/v1/messages", json=MESSAGE, headers=key)
    ids.add(services.calls[-1][3].request_id)
    assert len(ids) == 3


def test_the_query_code_is_part_of_what_is_asked(client: FlaskClient, services: FakeServices) -> None:
    path = f"/api/v1/messages/{services.written()}/withdrawal"
    key = {"Idempotency-Key": str(uuid4())}
    assert client.post(path, headers={**key, "X-Query-Code": CODE}).status_code == 200
    assert client.post(path, headers={**key, "X-Query-Code": "AAAAAAAAAAAA"}).status_code == 422


@pytest.mark.parametrize(
    "key", ["", "short", "a" * 129, "with a blank in it", "with\ttab-in-it", "中文的钥匙中文的钥匙"]
)
def test_a_key_that_is_none_is_refused(client: FlaskClient, key: str) -> None:
    headers = {"Idempotency-Key": key.encode().decode("latin-1")}
    answer = client.post("/api/v1/messages", json=MESSAGE, headers=headers)
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"]) == (400, "gateway.bad_idempotency_key")


def test_without_an_account_a_key_is_one_that_nobody_else_meets(client: FlaskClient, as_: As) -> None:
    for length, status in ((21, 400), (22, 201)):
        answer = client.post("/api/v1/messages", json=MESSAGE, headers={"Idempotency-Key": "k" * length})
        assert answer.status_code == status
    headers = {**as_("admin"), "Idempotency-Key": "k" * 8}
    assert client.post("/api/v1/admin/keys", json={"name": "12345"}, headers=headers).status_code == 201


@pytest.mark.parametrize(("first", "second"), [("disabling", "enabling"), ("enabling", "disabling")])
def test_a_late_repetition_undoes_nothing(client: FlaskClient, parts: Parts, as_: As, first: str, second: str) -> None:
    admin = as_("admin")
    if first == "enabling":
        parts.accounts.disable("clerk", by="admin")
    path = "/api/v1/admin/accounts/clerk"
    key = {**admin, "Idempotency-Key": str(uuid4())}
    answer = client.post(f"{path}/{first}", headers=key)
    assert answer.status_code == 200
    client.post(f"{path}/{second}", headers=admin)
    since = parts.accounts.get("clerk")
    assert client.post(f"{path}/{first}", headers=key).json == answer.json
    assert parts.accounts.get("clerk") == since


@pytest.mark.parametrize("act", ["disabling", "enabling", "password-reset"])
def test_a_key_that_is_none_is_refused_for_what_has_no_body(client: FlaskClient, as_: As, act: str) -> None:
    headers = {**as_("admin"), "Idempotency-Key": "short"}
    assert client.post(f"/api/v1/admin/accounts/clerk/{act}", headers=headers).status_code == 400


@pytest.mark.db
def test_two_equal_wishes_at_one_moment_answer_the_same(postgres_url: str) -> None:
    engine = connect(postgres_url)
    tables.metadata.create_all(engine)
    wanted = Wishes(b"secret").make("admin", "POST", "/accounts", "key-12345", {})
    working = Barrier(2)

    def granted(name: str) -> dict[str, Any]:
        def work() -> dict[str, Any]:
            working.wait(60)  # the other one has begun as well
            return {"by": name}

        with engine.begin() as connection:
            if name == "second":
                working.wait(60)
            return once(connection, wanted, NOW, work)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(granted, ("first", "second")))
    engine.dispose()
    assert answers == [{"by": "first"}, {"by": "first"}]


def test_an_account_made_twice_is_one_account_with_one_first_password(
    client: FlaskClient, parts: Parts, as_: As
) -> None:
    headers = {**as_("admin"), "Idempotency-Key": str(uuid4())}
    body = {"username": "newcomer", "display_name": "新人", "role": "auditor"}
    answers = [client.post("/api/v1/admin/accounts", json=body, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json == answers[1].json
    assert answers[0].json is not None
    credentials = {"username": "newcomer", "password": answers[0].json["first_password"]}
    assert client.post("/api/v1/session", json=credentials).status_code == 201
    with parts.engine.connect() as connection:
        made = select(func.count()).select_from(tables.accounts).where(tables.accounts.c.username == "newcomer")
        assert connection.execute(made).scalar_one() == 1
        recorded = connection.execute(select(tables.requests.c.outcome)).scalar_one()
    assert credentials["password"] not in recorded
    other = client.post("/api/v1/admin/accounts", json={**body, "role": "office"}, headers=headers)
    assert other.status_code == 422


def test_a_key_made_twice_is_one_key(client: FlaskClient, as_: As) -> None:
    headers = {**as_("admin"), "Idempotency-Key": str(uuid4())}
    answers = [client.post("/api/v1/admin/keys", json={"name": "12345"}, headers=headers) for _ in range(2)]
    assert answers[0].json == answers[1].json
    listed = client.get("/api/v1/admin/keys", headers=headers)
    assert listed.json is not None
    assert listed.json["total"] == 1


def test_digests_cannot_be_shifted_from_one_part_to_the_next() -> None:
    wishes = Wishes(b"secret")
    assert wishes.digest("ab", "c") != wishes.digest("a", "bc")
    assert Wishes(b"other").digest("ab", "c") != wishes.digest("ab", "c")
