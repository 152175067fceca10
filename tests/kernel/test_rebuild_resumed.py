"""A rebuild that is stopped, by whatever it is, goes on from where it was; and it puts right what it says is wrong."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, text

from kernel.rebuild import Difference, Start, compare, comparing, copies, fingerprint, logs, rebuild
from kernel.service import Service
from tests.kernel import library
from tests.kernel.conftest import World
from tests.kernel.following import Source
from tests.kernel.library import BARRED, acquire, context, loans, shelf
from tests.kernel.test_rebuild import a_day, fed, no_source, rows

ROOT = Path(__file__).resolve().parents[2]


class Stopped(BaseException):
    """Ctrl-C, at a moment of the test's choice."""


def stop_at(step: int) -> Callable[[str, int, int], None]:
    steps = iter(range(step, -1, -1))

    def progress(log: str, read: int, all_: int) -> None:
        if next(steps) == 0:
            raise Stopped

    return progress


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little steps, so that small logs have many of them."""
    monkeypatch.setattr(logs, "PAGE", 7)
    monkeypatch.setattr(logs, "FLUSH_EVERY", 14)


@pytest.mark.usefixtures("often")
@pytest.mark.parametrize("step", [0, 1, 2, 5])
def test_a_rebuild_that_was_stopped_goes_on_from_there(lending: Service, step: int) -> None:
    a_day(lending, seed=1, commands=200)
    live, head = rows(lending, shelf), lending.journal.head()[0]
    starts: list[Start] = []
    with pytest.raises(Stopped):
        rebuild(lending, no_source, stop_at(step), starts.append)
    assert rows(lending, shelf) == live
    seen: list[int] = []
    rebuild(lending, no_source, lambda _, read, __: seen.append(read), starts.append)
    assert starts == [Start.BEGUN, Start.RESUMED]
    assert seen[0] == (step + 1) // 2 * 14 + 7  # a step is a page of 7, every second one is kept
    assert seen[-1] == head
    assert rows(lending, shelf) == live
    rebuild(lending, no_source, began=starts.append)
    assert starts[-1] is Start.BEGUN


@pytest.mark.usefixtures("often")
def test_a_rebuild_begins_anew_where_it_is_asked_to(lending: Service) -> None:
    a_day(lending, seed=2, commands=200)
    starts: list[Start] = []
    with pytest.raises(Stopped):
        rebuild(lending, no_source, stop_at(4), starts.append)
    with lending.database.engine.begin() as connection:
        connection.execute(text("UPDATE rebuilt_shelf SET title = 'wrong'"))
    live = rows(lending, shelf)
    rebuild(lending, no_source, began=starts.append, anew=True)
    assert starts == [Start.BEGUN, Start.ASKED]
    assert rows(lending, shelf) == live


@pytest.mark.usefixtures("often")
def test_what_another_version_made_is_not_gone_on_with(lending: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    a_day(lending, seed=3, commands=200)
    live = rows(lending, shelf)
    starts: list[Start] = []
    with pytest.raises(Stopped):
        rebuild(lending, no_source, stop_at(4), starts.append)
    monkeypatch.setattr(fingerprint, "_version", lambda: "the next")
    rebuild(lending, no_source, began=starts.append)
    assert starts == [Start.BEGUN, Start.CHANGED]
    assert rows(lending, shelf) == live


@pytest.mark.usefixtures("often")
def test_what_lies_ahead_of_the_service_is_not_gone_on_with(world: World, lending: Service) -> None:
    treasury, source = fed(world, lending)
    live = rows(treasury, loans)
    starts: list[Start] = []
    with pytest.raises(Stopped):
        rebuild(treasury, source.fetch, stop_at(6), starts.append)
    with treasury.database.engine.begin() as connection:
        connection.execute(text("UPDATE rebuild_reached SET position = 1000 WHERE log = 'library'"))
    rebuild(treasury, source.fetch, began=starts.append)
    assert starts == [Start.BEGUN, Start.MOVED]
    assert rows(treasury, loans) == live


@pytest.mark.usefixtures("often")
def test_what_was_parked_and_is_applied_while_a_rebuild_is_stopped_is_in_it(world: World, lending: Service) -> None:
    BARRED.add("reader3")
    treasury, source = fed(world, lending, commands=200)
    parked = treasury.doctor({})["parked_count"]
    assert parked
    for step in (8, 5):
        with pytest.raises(Stopped):
            rebuild(treasury, source.fetch, stop_at(step))
    BARRED.clear()
    assert treasury.retry_parked({}) == {"applied": parked, "parked": 0}
    a_day(lending, seed=9, commands=20)
    treasury.inbox(source.fetch).catch_up("library")
    live = rows(treasury, loans)
    starts: list[Start] = []
    made = rebuild(treasury, source.fetch, began=starts.append)
    assert starts == [Start.RESUMED]
    assert made.differences == ()
    assert rows(treasury, loans) == live


@pytest.mark.usefixtures("often")
@pytest.mark.parametrize("most_keys", [100, 0])
def test_what_is_different_is_told_by_key_and_put_right(
    lending: Service, monkeypatch: pytest.MonkeyPatch, most_keys: int
) -> None:
    monkeypatch.setattr(comparing, "MOST_KEYS", most_keys)
    a_day(lending, seed=4)
    live = rows(lending, shelf)
    assert compare(lending, no_source).differences == ()
    with lending.database.engine.begin() as connection:
        connection.execute(text("CREATE INDEX shelf_reader ON shelf (reader) WHERE reader IS NOT NULL"))
        connection.execute(text("DELETE FROM shelf WHERE book = 'b1'"))
        connection.execute(text("UPDATE shelf SET reader = NULL, times = 99 WHERE book IN ('b2', 'b3')"))
        connection.execute(text("INSERT INTO shelf VALUES ('b7', 'stray', NULL, NULL, 0)"))
    damaged, before = rows(lending, shelf), form(lending)
    difference = Difference("shelf", 1, 1, 2, (("b1",), ("b2",), ("b3",), ("b7",)))
    assert compare(lending, no_source).differences == (difference,)
    assert rows(lending, shelf) == damaged
    assert rebuild(lending, no_source).differences == (difference,)
    assert rows(lending, shelf) == live
    assert form(lending) == before
    lending.handle(acquire, {"book": "b8"}, context())
    assert compare(lending, no_source).differences == ()


def form(service: Service) -> Any:
    """How the table is made: columns, keys and indexes, by name."""
    found = inspect(service.database.engine)
    columns = [(each["name"], str(each["type"]), each["nullable"]) for each in found.get_columns("shelf")]
    indexes = [(each["name"], each["column_names"], each["unique"]) for each in found.get_indexes("shelf")]
    where = [str(value) for each in found.get_indexes("shelf") for value in each["dialect_options"].values()]
    return columns, found.get_pk_constraint("shelf"), indexes, where


def test_a_table_that_others_rest_on_keeps_its_place(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "MOST_KEYS", 0)
    lending = world.service(library.LIBRARY)
    a_day(lending, seed=5)
    live = rows(lending, shelf)
    with lending.database.engine.begin() as connection:
        connection.execute(text("CREATE VIEW lent AS SELECT book FROM shelf WHERE reader IS NOT NULL"))
        connection.execute(text("UPDATE shelf SET times = 99"))
    rebuild(lending, no_source)
    assert rows(lending, shelf) == live
    with lending.database.engine.begin() as connection:
        seen = sorted(connection.execute(text("SELECT book FROM lent")).scalars())
        connection.execute(text("DROP VIEW lent"))
    assert seen == [row.book for row in live if row.reader is not None]


def test_a_session_that_knew_the_old_table_goes_on_with_the_new_one(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "MOST_KEYS", 0)
    lending, other = (world.service(library.LIBRARY) for _ in range(2))
    a_day(lending, seed=6)
    other.handle(acquire, {"book": "b5"}, context())
    for number in range(3):
        with lending.database.engine.begin() as connection:
            connection.execute(text("UPDATE shelf SET title = 'wrong'"))
        assert rebuild(lending, no_source).differences
        other.handle(acquire, {"book": f"b{6 + number}"}, context())
        other.handle(library.lend, {"book": f"b{6 + number}", "reader": "zoe"}, context())
    assert rebuild(lending, no_source).differences == ()
    assert [row.book for row in rows(other, shelf) if row.reader == "zoe"] == ["b6", "b7", "b8"]


def test_nothing_different_is_nothing_put_in_place(lending: Service) -> None:
    a_day(lending, seed=7)

    def times() -> int:
        return int(lending.database.look(lambda session: session.query("SELECT number FROM rebuilds"))[0][0])

    rebuild(lending, no_source)
    assert times() == 0
    with lending.database.engine.begin() as connection:
        connection.execute(text("DELETE FROM shelf"))
    rebuild(lending, no_source)
    assert times() == 1


@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    seed=st.integers(0, 2**32),
    stops=st.lists(st.integers(0, 12), max_size=4),
    pages=st.sampled_from([(3, 3), (7, 14), (5, 40)]),
    most_rows=st.sampled_from([0, 3, 200_000]),
    most_keys=st.sampled_from([0, 2, 1000]),
)
def test_whatever_happens_meanwhile_the_tables_are_what_the_logs_say(  # noqa: PLR0917
    world: World, seed: int, stops: list[int], pages: tuple[int, int], most_rows: int, most_keys: int
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(logs, "PAGE", pages[0])
        patched.setattr(logs, "FLUSH_EVERY", pages[1])
        patched.setattr(copies, "MOST_ROWS", most_rows)
        patched.setattr(comparing, "MOST_KEYS", most_keys)
        disturbed(world, random.Random(seed), stops)
    BARRED.clear()


def disturbed(world: World, chance: random.Random, stops: list[int]) -> None:
    """Rebuilds of both services, stopped here and there, while books are lent, readers barred and parked events tried.

    The databases are those of the example before, which only makes them richer.
    """
    lending, treasury = world.service(library.LIBRARY), world.service(library.TREASURY)
    source = Source(lending)
    inbox = treasury.inbox(source.fetch)

    def something() -> None:
        match chance.randrange(6):
            case 0:
                a_day(lending, chance.randrange(2**32), chance.randrange(8))
            case 1:
                BARRED.add(f"reader{chance.randrange(9)}")
            case 2:
                BARRED.clear()
                treasury.retry_parked({})
            case _:
                inbox.catch_up("library")

    def meanwhile(left: int | None) -> Callable[[str, int, int], None]:
        steps = iter(range(10**9) if left is None else range(left))
        busy = iter(range(20))  # by then it must come to an end

        def progress(log: str, read: int, all_: int) -> None:
            if next(busy, None) is not None:
                something()
            if next(steps, None) is None:
                raise Stopped

        return progress

    something()
    a_day(lending, chance.randrange(2**32), 30)
    inbox.catch_up("library")
    for service, table in ((lending, shelf), (treasury, loans)):
        for stop in stops:
            with suppress(Stopped):
                rebuild(service, source.fetch, meanwhile(stop))
            something()
        rebuild(service, source.fetch, meanwhile(None))
        kept = rows(service, table)
        made = rebuild(service, source.fetch, anew=True)
        assert made.differences == ()
        assert rows(service, table) == kept


KILLED = """
import os, signal, sys
from kernel.rebuild import logs, rebuild
from kernel.service import Service
from kernel.settings import Settings
from tests.kernel import library

