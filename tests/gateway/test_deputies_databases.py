"""Appointments made and revoked at the same moment by two gateways, each a process of its own, on both databases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from gateway.account import NewAccount
from gateway.accounts import Accounts
from gateway.appointment import Period
from gateway.appointments import Appointments
from gateway.passwords import Passwords
from gateway.roll import EVERYONE
from gateway.trail import Trail
from gateway.wiring import MIGRATIONS
from kernel.clock import FixedClock
from kernel.database import connect, migrate
from tests.gateway.rivals import Rivals, rivals
from tests.support.contest import ROUNDS, refused

pytestmark = pytest.mark.process

TODAY = date(2019, 3, 7)
CLOCK = FixedClock(datetime(2019, 3, 7, 2, 15, tzinfo=UTC))


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    migrate(MIGRATIONS, database_url)
    engine = connect(database_url)
    accounts = Accounts(engine, Passwords(), CLOCK)
    for name in ("principal", "deputy"):
        accounts.add(NewAccount(name, "某人", "auditor", password="a-good-password"), by=name)
    yield engine
    engine.dispose()


@pytest.fixture
def two(engine: Engine, database_url: str) -> Iterator[Rivals]:
    with rivals(database_url, CLOCK) as both:
        yield both


def test_of_two_overlapping_appointments_at_once_one_is_made(engine: Engine, two: Rivals) -> None:
    for turn in range(ROUNDS):
        first = TODAY + timedelta(days=10 * turn)
        wishes = [
            {"act": "appoint", "first": f"{first + timedelta(days=n)}", "last": f"{first + timedelta(days=5 + n)}"}
            for n in range(2)
        ]
        told = {refused(outcome) for outcome in two.at_once(wishes[0], wishes[1])}
        assert told == {None, "gateway.already_deputy"}
    assert Appointments(engine, CLOCK).page(EVERYONE, None, 50)["total"] == ROUNDS


def test_an_appointment_revoked_twice_at_once_is_revoked_once_on_the_trail(engine: Engine, two: Rivals) -> None:
    appointments = Appointments(engine, CLOCK)
    made = [
        appointments.appoint("principal", "deputy", Period(day, day), by="system")["id"]
        for day in (TODAY + timedelta(days=turn) for turn in range(ROUNDS))
    ]
    for appointment in made:
        wishes = [{"act": "revoke", "appointment": appointment, "by": f"office{number}"} for number in range(2)]
        first, second = two.at_once(wishes[0], wishes[1])
        assert (first, refused(first)) == (second, None)
    trail = Trail(engine).before(None, 50, EVERYONE)
    assert [one["change"] for one in trail if one["kind"] == "deputy"] == ["revoked"] * ROUNDS + ["appointed"] * ROUNDS
