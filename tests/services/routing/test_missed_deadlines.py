"""Deadlines that pass are noted once each, by whichever replica looks, however late it starts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from kernel.actor import SYSTEM
from kernel.settings import Settings
from services.routing import handlers, wiring
from services.routing.handlers import supervising
from tests.services.routing.office import DISPATCHER, HOUSING, Office

NUMBERS = [f"20240301-{n:06d}" for n in range(1, 31)]
MISSED = "routing.deadline_missed.v1"


@pytest.fixture
def settings(either_database: Settings) -> Settings:
    """Two replicas race on either database."""
    return either_database


@pytest.fixture
def late(office: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Thirty deadlines have passed while nobody looked; seven fit into one transaction."""
    monkeypatch.setattr(supervising, "LOOK_LIMIT", 7)
    for number in NUMBERS:
        office.accept(number)
        office.assign(number)
    office.at(office.later(days=90))
    return office


@pytest.fixture
def replica(late: Office, settings: Settings) -> Iterator[Office]:
    """A second process of the service on the same database."""
    office = Office(wiring.build(settings, clock=late.clock), late.clock)
    yield office
    office.service.close()


def look(office: Office) -> int:
    """What the timer does: look until there is no more."""
    noted = 0
    while True:
        answer = office.act(handlers.look_at_deadlines, SYSTEM)
        noted += int(answer["missed"])
        if not answer["more"]:
            return noted


def test_a_late_start_catches_up_with_all_of_them(late: Office) -> None:
    assert look(late) == len(NUMBERS)
    assert late.journal().count(MISSED) == len(NUMBERS)
    assert look(late) == 0


def test_two_replicas_that_look_at_once_note_each_deadline_once(late: Office, replica: Office) -> None:
    with ThreadPoolExecutor(2) as together:
        noted = sum(together.map(look, (late, replica)))
    assert noted == late.journal().count(MISSED) == len(NUMBERS)
    assert Counter(late.said())["DeadlineMissed", NUMBERS[0]] == 1
    assert {late.case(number)["missed_at"] for number in NUMBERS} == {"2024-03-08T16:00:00Z"}


def test_a_replica_that_stopped_between_two_looks_leaves_the_rest_to_the_next(late: Office, replica: Office) -> None:
    assert late.act(handlers.look_at_deadlines, SYSTEM) == {"missed": 7, "more": True}
    assert look(replica) == len(NUMBERS) - 7
    assert late.journal().count(MISSED) == len(NUMBERS)


def test_an_extended_deadline_is_missed_anew_and_noted_again(office: Office) -> None:
    (number,) = NUMBERS[:1]
    office.accept(number)
    office.assign(number)
    office.act(handlers.ask_extension, HOUSING, number=number, until="2024-03-14", reason="等待配件")
    office.at(office.later(days=10))
    assert look(office) == 1
    office.act(handlers.decide_extension, DISPATCHER, number=number, granted=True)
    office.at(office.later(days=10))
    assert (look(office), look(office)) == (1, 0)
    assert office.case(number)["missed_at"] == "2024-03-14T16:00:00Z"


def test_what_is_closed_before_anybody_looks_is_not_missed_afterwards(late: Office) -> None:
    late.publish_reply(NUMBERS[0], at=late.later(days=-80))
    assert look(late) == len(NUMBERS) - 1


def test_nothing_is_missed_on_the_last_day(office: Office) -> None:
    office.accept(NUMBERS[0])
    office.assign(NUMBERS[0])
    office.at(office.later(days=7, hours=14, minutes=29))  # 23:59 of Friday 8 March in Shanghai
    assert look(office) == 0
    office.at(office.clock.at + timedelta(minutes=1))
    assert look(office) == 1
