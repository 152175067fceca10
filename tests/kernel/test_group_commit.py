"""Units of several callers in one transaction: each fares as it would alone (laws 1 and 8)."""

# ruff: noqa: S608 - a test tampers with what it names

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import psycopg2
import pytest
from sqlalchemy import text

from kernel.actor import Actor
from kernel.batch import Batch
from kernel.context import Context
from kernel.errors import Conflict, RequestReused
from kernel.projection import Projection
from kernel.service import Service
from kernel.store import Task, Unit, _Command
from tests.kernel import library
from tests.kernel.conftest import World
from tests.kernel.library import COUNTER, NOON, AlreadyLent, NotOurs, acquire, context, count, lend, who_has

Wish = tuple[Callable[..., Any], dict[str, Any], Context]


def together(service: Service, *wishes: Wish) -> list[Any]:
    """Decide the wishes one after the other and commit them in one batch: answers, or the errors in their place."""
    commands: list[_Command[Any]] = []
    for handler, payload, asked in wishes:
        work = partial(handler, payload=payload)
        command: _Command[Any] = _Command(work, asked, service.store.view, service.clock)
        command.decide(service.store.view)
        commands.append(command)
    service.store._committer._process(list(commands))
    return [_settled(command) for command in commands]


def _settled(command: _Command[Any]) -> Any:
    try:
        return command.result()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the caller gets
        return error


def _bug(unit: Any, payload: Any) -> Any:
    acquire(unit, {"book": "bug"})
    raise KeyError("a bug")


def test_what_fails_in_a_batch_fails_alone(lending: Service) -> None:
    lending.handle(acquire, {"book": "0"}, context("used", "for this"))
    answers = together(
        lending,
        (acquire, {"book": "1"}, context("a")),
        (lend, {"book": "nobody's", "reader": "ann"}, context()),
        (acquire, {"book": "2"}, context("used", "for that")),
        (_bug, {}, context()),
        (acquire, {"book": "3"}, context("b")),
    )
    assert answers[0] == {"book": "1"}
    assert [type(each) for each in answers[1:4]] == [NotOurs, RequestReused, KeyError]
    assert answers[4] == {"book": "3"}
    assert [each.stream for each in lending.journal.read(0, 10)] == ["book-0", "book-1", "book-3"]


def test_commands_of_one_batch_on_the_same_stream_are_decided_one_after_the_other(lending: Service) -> None:
    lending.handle(acquire, {"book": "1"}, context())
    ann, bob = together(
        lending, (lend, {"book": "1", "reader": "ann"}, context()), (lend, {"book": "1", "reader": "bob"}, context())
    )
    assert ann == {"book": "1", "reader": "ann"}
    assert isinstance(bob, AlreadyLent)
    assert bob.values() == {"reader": "ann"}


def test_the_same_request_twice_in_one_batch_is_carried_out_once(lending: Service) -> None:
    asked = context("r1", "f")
    assert together(lending, (count, {"counter": "1"}, asked), (count, {"counter": "1"}, asked)) == [{"number": 1}] * 2
    assert lending.journal.head()[0] == 1


def _fails_on_poison(row: Any, recorded: Any) -> dict[str, Any]:
    if recorded.event.title == "poison":
        raise ZeroDivisionError
    return {"title": recorded.event.title, "times": 0}


def test_a_read_model_that_cannot_fold_an_event_fails_that_command_only(world: World) -> None:
    broken = Projection(library.shelf, {library.Acquired: (lambda r: (r.id,), _fails_on_poison)})
    service = world.service(replace(library.LIBRARY, projections=(broken,)))
    answers = together(
        service,
        (acquire, {"book": "1"}, context("a")),
        (acquire, {"book": "2", "title": "poison"}, context("b")),
        (acquire, {"book": "3"}, context("c")),
    )
    assert [answers[0], type(answers[1]), answers[2]] == [{"book": "1"}, ZeroDivisionError, {"book": "3"}]
    _shelf_holds(service, "1", "3")
    assert service.journal.head()[0] == 2


def test_a_constraint_that_an_event_violates_fails_that_command_only(world: World) -> None:
    untitled = Projection(
        library.shelf,
        {library.Acquired: (lambda r: (r.id,), lambda _, r: {"title": r.event.title or None, "times": 0})},
    )
    service = world.service(replace(library.LIBRARY, projections=(untitled,)))
    answers = together(
        service,
        (acquire, {"book": "1"}, context("a")),
        (acquire, {"book": "2", "title": ""}, context("b")),
        (acquire, {"book": "3"}, context("c")),
    )
    assert isinstance(answers[1], sqlite3.IntegrityError | psycopg2.IntegrityError)
    assert [answers[0], answers[2]] == [{"book": "1"}, {"book": "3"}]
    _shelf_holds(service, "1", "3")
    assert service.journal.head()[0] == 2


