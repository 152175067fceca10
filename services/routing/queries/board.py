"""Where the lights change today: the calendar's working days as dates that SQL can compare with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import orjson
from sqlalchemy import ColumnElement, and_, case, null, or_, select, true

from kernel.store import Reading
from services.routing import tables
from services.routing.domain.calendar import Calendar, end_of, shanghai_date
from services.routing.domain.column import Terms
from services.routing.domain.lights import STRENGTH, Cuts, Ripe, deadline_cuts, ripe, waiting_cuts
from services.routing.domain.limits import Limits
from services.routing.domain.words import ColumnId, UrgingLevel
from services.routing.projections import ASSIGNED, PLACES, WAITING
from services.routing.statecouncil import calendar_in_force

CASES, COLUMNS = tables.cases.c, tables.columns.c

_SAME = tuple[Terms, Limits]


@dataclass(frozen=True, slots=True)
class Group:
    """Columns whose cases change their lights on the same days."""

    columns: tuple[ColumnId, ...]
    deadlines: Cuts
    ordinary: Cuts
    complex: Cuts
    ripe: Ripe


@dataclass(frozen=True, slots=True)
class Board:
    """The moment of asking: the day in Shanghai, the calendar in force, and the days on which lights change."""

    today: date
    calendar: Calendar
    groups: tuple[Group, ...]

    def light(self) -> ColumnElement[str]:
        """The light of an open row."""
        whens: list[tuple[ColumnElement[bool], str]] = []
        for group in self.groups:
            for name in ("red", "yellow", "due_soon"):
                whens += [(and_(self._of(group), reached), name) for reached in _reached(group, name)]
        return case(*whens, else_="normal") if whens else case((true(), "normal"))

    def proposed(self) -> ColumnElement[str | None]:
        """The next step of the ladder for an assigned row, null where there is none (see lights.proposed)."""
        whens: list[tuple[ColumnElement[bool], UrgingLevel]] = []
        for group in self.groups:
            here, until = self._of(group), group.ripe
            whens += [
                (and_(here, CASES.strength < STRENGTH["letter"], CASES.due <= until.letter), "letter"),
                (and_(here, CASES.strength == STRENGTH["letter"], CASES.due <= until.criticism), "criticism"),
                (and_(here, CASES.strength == 0, CASES.due <= until.reminder), "reminder"),
            ]
        return case(*whens, else_=null()) if whens else case((true(), null()))

    def _of(self, group: Group) -> ColumnElement[bool]:
        return true() if len(self.groups) == 1 else CASES.column.in_(group.columns)


def board(reading: Reading) -> Board:
    """The moment of this question."""
    today, days = shanghai_date(reading.now), calendar_in_force(reading)
    rows = reading.rows(
        select(COLUMNS.column, COLUMNS.terms, COLUMNS.ordinary_days, COLUMNS.complex_days, COLUMNS.max_days)
    )
    alike: dict[_SAME, list[ColumnId]] = {}
    for row in rows:
        limits = Limits(row["ordinary_days"], row["complex_days"], row["max_days"])
        alike.setdefault((Terms(**orjson.loads(row["terms"])), limits), []).append(row["column"])
    return Board(today, days, tuple(_group(days, today, *same, of) for same, of in alike.items()))


def _group(days: Calendar, today: date, terms: Terms, limits: Limits, columns: Iterable[ColumnId]) -> Group:
    deadlines = deadline_cuts(days, today, terms)
    return Group(
        columns=tuple(columns),
        deadlines=deadlines,
        ordinary=waiting_cuts(days, deadlines, limits, "ordinary"),
        complex=waiting_cuts(days, deadlines, limits, "complex"),
        ripe=ripe(days, today, terms),
    )


def _reached(group: Group, name: str) -> list[ColumnElement[bool]]:
    """Assigned or waiting, the row has reached the light: `pressing` ends the deadline, or is the acceptance."""
    waits = CASES.place == PLACES[WAITING]
    is_complex = CASES.complexity == "complex"
    return [
        and_(CASES.place == PLACES[ASSIGNED], CASES.pressing <= end_of(getattr(group.deadlines, name))),
        or_(
            and_(waits, is_complex, CASES.pressing < end_of(getattr(group.complex, name))),
            and_(waits, ~is_complex, CASES.pressing < end_of(getattr(group.ordinary, name))),
        ),
    ]
