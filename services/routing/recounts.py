"""Which open deadlines the calendar in force would move, read from the worklist a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import RowMapping, select

from kernel.paging import counted, sifted
from kernel.service import Payload
from kernel.store import Reading
from services.routing import tables
from services.routing.domain.calendar import Deadline
from services.routing.domain.matter import Agreed
from services.routing.domain.recounting import counted_again, differs
from services.routing.projections import ASSIGNED, PLACES
from services.routing.statecouncil import deadline_after
from workdays.calendar import Calendar

CASES = tables.cases.c
_COUNTED = (
    CASES.number,
    CASES.accepted_at,
    CASES.column,
    CASES.lead,
    CASES.round,
    CASES.due,
    CASES.provisional,
    CASES.missed_at,
    CASES.counted_from,
    CASES.working_days,
    CASES.granted_until,
)
MOST_QUERIES = 4  # for one answer: what is found is counted again in one transaction

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
    open_ = select(*_COUNTED).where(CASES.place == PLACES[ASSIGNED], CASES.calendar != calendar.version)
    order = (CASES.accepted_at, CASES.number)
    found = sifted(reading, open_, order, payload, lambda row: _move(row, calendar, reading.now), queries=MOST_QUERIES)
    return Moves(found.items, found.looked_at, found.next, counted(reading, open_))


def _move(row: RowMapping, calendar: Calendar, now: datetime) -> Move | None:
    again = _counted_again(row, calendar)
    if not differs(row["due"], again, now, provisional=row["provisional"]):
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
