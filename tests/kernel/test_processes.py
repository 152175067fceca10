"""Several processes on one database, and processes that are killed: laws 1, 2, 3 and 4."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy import text

from kernel.service import Service
from kernel.verify import verify
from tests.kernel import library
from tests.kernel.conftest import World
from tests.kernel.library import acquire, context
from tests.kernel.writer import BOOKS

pytestmark = pytest.mark.process


def _writer(world: World, name: str, commands: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.kernel.writer", world.template, name, str(commands)],
        stdout=subprocess.PIPE,
        text=True,
    )


def _stock(service: Service) -> None:
    for book in range(BOOKS):
        service.handle(acquire, {"book": str(book)}, context())


def _check(service: Service, answered: set[str]) -> None:
    """What must hold after whatever happened."""
    events = service.journal.read(0, 100_000)
    assert [event.position for event in events] == list(range(1, len(events) + 1))
    versions: dict[str, int] = {}
    for event in events:
        versions[event.stream] = versions.get(event.stream, 0) + 1
        assert event.version == versions[event.stream]
    state: dict[str, Any] = {}
    shelf: dict[str, dict[str, Any]] = {}
    for event in events:
        before = state.get(event.id, library.Unknown())
        assert isinstance(
            before, {library.Acquired: library.Unknown, library.Lent: library.In}.get(type(event.event), library.Out)
        )
        state[event.id] = library.evolve_book(before, event.event)
        _, change = library.SHELF.fold[type(event.event)]
        row = change(shelf.get(event.id), event)
        assert row is not None
        shelf[event.id] = {"book": event.id, "reader": None, "lent_at": None, **row}
    rows = service.store.read(lambda c: [dict(row) for row in c.execute(library.shelf.select()).mappings()])
    assert sorted(rows, key=lambda row: row["book"]) == [shelf[book] for book in sorted(shelf)]
    requests = [event.metadata["request"] for event in events if "request" in event.metadata]
    assert len(requests) == len(set(requests))
    recorded = set(service.store.read(lambda c: c.execute(text("SELECT request_id FROM requests")).scalars()))
    assert answered <= recorded
    assert set(requests) <= recorded
    assert verify(service.database).findings == []


def test_positions_have_no_gaps_and_follow_the_commits_of_several_processes(world: World, lending: Service) -> None:
    _stock(lending)
    writers = [_writer(world, name, 240) for name in ("a", "b", "c")]
    seen = 0
    while any(writer.poll() is None for writer in writers):
        entries = lending.log.entries(seen, 1000)
        assert [entry.position for entry in entries] == list(range(seen + 1, seen + 1 + len(entries)))
        seen += len(entries)
    answered = {line.strip() for writer in writers for line in writer.communicate(timeout=240)[0].splitlines()}
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert seen > 50
    _check(lending, answered)


@pytest.mark.fault
def test_a_process_killed_at_any_moment_leaves_all_or_nothing_of_each_command(world: World, lending: Service) -> None:
    _stock(lending)
    moments = random.Random(20260302)
    answered: set[str] = set()
    for life in range(6):
        writer = _writer(world, f"life{life}", 100_000)
        assert writer.stdout is not None
        for _ in range(moments.randrange(5, 60)):
            answered.add(writer.stdout.readline().strip())
        writer.kill()
        rest, _ = writer.communicate()
        answered.update(line for line in rest.split("\n")[:-1])
        _check(lending, answered)
    assert len(answered) > 50
