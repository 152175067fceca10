"""Locks after failed sign-ins: they grow, they end, they hold for whoever guesses, and somebody can lift them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from gateway.app import create_app
from gateway.parts import Parts
from gateway.signing.settings import Locking
from kernel.clock import FixedClock
from tests.gateway.conftest import PASSWORD
from tests.gateway.test_sessions import sign_in

As = Callable[[str], dict[str, str]]
HERE, THERE = "192.0.2.1", "198.51.100.7"


def fail(client: FlaskClient, times: int, username: str = "clerk", address: str = HERE) -> list[int]:
    return [sign_in(client, username, "wrong", address=address).status_code for _ in range(times)]


def minutes(answer: Any) -> int:
    found: int = answer.json["values"]["minutes"]
    return found


def test_each_lock_lasts_twice_as_long_as_the_one_before_up_to_the_longest(
    client: FlaskClient, clock: FixedClock
) -> None:
    for pause in (15, 30, 60, 60):
        assert fail(client, 5) == [401] * 5
        assert minutes(sign_in(client)) == pause
        clock.at += timedelta(minutes=pause)
    assert sign_in(client).status_code == 201


def test_who_tries_during_a_lock_makes_it_no_longer(client: FlaskClient, clock: FixedClock) -> None:
    fail(client, 5)
    clock.at += timedelta(minutes=14)
    assert fail(client, 20) == [429] * 20
    clock.at += timedelta(minutes=1)
    assert sign_in(client).status_code == 201


def test_after_a_quiet_hour_the_next_lock_is_a_first_one(client: FlaskClient, clock: FixedClock) -> None:
    for _ in range(2):
        fail(client, 5)
        clock.at += timedelta(minutes=30)
    clock.at += timedelta(minutes=60)
    fail(client, 5)
    assert minutes(sign_in(client)) == 15


def test_failures_long_apart_lock_nobody(client: FlaskClient, clock: FixedClock) -> None:
    for _ in range(4):
        assert fail(client, 4) == [401] * 4
        clock.at += timedelta(minutes=15)


def test_a_name_guessed_at_from_everywhere_is_locked_for_strangers(app: Flask) -> None:
    assert sign_in(app.test_client(), address=THERE).status_code == 201
    client = app.test_client()
    for number in range(20):
        sign_in(client, "clerk", "wrong", address=f"203.0.113.{number}")
    assert sign_in(client, address=HERE).status_code == 429
    # the person herself goes on where she signed in before
    assert sign_in(client, address=THERE).status_code == 201
    assert sign_in(client, "auditor", address=HERE).status_code == 201


def test_a_colleague_who_guesses_at_many_does_not_lock_the_house_out(client: FlaskClient) -> None:
    assert sign_in(client, "auditor").status_code == 201
    for number in range(50):
        sign_in(client, f"person{number}", "wrong")
    assert sign_in(client, "clerk").status_code == 429
    assert sign_in(client, "auditor").status_code == 201


def test_an_unknown_name_is_locked_like_a_known_one(client: FlaskClient) -> None:
    for username in ("clerk", "nobody"):
        answers = [sign_in(client, username, "wrong") for _ in range(7)]
        assert [answer.status_code for answer in answers] == [401] * 5 + [429] * 2
        assert minutes(answers[-1]) == 15


def test_locks_are_the_office_s_to_set(build: Callable[..., Parts], parts: Parts, clock: FixedClock) -> None:
    short = Locking(failures=3, pause=timedelta(minutes=2), longest=timedelta(minutes=2), window=timedelta(minutes=5))
    client = create_app(build(locking=short)).test_client()
    assert fail(client, 4) == [401] * 3 + [429]
    clock.at += timedelta(minutes=2)
    assert sign_in(client).status_code == 201


def test_a_lock_holds_in_every_process_and_after_a_restart(build: Callable[..., Parts], parts: Parts) -> None:
    first, second = create_app(parts).test_client(), create_app(build()).test_client()
    assert fail(first, 3) + fail(second, 2) == [401] * 5
    assert sign_in(first).status_code == 429
    assert sign_in(create_app(build()).test_client()).status_code == 429


def test_an_administrator_lifts_a_lock_and_it_leaves_its_trace(client: FlaskClient, parts: Parts, as_: As) -> None:
    fail(client, 5)
    fail(client, 5, address=THERE)
    headers = {**as_("admin"), "Idempotency-Key": "unlock-0001"}
    assert client.post("/api/v1/admin/accounts/nobody/unlocking", headers=headers).status_code == 404
    assert client.post("/api/v1/admin/accounts/clerk/unlocking", headers=headers).status_code == 200
    assert sign_in(client).status_code == 201
    assert sign_in(client, address=THERE).status_code == 201
    with parts.engine.connect() as connection:
        traces = connection.execute(text("SELECT change FROM changes WHERE subject = 'clerk'")).scalars().all()
    assert traces == ["made", "unlocked"]
    # the same wish again lifts no later lock
    fail(client, 5)
    assert client.post("/api/v1/admin/accounts/clerk/unlocking", headers=headers).status_code == 200
    assert sign_in(client).status_code == 429


def test_who_may_unlock_sees_the_lock_and_is_told_whether_there_was_one(client: FlaskClient, as_: As) -> None:
    headers = as_("admin")
    assert (client.get("/api/v1/admin/accounts/clerk", headers=headers).json or {})["locked_until"] is None
    nothing = client.post("/api/v1/admin/accounts/clerk/unlocking", headers=headers).json or {}
    assert (nothing["was_locked"], nothing["locked_until"]) == (False, None)
    fail(client, 5, address=THERE)
    assert (client.get("/api/v1/admin/accounts/clerk", headers=headers).json or {})["locked_until"] > "2019-03-07T02"
    lifted = client.post("/api/v1/admin/accounts/clerk/unlocking", headers=headers).json or {}
    assert (lifted["was_locked"], lifted["locked_until"]) == (True, None)
    assert (client.get("/api/v1/admin/accounts/clerk", headers=headers).json or {})["locked_until"] is None


def test_the_trail_says_who_tried_and_what_came_of_it(client: FlaskClient, parts: Parts, as_: As) -> None:
    parts.accounts.disable("office", by="admin")
    sign_in(client, "clerk")
    fail(client, 6)
    sign_in(client, "office", PASSWORD, address=THERE)
    sign_in(client, "my secret pass phrase", "x", address=THERE)
    trail = client.get("/api/v1/admin/sign-ins?limit=200", headers=as_("auditor")).json or {}
    found = [(one["username"], one["outcome"], one["why"], one["address"]) for one in reversed(trail["items"])]
    assert found[:-1] == [
        ("clerk", "ok", None, HERE),
        *[("clerk", "failed", "wrong", HERE)] * 5,
        ("clerk", "locked", None, HERE),
        ("office", "failed", "disabled", THERE),
        (None, "failed", "unknown", THERE),
    ]
    assert found[-1][:2] == ("auditor", "ok")
    with parts.engine.connect() as connection:
        stored = str(connection.execute(text("SELECT * FROM sign_ins")).all())
    assert "secret" not in stored
    assert PASSWORD not in stored


def test_the_trail_comes_by_page_and_by_what_is_asked(client: FlaskClient, as_: As) -> None:
    fail(client, 3)
    headers = as_("admin")
    first = client.get("/api/v1/admin/sign-ins?username=clerk&outcome=failed&limit=2", headers=headers).json or {}
    assert (len(first["items"]), first["total"]) == (2, 3)
    path = f"/api/v1/admin/sign-ins?username=clerk&outcome=failed&limit=2&after={first['next']}"
    last = client.get(path, headers=headers).json or {}
    assert (len(last["items"]), last["next"]) == (1, None)
    bad = client.get("/api/v1/admin/sign-ins?after=x", headers=headers)
    assert (bad.status_code, (bad.json or {})["code"]) == (422, "list.cursor_unusable")
    assert client.get("/api/v1/admin/sign-ins", headers=as_("office")).status_code == 403


def test_what_was_kept_long_enough_goes(client: FlaskClient, parts: Parts, clock: FixedClock, as_: As) -> None:
    fail(client, 2)
    clock.at += timedelta(days=180, minutes=1)
    parts.sweep.once()
    trail = client.get("/api/v1/admin/sign-ins", headers=as_("auditor")).json or {}
    assert [one["username"] for one in trail["items"]] == ["auditor"]


def test_everyone_sees_their_last_sign_in_and_the_failures_since(client: FlaskClient, clock: FixedClock) -> None:
    first = sign_in(client).json or {}
    assert (first["account"]["last_sign_in"], first["account"]["failed_sign_ins"]) == (None, 0)
    clock.at += timedelta(hours=1)
    fail(client, 3, address=THERE)
    clock.at += timedelta(hours=1)
    second = sign_in(client).json or {}
    assert second["account"]["failed_sign_ins"] == 3
    headers = {"Authorization": f"Bearer {second['token']}"}
    mine = client.get("/api/v1/me", headers=headers).json or {}
    assert mine["failed_sign_ins"] == 3
    assert mine["last_sign_in"]["at"] == "2019-03-07T02:15:00Z"
    assert mine["last_sign_in"]["address"] == HERE