def _shelf_holds(service: Service, *books: str) -> None:
    rows = service.store.read(lambda c: c.execute(text("SELECT book FROM shelf ORDER BY book")).scalars().all())
    assert tuple(rows) == books


def test_many_callers_on_one_stream_are_all_served(lending: Service) -> None:
    with ThreadPoolExecutor(16) as callers:
        answers = list(callers.map(lambda _: lending.handle(count, {"counter": "1"}, context()), range(200)))
    assert sorted(answer["number"] for answer in answers) == list(range(1, 201))
    assert [each.event.number for each in lending.journal.read(0, 300)] == list(range(1, 201))


def test_writers_of_several_processes_take_turns_and_do_not_collide(world: World, lending: Service) -> None:
    processes = [lending, world.service(library.LIBRARY), world.service(library.LIBRARY)]
    decided: list[str] = []

    def counted(unit: Any, payload: Any) -> Any:
        decided.append(payload["counter"])
        return count(unit, payload)

    def caller(number: int) -> None:
        for _ in range(20):
            processes[number % 3].handle(counted, {"counter": str(number)}, context())

    with ThreadPoolExecutor(6) as callers:
        list(callers.map(caller, range(6)))
    assert [each.position for each in lending.journal.read(0, 200)] == list(range(1, 121))
    assert len(decided) == 120  # none had to be decided again for somebody else's sake


_RIVAL = {
    "sqlite": """
        CREATE TRIGGER rival BEFORE INSERT ON journal WHEN NEW.stream = 'counter-1' AND NEW.position < 1000000 BEGIN
            INSERT INTO journal SELECT 1000000, NEW.stream, NEW.version, NEW.type, NEW.data, NEW.metadata,
                NEW.occurred_at, NEW.recorded_at, NULL, 'rival';
        END
    """,
    "postgresql": """
        CREATE FUNCTION rival() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF NEW.stream = 'counter-1' AND NEW.position < 1000000 THEN
                INSERT INTO journal SELECT 1000000, NEW.stream, NEW.version, NEW.type, NEW.data, NEW.metadata,
                    NEW.occurred_at, NEW.recorded_at, NULL, 'rival';
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER rival BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION rival();
    """,
}


def test_a_stream_taken_by_a_writer_without_the_lock_is_a_conflict_after_a_few_fresh_decisions(
    world: World, lending: Service
) -> None:
    with lending.database.engine.begin() as connection:
        connection.execute(text(_RIVAL["postgresql" if world.is_postgres else "sqlite"]))
    decisions = []

    def contended(unit: Any, payload: Any) -> Any:
        decisions.append(unit.version(COUNTER, "1"))
        return count(unit, {"counter": "1"})

    with pytest.raises(Conflict) as caught:
        lending.handle(contended, {}, context())
    assert caught.value.values() == {"stream": "counter-1"}
    assert len(decisions) == 6  # in the caller's own time, then five times alone and under the lock
    assert lending.journal.head()[0] == 0
    assert lending.handle(count, {"counter": "2"}, context()) == {"number": 1}


@pytest.mark.parametrize("after", ["journal", "public_log", "requests", "shelf", "journal_head"])
def test_what_breaks_between_the_tables_of_one_command_leaves_none_of_it(
    world: World, lending: Service, after: str
) -> None:
    lending.handle(acquire, {"book": "1"}, context())
    before = _everything(lending)
    with lending.database.engine.begin() as connection:
        connection.execute(text(_broken(after, postgres=world.is_postgres)))
    with pytest.raises((sqlite3.IntegrityError, psycopg2.Error)):
        lending.handle(lend, {"book": "1", "reader": "ann"}, context("r1"))
    assert _everything(lending) == before


def _broken(table: str, *, postgres: bool) -> str:
    """From now on nothing can be written to the table."""
    event = "UPDATE" if table in {"journal_head", "shelf"} else "INSERT"
    if postgres:
        return f"""
            CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$;
            CREATE TRIGGER broken AFTER {event} ON {table} FOR EACH ROW EXECUTE FUNCTION broken();
        """
    return f"CREATE TRIGGER broken AFTER {event} ON {table} BEGIN SELECT RAISE(ABORT, 'broken'); END"


def _everything(service: Service) -> dict[str, list[Any]]:
    tables = ("journal", "journal_head", "public_log", "requests", "shelf")
    return service.store.read(
        lambda c: {table: [tuple(row) for row in c.execute(text(f"SELECT * FROM {table}"))] for table in tables}
    )


