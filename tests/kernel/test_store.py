"""Deciding and committing: laws 1, 4 and 8 within one process."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from kernel import committer
from kernel.actor import Actor
from kernel.clock import FixedClock
from kernel.context import Context
from kernel.errors import RequestReused
from kernel.service import Service
from kernel.unit import Reading, Unit
from tests.kernel import library
from tests.kernel.conftest import World
from tests.kernel.library import BOOK, NOON, AlreadyLent, Lend, NotOurs, acquire, context, lend, take_back, who_has


def test_a_command_is_decided_recorded_published_and_shown(lending: Service) -> None:
    lending.handle(acquire, {"book": "1", "title": "回音"}, context())
    asked = context()
    assert lending.handle(lend, {"book": "1", "reader": "ann"}, asked) == {"book": "1", "reader": "ann"}

    acquired, lent = lending.journal.read(0, 10)
    assert (acquired.position, acquired.stream, acquired.version, acquired.type) == (
        1,
        "book-1",
        1,
        "library.acquired.v1",
    )
    assert (lent.position, lent.version, lent.event) == (2, 2, library.Lent("ann", NOON))
    assert lent.metadata == {"actor": "mary", "role": "librarian", "correlation": asked.correlation_id}
    assert (lent.occurred_at, lent.recorded_at, lent.category, lent.id) == (NOON, NOON, "book", "1")
    assert lending.log.read(0, 10) == [
        {
            "specversion": "1.0",
            "id": "library-1",
            "source": "library",
            "type": "BookLent",
            "subject": "1",
            "time": "2026-03-02T04:00:00Z",
            "recordedtime": "2026-03-02T04:00:00Z",
            "dataschema": "urn:test:BookLentV1",
            "datacontenttype": "application/json",
            "position": 1,
            "correlationid": asked.correlation_id,
            "data": {"book": "1", "reader": "ann", "at": "2026-03-02T04:00:00Z"},
        }
    ]
    assert lending.ask(who_has, {"book": "1"}, context()) == {"reader": "ann"}


def test_a_refusal_reaches_the_caller_and_records_nothing(lending: Service) -> None:
    with pytest.raises(NotOurs):
        lending.handle(lend, {"book": "1", "reader": "ann"}, context("r1"))
    assert lending.journal.head()[0] == 0


def test_a_refusal_is_decided_again_when_it_is_asked_again(lending: Service) -> None:
    with pytest.raises(NotOurs):
        lending.handle(lend, {"book": "1", "reader": "ann"}, context("r1"))
    lending.handle(acquire, {"book": "1"}, context())
    assert lending.handle(lend, {"book": "1", "reader": "ann"}, context("r1"))["reader"] == "ann"


def test_a_repeated_request_answers_the_recorded_outcome_and_records_nothing(lending: Service) -> None:
    lending.handle(acquire, {"book": "1"}, context())
    first = lending.handle(lend, {"book": "1", "reader": "ann"}, context("r1", "f"))
    lending.handle(take_back, {"book": "1"}, context())
    lending.handle(lend, {"book": "1", "reader": "bob"}, context())
    head = lending.journal.head()
    assert lending.handle(lend, {"book": "1", "reader": "ann"}, context("r1", "f")) == first
    assert lending.journal.head() == head


def test_a_request_that_recorded_no_event_is_repeatable_too(lending: Service) -> None:
    lending.handle(acquire, {"book": "1", "title": "One"}, context())
    assert lending.handle(acquire, {"book": "1", "title": "Two"}, context("r1")) == {"book": "1"}
    assert lending.handle(lambda _unit, _payload: {"other": True}, {}, context("r1")) == {"book": "1"}


def test_a_request_id_does_not_stand_for_two_wishes(lending: Service) -> None:
    lending.handle(acquire, {"book": "1"}, context("r1", "one"))
    with pytest.raises(RequestReused) as caught:
        lending.handle(acquire, {"book": "2"}, context("r1", "two"))
    assert caught.value.values() == {"request_id": "r1"}
    assert lending.journal.head()[0] == 1


def test_nobody_is_answered_with_the_outcome_of_anothers_request(lending: Service) -> None:
    asked = context("r1", "f")
    lending.handle(acquire, {"book": "1"}, asked)
    with pytest.raises(RequestReused):
        lending.handle(acquire, {"book": "1"}, replace(asked, actor=Actor("paul", "librarian")))
    again = replace(asked, actor=Actor("mary", "reader"), correlation_id="another")
    assert lending.handle(acquire, {"book": "1"}, again) == {"book": "1"}


def test_a_request_id_without_a_fingerprint_is_a_bug_seen_at_once() -> None:
    with pytest.raises(ValueError, match="fingerprint"):
        Context(library.MARY, "wish", request_id="r1")


def test_an_outcome_is_kept_for_thirty_days_and_forgotten_a_few_at_a_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(committer, "PRUNE_EVERY", 2)
    clock = FixedClock(NOON)
    lending = world.service(library.LIBRARY, clock)

    def kept() -> int:
        count: int = lending.store.read(lambda c: c.execute(text("SELECT COUNT(*) FROM requests")).scalar_one())
        return count

    for number in range(6):
        lending.handle(acquire, {"book": "1"}, context(f"old{number}"))
    clock.at = NOON + timedelta(days=30)
    for number in range(2):
        lending.handle(acquire, {"book": "1"}, context(f"day30-{number}"))
    assert kept() == 8
    clock.at += timedelta(seconds=1)
    for number, left in enumerate((5, 6, 5, 6)):
        lending.handle(acquire, {"book": "1"}, context(f"new{number}"))
        assert kept() == left


def test_a_decision_made_on_a_state_that_has_moved_is_made_again(world: World, lending: Service) -> None:
    other = world.service(library.LIBRARY)
    lending.handle(acquire, {"book": "1"}, context())
    states: list[Any] = []

    def slow(unit: Unit, payload: Any) -> dict[str, Any]:
        states.append(unit.state(BOOK, "1"))
        if len(states) == 1:
            other.handle(lend, {"book": "1", "reader": "bob"}, context())
        unit.execute(BOOK, "1", Lend("ann", NOON))
        return {}

    with pytest.raises(AlreadyLent) as caught:
        lending.handle(slow, {}, context())
    assert caught.value.values() == {"reader": "bob"}
    assert states == [library.In(), library.Out("bob")]
    assert lending.journal.head()[0] == 2


def test_a_refusal_from_memory_that_has_moved_is_decided_again(world: World, lending: Service) -> None:
    other = world.service(library.LIBRARY)
    lending.handle(acquire, {"book": "1"}, context())
    lending.handle(lend, {"book": "1", "reader": "ann"}, context())
    other.handle(take_back, {"book": "1"}, context())
    assert lending.handle(lend, {"book": "1", "reader": "bob"}, context())["reader"] == "bob"


def test_a_unit_relies_on_every_stream_it_has_looked_at(world: World, lending: Service) -> None:
    other = world.service(library.LIBRARY)
    for book in ("1", "2"):
        lending.handle(acquire, {"book": book}, context())
    runs: list[Any] = []

    def lend_the_second_while_the_first_is_in(unit: Unit, payload: Any) -> dict[str, Any]:
        runs.append(unit.state(BOOK, "1"))
        if len(runs) == 1:
            other.handle(lend, {"book": "1", "reader": "bob"}, context())
        if isinstance(unit.state(BOOK, "1"), library.In):
            unit.execute(BOOK, "2", Lend("ann", NOON))
        return {}

    lending.handle(lend_the_second_while_the_first_is_in, {}, context())
    assert runs == [library.In(), library.Out("bob")]
    assert lending.ask(who_has, {"book": "2"}, context()) == {"reader": None}


def test_a_query_sees_what_another_process_has_committed(world: World, lending: Service) -> None:
    other = world.service(library.LIBRARY)
    lending.handle(acquire, {"book": "1"}, context())
    other.handle(lend, {"book": "1", "reader": "bob"}, context())

    def look(reading: Reading, payload: Any) -> dict[str, Any]:
        book = reading.state(BOOK, "1")
        return {"reader": book.reader, "version": reading.version(BOOK, "1"), "events": len(reading.history(BOOK, "1"))}

    assert lending.ask(look, {}, context()) == {"reader": "bob", "version": 2, "events": 2}


def test_a_unit_sees_what_it_has_staged(lending: Service) -> None:
    def both(unit: Unit, payload: Any) -> dict[str, Any]:
        unit.execute(BOOK, "1", library.Acquire("One", NOON))
        unit.execute(BOOK, "1", Lend("ann", NOON))
        return {"version": unit.version(BOOK, "1")}

    assert lending.handle(both, {}, context()) == {"version": 2}
    assert [each.version for each in lending.journal.read(0, 10)] == [1, 2]


@pytest.mark.parametrize(
    "text", ["", "回音 · écho · 🔔", 'quotes " and \\ back', "new\nline\ttab", "\\u0000 spelt out", "%s %% %(x)s"]
)
def test_any_text_comes_back_as_it_went_in(world: World, text: str) -> None:
    world.service(library.LIBRARY).handle(acquire, {"book": "1", "title": text}, context("r", text))
    fresh = world.service(library.LIBRARY)
    assert fresh.journal.read(0, 1)[0].event.title == text
    assert fresh.store.read(lambda c: c.execute(library.shelf.select()).one().title) == text


@pytest.mark.parametrize("text", ["NUL \x00", "lone \ud800"])
def test_text_that_a_database_cannot_keep_is_not_taken_by_any(lending: Service, text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the codec's own, or ours
        lending.handle(acquire, {"book": "1", "title": text}, context())
    assert lending.journal.head()[0] == 0


def test_a_naive_instant_is_not_recorded(lending: Service) -> None:
    with pytest.raises(ValueError, match="time zone"):
        lending.handle(acquire, {"book": "1", "at": NOON.replace(tzinfo=None)}, context())
    assert lending.journal.head()[0] == 0


def test_an_answer_that_is_not_json_is_a_bug_seen_at_once(lending: Service) -> None:
    def careless(unit: Unit, payload: Any) -> Any:
        acquire(unit, {"book": "1"})
        return {"at": NOON}

    with pytest.raises(TypeError):
        lending.handle(careless, {}, context("r1"))
    assert lending.journal.head()[0] == 0
