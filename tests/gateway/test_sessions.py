"""Signing in, staying signed in, and not getting in."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from gateway import tables
from gateway.failures import TooManyFailures
from gateway.parts import Parts
from gateway.session import WrongCredentials
from gateway.signing.trail import Visit
from kernel.clock import FixedClock
from tests.gateway.conftest import PASSWORD

As = Callable[[str], dict[str, str]]


def sign_in(
    client: FlaskClient, username: str = "clerk", password: str = PASSWORD, *, address: str = "192.0.2.1", key: str = ""
) -> TestResponse:
    return client.post(
        "/api/v1/session",
        json={"username": username, "password": password},
        headers={"Idempotency-Key": key} if key else {},
        environ_base={"REMOTE_ADDR": address},
    )


def test_the_answer_says_who_one_is_and_what_one_may_do(client: FlaskClient) -> None:
    answer = sign_in(client)
    assert answer.status_code == 201
    assert answer.json is not None
    assert answer.json["expires_at"] == "2019-03-07T10:15:00Z"
    account = answer.json["account"]
    assert (account["username"], account["role"], account["role_name"]) == ("clerk", "clerk", "受理岗")
    assert (account["columns"], account["agencies"]) == (["mayor"], None)
    assert "messages.accept" in account["permissions"]
    assert "cases.assign" not in account["permissions"]


def test_user_names_are_not_case_sensitive(client: FlaskClient) -> None:
    assert sign_in(client, "Clerk").status_code == 201


def test_only_a_hash_of_token_and_password_is_stored(client: FlaskClient, parts: Parts) -> None:
    answer = sign_in(client)
    assert answer.json is not None
    with parts.engine.connect() as connection:
        stored = [connection.execute(select(table)).all() for table in (tables.accounts, tables.sessions)]
    assert answer.json["token"] not in str(stored)
    assert PASSWORD not in str(stored)
    assert "$argon2id$" in str(stored)


def test_signing_out_ends_the_session_at_once(client: FlaskClient, as_: As) -> None:
    headers = as_("clerk")
    assert client.get("/api/v1/me", headers=headers).status_code == 200
    assert client.delete("/api/v1/session", headers=headers).status_code == 204
    assert client.get("/api/v1/me", headers=headers).status_code == 401


def test_a_session_ends_after_eight_hours_however_busy(client: FlaskClient, clock: FixedClock, as_: As) -> None:
    headers = as_("clerk")
    for _ in range(15):
        clock.at += timedelta(minutes=30)
        assert client.get("/api/v1/me", headers=headers).status_code == 200
    clock.at += timedelta(minutes=30)
    assert client.get("/api/v1/me", headers=headers).status_code == 401


def test_a_session_ends_after_an_idle_hour(client: FlaskClient, clock: FixedClock, as_: As) -> None:
    headers = as_("clerk")
    clock.at += timedelta(minutes=59)
    assert client.get("/api/v1/me", headers=headers).status_code == 200
    clock.at += timedelta(minutes=60)
    assert client.get("/api/v1/me", headers=headers).status_code == 401


def test_disabling_an_account_ends_its_sessions(client: FlaskClient, parts: Parts, as_: As) -> None:
    headers = as_("clerk")
    parts.accounts.disable("clerk", by="admin")
    assert client.get("/api/v1/me", headers=headers).status_code == 401
    assert sign_in(client).status_code == 401
    parts.accounts.enable("clerk", by="admin")
    assert client.get("/api/v1/me", headers=headers).status_code == 401
    assert sign_in(client).status_code == 201


def test_whatever_is_wrong_the_answer_is_the_same(client: FlaskClient, parts: Parts) -> None:
    parts.accounts.disable("auditor", by="admin")
    answers = [sign_in(client, *who) for who in (("clerk", "wrong"), ("nobody", PASSWORD), ("auditor", PASSWORD))]
    assert {answer.status_code for answer in answers} == {401}
    assert len({str({**(answer.json or {}), "request_id": ""}) for answer in answers}) == 1


def test_an_unknown_user_costs_as_many_hashes_as_a_known_one(
    client: FlaskClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    passwords = parts.accounts._passwords
    check = passwords._check

    def counting(stored: str, password: str) -> bool:
        checked.append(password)
        return check(stored, password)

    monkeypatch.setattr(passwords, "_check", counting)
    sign_in(client, "clerk", "wrong one")
    sign_in(client, "nobody", "wrong two")
    assert checked == ["wrong one", "wrong two"]


@pytest.mark.parametrize("username", ["clerk", "nobody"])
def test_after_five_failures_signing_in_is_blocked_for_a_quarter_of_an_hour(
    client: FlaskClient, clock: FixedClock, username: str
) -> None:
    assert [sign_in(client, username, "wrong").status_code for _ in range(6)] == [401] * 5 + [429]
    right = sign_in(client, username)
    assert right.status_code == 429
    assert right.json is not None
    assert right.json["values"] == {"minutes": 15}
    assert int(right.headers["Retry-After"]) == 900
    clock.at += timedelta(minutes=15)
    assert sign_in(client, username).status_code == (201 if username == "clerk" else 401)


def test_a_block_holds_for_one_address_and_one_person(client: FlaskClient) -> None:
    for _ in range(5):
        sign_in(client, "clerk", "wrong")
    assert sign_in(client, "clerk", address="198.51.100.7").status_code == 201
    assert sign_in(client, "auditor").status_code == 201


def test_an_address_that_tries_many_people_is_blocked_for_all(client: FlaskClient) -> None:
    for number in range(50):
        sign_in(client, f"person{number}", "wrong")
    assert sign_in(client, "clerk").status_code == 429


def test_a_right_password_forgets_the_failures_before(client: FlaskClient) -> None:
    for _ in range(3):
        for _ in range(4):
            sign_in(client, "clerk", "wrong")
        assert sign_in(client).status_code == 201


def test_a_repeated_sign_in_is_the_same_session(client: FlaskClient, parts: Parts) -> None:
    key = str(uuid4())
    first, second = sign_in(client, key=key), sign_in(client, key=key)
    assert first.json is not None
    assert second.json is not None
    assert first.json["token"] == second.json["token"]
    with parts.engine.connect() as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM sessions")).scalar_one() == 1


def test_a_repeated_sign_in_does_not_revive_what_was_signed_out(client: FlaskClient) -> None:
    key = str(uuid4())
    first = sign_in(client, key=key)
    assert first.json is not None
    client.delete("/api/v1/session", headers={"Authorization": f"Bearer {first.json['token']}"})
    assert sign_in(client, key=key).status_code == 401


def test_another_person_under_the_same_key_is_refused(client: FlaskClient) -> None:
    key = str(uuid4())
    assert sign_in(client, key=key).status_code == 201
    other = sign_in(client, "auditor", key=key)
    assert other.json is not None
    assert (other.status_code, other.json["code"]) == (422, "kernel.request_reused")


def test_a_burst_of_guesses_gets_five(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guesses that nobody has answered yet count: here each is asked while the one before is being looked at."""
    looked_at: list[str] = []
    refused: list[str] = []

    def slow(_: str, password: str) -> bool:
        looked_at.append(password)
        try:
            parts.sessions.sign_in(
                "clerk", f"guess {len(looked_at)}", Visit("192.0.2.1"), parts.wishes.make("", "", "", None, 0)
            )
        except TooManyFailures as error:
            refused.append(error.code)
        except WrongCredentials:
            pass
        return False

    monkeypatch.setattr(parts.sessions._passwords, "_check", slow)
    monkeypatch.setattr(parts.sessions._passwords, "_turn", nullcontext())
    with pytest.raises(WrongCredentials):
        parts.sessions.sign_in("clerk", "guess", Visit("192.0.2.1"), parts.wishes.make("", "", "", None, 0))
    assert (len(looked_at), refused) == (5, ["gateway.too_many_failures"])


