"""Which open deadlines the calendar in force would move, read from the worklist a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import RowMapping, select

from kernel.paging import page
from kernel.service import Payload
from kernel.store import Reading
from services.routing import tables
from services.routing.domain.calendar import Calendar, Deadline
from services.routing.domain.matter import Agreed
from services.routing.domain.recounting import counted_again, differs
from services.routing.projections import ASSIGNED, PLACES
from services.routing.statecouncil import deadline_after

CASES = tables.cases.c
MOST_PAGES = 20
"""Pages looked at for one answer while nothing is found that moves."""

Direction = Literal["later", "earlier", "settled", "provisional"]


@dataclass(frozen=True, slots=True)
class Move:
    """One open deadline that would end on another day; or on the same, but settled now, or provisional."""

    number: str
    column: str
    lead: str
    round: int
    previous: date
    due: date
    direction: Direction
    provisional: bool
    missed: bool


@dataclass(frozen=True, slots=True)
class Moves:
    """What was found among `looked_at` open deadlines of `total`, and where to go on."""

    items: Sequence[Move]
    looked_at: int
    next: str | None
    total: int

    def told(self, items: Sequence[Move]) -> dict[str, Any]:
        """As an answer, with these items."""
        return {
            "items": [asdict(item) for item in items],
            "looked_at": self.looked_at,
            "next": self.next,
            "total": self.total,
        }


def moves(reading: Reading, calendar: Calendar, payload: Payload) -> Moves:
    """The next open deadlines that this calendar moves, at most `limit` of them; raises CursorUnusable.

    Those that the calendar itself has counted are passed over.
    """
    open_ = select(tables.cases).where(CASES.place == PLACES[ASSIGNED], CASES.calendar != calendar.version)
    asked: Payload = {"after": payload.get("after"), "limit": payload.get("limit")}
    order = (CASES.accepted_at, CASES.number)
    found = page(reading, open_, order, asked)
    looked_at, items = len(found.rows), _moves(found.rows, calendar, reading)
    pages = 1
    while not items and found.next is not None and pages < MOST_PAGES:
        found = page(reading, open_, order, {**asked, "after": found.next}, total=found.total)
        looked_at, items = looked_at + len(found.rows), _moves(found.rows, calendar, reading)
        pages += 1
    return Moves(items, looked_at, found.next, found.total)


def _moves(rows: Sequence[RowMapping], calendar: Calendar, reading: Reading) -> list[Move]:
    return [move for row in rows if (move := _move(row, calendar, reading)) is not None]


def _move(row: RowMapping, calendar: Calendar, reading: Reading) -> Move | None:
    again = _counted_again(row, calendar)
    if not differs(row["due"], again, reading.now, provisional=row["provisional"]):
        return None
    return Move(
        number=row["number"],
        column=row["column"],
        lead=row["lead"],
        round=row["round"],
        previous=row["due"],
        due=again.due,
        direction=_direction(row["due"], again),
        provisional=again.provisional,
        missed=row["missed_at"] is not None and again.due == row["due"],
    )


def _counted_again(row: RowMapping, calendar: Calendar) -> Deadline:
    """The same as `counted_again`; where nothing was granted since, a day's cases are counted once."""
    agreed = Agreed(row["working_days"], row["granted_until"])
    if agreed.until is None:
        return deadline_after(calendar, row["counted_from"], agreed.working_days)
    return counted_again(calendar, row["counted_from"], agreed)


def _direction(due: date, again: Deadline) -> Direction:
    if again.due != due:
        return "later" if again.due > due else "earlier"
    return "provisional" if again.provisional else "settled"
