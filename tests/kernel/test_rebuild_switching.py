"""The last step of a rebuild: either it is done whole, or what was committed before it is where the next one begins."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from sqlalchemy import text

from kernel.rebuild import Difference, Start, comparing, rebuild, switching
from kernel.service import Service
from tests.kernel import library
from tests.kernel.conftest import World
from tests.kernel.library import acquire, context, lend, shelf
from tests.kernel.test_rebuild import a_day, no_source, rows

BETWEEN = 12
"""After so many pages books come: before, between and after all tries to switch there is something left to fold."""

SWITCHING = 2
"""The page that is read for the first try; the one before is read for the comparison."""

REFUSING = {
    "sqlite": (
        "CREATE TRIGGER refusing BEFORE {what} FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'not now'); END",
        "DROP TRIGGER refusing",
    ),
    # as if a lock had been waited for in vain, which is tried again where nothing was folded yet
    "postgresql": (
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN RAISE EXCEPTION USING ERRCODE = ''55P03''; END';
        CREATE TRIGGER refusing BEFORE {what} FOR EACH ROW EXECUTE FUNCTION refuse()
        """,
        "DROP FUNCTION refuse CASCADE",
    ),
}


def lending_on(lending: Service, then: Callable[[int], None] = lambda _: None) -> Callable[[str, int, int], None]:
    """Progress that has a book acquired and lent after each of the first pages."""
    pages = iter(range(BETWEEN))

    def progress(log: str, read: int, all_: int) -> None:
        if (page := next(pages, None)) is not None:
            lending.handle(acquire, {"book": f"late{page:02}"}, context())
            lending.handle(lend, {"book": f"late{page:02}", "reader": "zoe"}, context())
            then(page)

    return progress


def execute(service: Service, statement: str) -> None:
    with service.database.engine.begin() as connection:
        connection.execute(text(statement))


def spoilt(world: World) -> tuple[Service, list[Any]]:
    """A library whose every row is wrong, and the rows as they should be."""
    lending = world.service(library.LIBRARY)
    a_day(lending, seed=1)
    right = rows(lending, shelf)
    execute(lending, "UPDATE shelf SET title = 'wrong'")
    return lending, right


def with_late(right: list[Any], late: list[Any]) -> list[Any]:
    return [*right, *(row for row in late if row.book.startswith("late"))]


@pytest.mark.parametrize("until", [4, None], ids=["for a while", "for good"])
@pytest.mark.parametrize("most_keys", [0, 1000])
@pytest.mark.parametrize("table", ["rebuilt_shelf", "shelf"])
def test_whoever_looks_at_a_copy_or_a_table_loses_no_row(
    world: World, monkeypatch: pytest.MonkeyPatch, until: int | None, most_keys: int, table: str
) -> None:
    monkeypatch.setattr(comparing, "MOST_KEYS", most_keys)
    monkeypatch.setattr(switching, "_LOCK_WAIT", "50ms")
    lending, right = spoilt(world)
    other = world.service(library.LIBRARY)
    with ExitStack() as looking:

        def look(page: int) -> None:
            if page == 0:
                connection = looking.enter_context(other.database.engine.connect())
                connection.execute(text(f"SELECT COUNT(*) FROM {table}")).all()  # noqa: S608 - our own names
            elif page == until:
                looking.close()

        made = rebuild(lending, no_source, lending_on(other, look))
    assert made.differences == (Difference("shelf", 0, 0, 4, (("b0",), ("b1",), ("b2",), ("b3",))),)
    now = rows(lending, shelf)
    assert now == with_late(right, now)
    assert {(row.reader, row.times) for row in now if row.book.startswith("late")} == {("zoe", 1)}
    assert [row.book for row in now if row.book.startswith("late")] == [f"late{n:02}" for n in range(len(now) - 4)]
    assert len(now) > len(right)
    assert rebuild(lending, no_source, anew=True).differences == ()


@pytest.mark.parametrize(
    ("what", "most_keys"),
    [
        ("UPDATE OF number ON rebuilds", 0),
        ("UPDATE OF number ON rebuilds", 1000),
        ("DELETE ON rebuild_reached", 0),
        ("UPDATE ON shelf", 1000),
    ],
)
def test_whatever_fails_in_the_last_step_the_next_rebuild_goes_on_from_what_was_committed(
    world: World, monkeypatch: pytest.MonkeyPatch, what: str, most_keys: int
) -> None:
    monkeypatch.setattr(comparing, "MOST_KEYS", most_keys)
    lending, right = spoilt(world)
    other = world.service(library.LIBRARY)
    refuse, relent = REFUSING[lending.database.engine.dialect.name]

    def last(page: int) -> None:
        if page == SWITCHING:
            execute(other, refuse.format(what=what))

    starts: list[Start] = []
    with pytest.raises(lending.database.error):
        rebuild(lending, no_source, lending_on(other, last), starts.append)
    execute(lending, relent)
    damaged = rows(lending, shelf)
    assert [row.title for row in damaged[:4]] == ["wrong"] * 4
    assert [row.book for row in damaged[4:]] == ["late00", "late01", "late02"]
    made = rebuild(lending, no_source, began=starts.append)
    assert starts == [Start.BEGUN, Start.RESUMED]
    assert [(each.only_old, each.only_new, each.changed) for each in made.differences] == [(0, 0, 4)]
    assert rows(lending, shelf) == with_late(right, damaged)
    assert rebuild(lending, no_source, anew=True).differences == ()