logs.PAGE, logs.FLUSH_EVERY = 5, 10
steps = iter(range(int(sys.argv[2])))

def die(log, read, all_):
    if next(steps, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)

service = Service(library.LIBRARY, Settings(database_url_template=sys.argv[1], key=bytes(range(32))))
rebuild(service, None, die)
"""


@pytest.mark.fault
def test_a_rebuild_that_was_killed_goes_on_and_comes_to_the_same(world: World, lending: Service) -> None:
    a_day(lending, seed=8, commands=200)
    live = rows(lending, shelf)
    for step in (3, 2, 1, 4):
        killed = subprocess.run(
            [sys.executable, "-c", KILLED, world.template, str(step)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
        )
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert rows(lending, shelf) == live
    starts: list[Start] = []
    made = rebuild(lending, no_source, began=starts.append)
    assert starts == [Start.RESUMED]
    assert made.events < lending.journal.head()[0] - 20
    assert made.differences == ()
    assert rows(lending, shelf) == live


@pytest.mark.parametrize("most_keys", [1000, 0])
def test_whoever_reads_meanwhile_sees_all_rows_of_the_old_or_of_the_new(
    world: World, monkeypatch: pytest.MonkeyPatch, most_keys: int
) -> None:
    monkeypatch.setattr(comparing, "MOST_KEYS", most_keys)
    lending, other = (world.service(library.LIBRARY) for _ in range(2))
    a_day(lending, seed=9)
    over, seen = Event(), []

    def read() -> None:
        while not over.is_set():
            titles = [row.title for row in rows(other, shelf)]
            kernel = other.database.look(lambda session: session.query("SELECT COUNT(*) FROM shelf"))[0][0]
            seen.append((set(titles), len(titles), kernel))

    with ThreadPoolExecutor(2) as readers:
        reading = [readers.submit(read) for _ in range(2)]
        try:
            for _ in range(5):
                with lending.database.engine.begin() as connection:
                    connection.execute(text("UPDATE shelf SET title = 'wrong'"))
                assert rebuild(lending, no_source).differences[0].changed == 4
        finally:
            over.set()
        for each in reading:
            each.result()
    assert {(count, kernel) for _, count, kernel in seen} == {(4, 4)}
    assert all(titles in ({"wrong"}, {f"书 {number}" for number in range(4)}) for titles, _, _ in seen)
