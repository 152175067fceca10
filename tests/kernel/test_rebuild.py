"""Law 5: any read model rebuilt from zero equals the live one, row by row."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest
from sqlalchemy import Table, inspect, text

from kernel.errors import RebuildRunning, Unavailable
from kernel.rebuild import copies, logs, rebuild
from kernel.service import Service
from tests.kernel import library
from tests.kernel.conftest import World
from tests.kernel.following import Source, envelope
from tests.kernel.library import (
    BARRED,
    NOON,
    FeePaidV1,
    acquire,
    context,
    later,
    lend,
    loans,
    shelf,
    take_back,
)


class Bank:
    """A public log of fees, without a service."""

    name = "bank"

    def __init__(self, *events: Any) -> None:
        self.log = self
        self._events = events

    def read(self, after: int, limit: int) -> list[Any]:
        numbered = list(enumerate(self._events, 1))[after : after + limit]
        return [envelope("bank", position, event, event.book) for position, event in numbered]


def rows(service: Service, table: Table) -> list[Any]:
    return list(service.store.read(lambda c: c.execute(table.select().order_by(*table.primary_key)).all()))


def a_day(lending: Service, seed: int, commands: int = 60) -> None:
    chance = random.Random(seed)
    for number in range(4):
        lending.handle(acquire, {"book": f"b{number}", "title": f"书 {number}"}, context())
    for minute in range(commands):
        book = f"b{chance.randrange(4)}"
        at = later(minute)
        try:
            if chance.random() < 0.6:
                lending.handle(lend, {"book": book, "reader": f"reader{chance.randrange(9)}", "at": at}, context())
            else:
                lending.handle(take_back, {"book": book, "at": at}, context())
        except library.AlreadyLent:
            continue


def no_source(source: str, after: int, limit: int) -> list[Any]:
    raise Unavailable(source)


def test_an_own_read_model_rebuilt_equals_the_live_one(lending: Service) -> None:
    a_day(lending, seed=1)
    live = rows(lending, shelf)
    seen: list[tuple[str, int, int]] = []
    rebuilt = rebuild(lending, no_source, lambda *step: seen.append(step))
    assert rows(lending, shelf) == live
    assert (rebuilt.tables, rebuilt.rows, rebuilt.events) == (("shelf",), 4, lending.journal.head()[0])
    assert seen[-1] == ("journal", lending.journal.head()[0], lending.journal.head()[0])


def test_a_damaged_read_model_is_mended(lending: Service) -> None:
    a_day(lending, seed=2)
    live = rows(lending, shelf)
    with lending.database.engine.begin() as connection:
        connection.execute(text("DELETE FROM shelf WHERE book = 'b1'"))
        connection.execute(text("UPDATE shelf SET times = 99 WHERE book = 'b2'"))
        connection.execute(text("INSERT INTO shelf VALUES ('b7', 'stray', NULL, NULL, 0)"))
    rebuild(lending, no_source)
    assert rows(lending, shelf) == live
    rebuild(lending, no_source)
    assert rows(lending, shelf) == live


@pytest.mark.parametrize("most_rows", [2, 200_000])
def test_a_rebuild_needs_no_more_connections_than_the_least_that_a_process_may_have(
    world: World, monkeypatch: pytest.MonkeyPatch, most_rows: int
) -> None:
    monkeypatch.setattr(copies, "MOST_ROWS", most_rows)
    lending = world.service(library.LIBRARY, database_pool=2)
    a_day(lending, seed=5, commands=20)
    late = iter([acquire])

    def meanwhile(*_: Any) -> None:
        for handler in late:  # once: something is left to fold under the lock
            lending.handle(handler, {"book": "late", "title": "Late"}, context())

    rebuild(lending, no_source, meanwhile)
    assert "late" in [row[0] for row in rows(lending, shelf)]


def test_two_rebuilds_at_once_are_one_and_a_refusal(world: World, lending: Service) -> None:
    a_day(lending, seed=6, commands=5)
    other = world.service(library.LIBRARY)
    refused: list[RebuildRunning] = []

    def meanwhile(*_: Any) -> None:
        with pytest.raises(RebuildRunning) as caught:
            rebuild(other, no_source)
        refused.append(caught.value)

    live = rows(lending, shelf)
    rebuild(lending, no_source, meanwhile)
    assert [(each.code, each.values()) for each in refused] == [("kernel.rebuild_running", {"service": "library"})]
    rebuild(other, no_source)
    assert rows(lending, shelf) == live


def test_a_rebuild_leaves_no_table_behind(lending: Service) -> None:
    a_day(lending, seed=3, commands=5)
    before = set(inspect(lending.database.engine).get_table_names())
    rebuild(lending, no_source)
    assert set(inspect(lending.database.engine).get_table_names()) == before


@pytest.mark.parametrize("most_rows", [0, 2])
def test_a_read_model_larger_than_the_memory_allowed_for_it_is_rebuilt_all_the_same(
    lending: Service, monkeypatch: pytest.MonkeyPatch, most_rows: int
) -> None:
    a_day(lending, seed=4)
    live = rows(lending, shelf)
    monkeypatch.setattr(copies, "MOST_ROWS", most_rows)
    monkeypatch.setattr(logs, "PAGE", 7)
    rebuild(lending, no_source)
    assert rows(lending, shelf) == live


def test_what_is_recorded_during_a_rebuild_is_in_it(world: World, lending: Service) -> None:
    a_day(lending, seed=5)
    other = world.service(library.LIBRARY)
    late = iter(range(5))

    def meanwhile(log: str, read: int, all_: int) -> None:
        for number in itertools.islice(late, 1):
            other.handle(acquire, {"book": f"late{number}"}, context())

    for _ in range(5):
        rebuild(lending, no_source, meanwhile)
    assert [row.book for row in rows(lending, shelf)] == ["b0", "b1", "b2", "b3", *(f"late{n}" for n in range(5))]


def test_an_interrupted_rebuild_changes_nothing(lending: Service) -> None:
    a_day(lending, seed=6)
    live = rows(lending, shelf)

    def interrupt(log: str, read: int, all_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rebuild(lending, no_source, interrupt)
    assert rows(lending, shelf) == live
    rebuild(lending, no_source)
    assert rows(lending, shelf) == live


def fed(world: World, lending: Service, seed: int = 7, commands: int = 60) -> tuple[Service, Source]:
    """A treasury that has followed the library and the bank, which arrived interleaved."""
    a_day(lending, seed, commands)
    bank = Bank(*(FeePaidV1(f"b{number % 4}", NOON, number) for number in range(1, 20)))
    source = Source(lending, bank)
    treasury = world.service(library.TREASURY)
    inbox = treasury.inbox(source.fetch)
    envelopes = [*lending.log.read(0, 1000), *bank.read(0, 1000)]
    random.Random(seed).shuffle(envelopes)
    for start in range(0, len(envelopes), 7):
        inbox.apply(envelopes[start : start + 7])
    return treasury, source


def test_a_foreign_read_model_rebuilt_equals_the_live_one(world: World, lending: Service) -> None:
    treasury, source = fed(world, lending)
    live = rows(treasury, loans)
    assert sum(row.paid for row in live) == sum(range(1, 20))
    rebuilt = rebuild(treasury, source.fetch)
    assert rows(treasury, loans) == live
    assert rebuilt.rows == len(live) == 4


@pytest.mark.parametrize("seed", range(3))
def test_any_interleaving_of_the_sources_gives_the_same_rows(world: World, lending: Service, seed: int) -> None:
    treasury, source = fed(world, lending, seed)
    live = rows(treasury, loans)
    source.asked.clear()
    rebuild(treasury, source.fetch)  # one source after the other
    assert rows(treasury, loans) == live


def test_what_is_parked_stays_out_of_a_rebuild(world: World, lending: Service) -> None:
    BARRED.add("reader3")
    treasury, source = fed(world, lending)
    live = rows(treasury, loans)
    assert treasury.doctor({})["parked_count"] > 0
    rebuild(treasury, source.fetch)
    assert rows(treasury, loans) == live


def test_what_was_parked_and_is_applied_during_a_rebuild_is_in_it(world: World, lending: Service) -> None:
    BARRED.add("reader3")
    treasury, source = fed(world, lending)
    other = world.service(library.TREASURY)
    other.inbox(source.fetch)

    def retry(log: str, read: int, all_: int) -> None:
        BARRED.clear()
        other.retry_parked({})

    rebuild(treasury, source.fetch, retry)
    live = rows(treasury, loans)
    assert sum(row.paid for row in live) == sum(range(1, 20))
    rebuild(treasury, source.fetch)
    assert rows(treasury, loans) == live


def test_a_source_that_is_away_leaves_everything_as_it_was(world: World, lending: Service) -> None:
    treasury, source = fed(world, lending)
    live = rows(treasury, loans)
    source.cut = True
    with pytest.raises(Unavailable):
        rebuild(treasury, source.fetch)
    assert rows(treasury, loans) == live