def test_nothing_is_seen_before_it_is_committed(
    world: World, lending: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = world.service(library.LIBRARY)
    seen: list[tuple[int, int, Any]] = []
    write = Batch.write

    def look_then_commit(batch: Batch) -> bool:
        written = write(batch)
        batch.session.flush()
        seen.append((other.journal.head()[0], other.log.head(), other.ask(who_has, {"book": "1"}, context())))
        return written

    lending.handle(acquire, {"book": "1"}, context())
    monkeypatch.setattr(Batch, "write", look_then_commit)
    lending.handle(lend, {"book": "1", "reader": "ann"}, context())
    assert seen == [(1, 0, {"reader": None})]
    assert (other.journal.head()[0], other.log.head()) == (2, 1)
    assert other.ask(who_has, {"book": "1"}, context()) == {"reader": "ann"}


def test_who_waits_for_public_events_is_woken_once_per_batch(lending: Service) -> None:
    lending.handle(acquire, {"book": "1"}, context())
    lending.handle(acquire, {"book": "2"}, context())
    woken: list[int] = []
    lending.store.on_commit(lambda: woken.append(lending.log.head()))
    together(
        lending,
        (lend, {"book": "1", "reader": "ann"}, context()),
        (lend, {"book": "2", "reader": "bob"}, context()),
    )
    lending.handle(acquire, {"book": "3"}, context())
    assert woken == [2]


def test_a_wake_that_fails_fails_nobody(lending: Service) -> None:
    def broken() -> None:
        raise OSError

    lending.store.on_commit(broken)
    lending.handle(acquire, {"book": "1"}, context())
    assert lending.handle(lend, {"book": "1", "reader": "ann"}, context())["reader"] == "ann"


@pytest.mark.parametrize("world", [pytest.param("postgresql", marks=pytest.mark.db)], indirect=True)
def test_other_processes_are_told_by_notify_once_per_batch(world: World, lending: Service) -> None:
    lending.handle(acquire, {"book": "1"}, context())
    lending.handle(acquire, {"book": "2"}, context())
    listener = psycopg2.connect(world.url("library").replace("+psycopg2", ""))
    try:
        listener.autocommit = True
        listener.cursor().execute("LISTEN huiyin_library")
        together(
            lending,
            (lend, {"book": "1", "reader": "ann"}, context()),
            (lend, {"book": "2", "reader": "bob"}, context()),
        )
        listener.cursor().execute("SELECT 1")
        listener.poll()
        assert [notice.channel for notice in listener.notifies] == ["huiyin_library"]
    finally:
        listener.close()


def test_times_are_those_of_the_event_and_of_the_commit(lending: Service) -> None:
    lending.handle(acquire, {"book": "1", "at": library.later(-90)}, context())
    (recorded,) = lending.journal.read(0, 1)
    assert (recorded.occurred_at, recorded.recorded_at) == (library.later(-90), NOON)


def test_works_handed_in_together_are_decided_one_after_the_other_each_in_its_own_circumstances(
    lending: Service,
) -> None:
    def task(handler: Callable[..., Any], by: str, hours: int, **payload: Any) -> Task[Any]:
        def work(unit: Unit) -> Any:
            return handler(unit, {**payload, "at": unit.now})

        asked = replace(context(by), actor=Actor(by, "clerk"), fingerprint=by)
        return Task(work, asked, NOON + timedelta(hours=hours))

    works = [
        task(acquire, "ann", -3, book="1"),
        task(lend, "bob", -2, book="1", reader="ann"),
        task(acquire, "eve", -1, book="2"),
    ]
    answers = lending.store.transact_all(works)
    assert answers == [{"book": "1"}, {"book": "1", "reader": "ann"}, {"book": "2"}]
    rows = lending.journal.read(0, 10)
    assert [each.metadata["actor"] for each in rows] == ["ann", "bob", "eve"]
    assert [each.occurred_at for each in rows] == [NOON + timedelta(hours=hours) for hours in (-3, -2, -1)]
    assert lending.store.transact_all(works) == answers  # a repetition records nothing
    assert lending.journal.head()[0] == len(rows)


def test_of_works_handed_in_together_what_fails_is_raised_and_the_others_stand(lending: Service) -> None:
    works = [
        Task(partial(handler, payload=payload), context(), NOON)
        for handler, payload in (
            (acquire, {"book": "1"}),
            (lend, {"book": "no", "reader": "ann"}),
            (acquire, {"book": "2"}),
        )
    ]
    with pytest.raises(NotOurs):
        lending.store.transact_all(works)
    assert [each.stream for each in lending.journal.read(0, 10)] == ["book-1", "book-2"]
