"""Appointments made and revoked at the same moment, on both databases."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine

from gateway.account import NewAccount
from gateway.accounts import Accounts
from gateway.appointment import AlreadyDeputy, Period
from gateway.appointments import Appointments
from gateway.passwords import Passwords
from gateway.roll import EVERYONE
from gateway.trail import Trail
from gateway.wiring import MIGRATIONS
from kernel.clock import FixedClock
from kernel.database import connect, migrate

ROUNDS = 8
TODAY = date(2019, 3, 7)
CLOCK = FixedClock(datetime(2019, 3, 7, 2, 15, tzinfo=UTC))
Pair = tuple[Appointments, Appointments]


@pytest.fixture
def engines(database_url: str) -> Iterator[list[Engine]]:
    """Two gateways' connections to one database."""
    migrate(MIGRATIONS, database_url)
    engines = [connect(database_url) for _ in range(2)]
    yield engines
    for engine in engines:
        engine.dispose()


@pytest.fixture
def replicas(engines: list[Engine]) -> Pair:
    accounts = Accounts(engines[0], Passwords(), CLOCK)
    for name in ("principal", "deputy"):
        accounts.add(NewAccount(name, "某人", "auditor", password="a-good-password"), by="system")
    return Appointments(engines[0], CLOCK), Appointments(engines[1], CLOCK)


def at_once(pair: Pair, wish: Callable[[Appointments, int], dict[str, Any]]) -> list[dict[str, Any] | None]:
    """What each of the two is told; None for who was refused."""
    start = Barrier(2)

    def asked(number: int) -> dict[str, Any] | None:
        start.wait(60)
        try:
            return wish(pair[number], number)
        except AlreadyDeputy:
            return None

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(asked, range(2)))


def test_of_two_overlapping_appointments_at_once_one_is_made(replicas: Pair) -> None:
    for turn in range(ROUNDS):
        first = TODAY + timedelta(days=10 * turn)

        def appoint(appointments: Appointments, number: int, first: date = first) -> dict[str, Any]:
            days = Period(first + timedelta(days=number), first + timedelta(days=5 + number))
            return appointments.appoint("principal", "deputy", days, by="system")

        assert at_once(replicas, appoint).count(None) == 1
    assert replicas[0].page(EVERYONE, None, 50)["total"] == ROUNDS


def test_an_appointment_revoked_twice_at_once_is_revoked_once_on_the_trail(
    replicas: Pair, engines: list[Engine]
) -> None:
    made = [
        replicas[0].appoint("principal", "deputy", Period(day, day), by="system")["id"]
        for day in (TODAY + timedelta(days=turn) for turn in range(ROUNDS))
    ]
    for appointment in made:

        def revoke(appointments: Appointments, number: int, appointment: int = appointment) -> dict[str, Any]:
            return appointments.revoke(appointment, by=f"office{number}")

        told = at_once(replicas, revoke)
        assert told[0] == told[1]
    trail = Trail(engines[0]).before(None, 50, EVERYONE)
    assert [one["change"] for one in trail if one["kind"] == "deputy"] == ["revoked"] * ROUNDS + ["appointed"] * ROUNDS
