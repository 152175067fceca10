"""What was kept long enough goes: sessions, codes, failures, requests and sign-ins, a bounded number at a time."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, func, insert, select

from gateway import tables
from gateway.account import NewAccount
from gateway.accounts import Accounts
from gateway.passwords import Passwords
from gateway.session import Door, Lifetime, SessionEnded, WrongCredentials
from gateway.sessions import Sessions
from gateway.signing.trail import Visit
from gateway.sweep import Sweep
from gateway.wiring import MIGRATIONS
from gateway.wish import Wishes
from kernel.clock import FixedClock
from kernel.database import connect, migrate

PASSWORD = "a-good-password"
WISHES = Wishes(b"secret")
HERE = Visit("192.0.2.1")
SWEPT = ("sessions", "sign_in_codes", "sign_in_failures", "requests", "sign_ins")


@pytest.fixture
def accounts(engine: Engine, clock: FixedClock) -> Accounts:
    made = Accounts(engine, Passwords(), clock)
    made.add(NewAccount("clerk", "某人", "clerk", columns=("mayor",), password=PASSWORD), by="clerk")
    return made


@pytest.fixture
def sessions(engine: Engine, clock: FixedClock, accounts: Accounts) -> Sessions:
    return Sessions(engine, Passwords(), WISHES, clock, Door(Lifetime(timedelta(hours=8), timedelta(hours=1))))


@pytest.fixture
def sweep(engine: Engine, clock: FixedClock) -> Sweep:
    return Sweep(engine, clock, timedelta(days=180))


def counted(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(tables.metadata.tables[name])).scalar_one()
            for name in SWEPT
        }


def wish(key: str | None = None) -> Any:
    return WISHES.make("clerk", "POST", "/api/v1/session", key, None)


def test_what_was_kept_long_enough_goes_and_what_was_not_stays(
    engine: Engine, accounts: Accounts, sessions: Sessions, sweep: Sweep, clock: FixedClock
) -> None:
    key = str(uuid4())
    signed_in = sessions.sign_in("clerk", PASSWORD, HERE, wish(key))
    sessions.sign_out(signed_in.session)
    with pytest.raises(WrongCredentials):
        sessions.sign_in("clerk", "wrong", HERE, wish())
    accounts.disable("clerk", by="root", wish=wish("disable-1"))
    with engine.begin() as connection:
        row = {"code_hash": "c", "browser_hash": "b", "username": "clerk", "expires_at": clock.now()}
        connection.execute(insert(tables.sign_in_codes).values(**row))
    full = {"sessions": 1, "sign_in_codes": 1, "sign_in_failures": 3, "requests": 1, "sign_ins": 2}
    assert counted(engine) == full
    clock.at += timedelta(days=30)
    assert sweep.once() == {**dict.fromkeys(SWEPT, 0), "sign_in_codes": 1}
    accounts.enable("clerk", by="root")
    with pytest.raises(SessionEnded):  # a sign-in that is repeated does not revive what was signed out
        sessions.sign_in("clerk", PASSWORD, HERE, wish(key))
    clock.at += timedelta(hours=9)
    swept = sweep.once()
    assert (swept["sessions"], swept["requests"]) == (1, 1)
    assert counted(engine)["sign_ins"] == 2
    clock.at += timedelta(days=150)
    assert sweep.once()["sign_ins"] == 2
    assert counted(engine) == dict.fromkeys(SWEPT, 0)


def test_a_pass_takes_a_bounded_number_the_oldest_first_and_the_next_goes_on(engine: Engine, clock: FixedClock) -> None:
    days = range(5)
    with engine.begin() as connection:
        rows = [
            {"request_id": f"r{n}", "fingerprint": "", "outcome": "", "recorded_at": clock.now() + timedelta(days=n)}
            for n in days
        ]
        connection.execute(insert(tables.requests), rows)
    clock.at += timedelta(days=60)
    sweep = Sweep(engine, clock, timedelta(days=180), at_once=2)
    found = [sweep.once() for _ in range(4)]
    assert [one["requests"] for one in found] == [2, 2, 1, 0]
    assert [sweep.was_full(one) for one in found] == [True, True, False, False]


def test_what_somebody_is_just_using_is_left_for_the_next_pass(postgres_url: str, clock: FixedClock) -> None:
    """Of PostgreSQL alone: in SQLite nobody uses anything while another writes."""
    migrate(MIGRATIONS, postgres_url)
    engine = connect(postgres_url)
    sweep = Sweep(engine, clock, timedelta(days=180))
    with engine.begin() as connection:
        for n in range(2):
            row = {"request_id": f"r{n}", "fingerprint": "", "outcome": "", "recorded_at": clock.now()}
            connection.execute(insert(tables.requests).values(**row))
    clock.at += timedelta(days=31)
    with engine.begin() as connection:
        r = tables.requests
        connection.execute(select(r).where(r.c.request_id == "r0").with_for_update())
        assert sweep.once()["requests"] == 1
    assert sweep.once()["requests"] == 1
    engine.dispose()