def test_many_right_sign_ins_from_one_address_block_nobody(client: FlaskClient) -> None:
    assert {sign_in(client).status_code for _ in range(55)} == {201}


def test_addresses_of_one_ipv6_network_count_as_one(client: FlaskClient) -> None:
    for last in range(5):
        assert sign_in(client, "clerk", "wrong", address=f"2001:db8:0:1::{last}").status_code == 401
    assert sign_in(client, address="2001:db8:0:1:ffff::").status_code == 429
    assert sign_in(client, address="2001:db8:0:2::").status_code == 201


def test_five_wrong_guesses_at_the_present_password_end_the_session(client: FlaskClient, as_: As) -> None:
    headers = as_("clerk")
    body = {"present": "wrong", "new": "another good one"}
    answers = [client.put("/api/v1/me/password", json=body, headers=headers).status_code for _ in range(6)]
    assert answers == [403] * 5 + [401]
    assert client.get("/api/v1/me", headers=headers).status_code == 401


def test_what_is_stored_of_a_sign_in_is_not_made_of_its_password(client: FlaskClient, parts: Parts) -> None:
    key = str(uuid4())
    sign_in(client)
    sign_in(client, key=key)
    parts.accounts.reset_password("clerk", by="admin")
    with parts.engine.connect() as connection:
        stored = set(connection.execute(select(tables.sessions.c.fingerprint)).scalars())
    expected = parts.wishes.make("anonymous", "POST", "/api/v1/session", key, [["clerk"], ""])
    assert stored == {None, expected.fingerprint}
