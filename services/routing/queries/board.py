"""Where the lights change today: the calendar's working days as dates that SQL can compare with."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, TypeVar

import orjson
from sqlalchemy import ColumnElement, and_, case, null, or_, select

from kernel.store import Reading
from services.routing import tables
from services.routing.domain.column import Terms
from services.routing.domain.lights import STRENGTH, Cuts, Ripe, deadline_cuts, ripe, waiting_cuts
from services.routing.domain.limits import Limits, allowance
from services.routing.domain.words import COMPLEXITIES, KINDS, URGENCIES, ColumnId
from services.routing.projections import ASSIGNED, PLACES
from services.routing.queries.city import limits_in
from services.routing.statecouncil import calendar_in_force
from workdays.calendar import Calendar, end_of, shanghai_date

CASES, COLUMNS = tables.cases.c, tables.columns.c

T = TypeVar("T")

_SAME = tuple[Terms, Limits]
_RELEVANT = ("due_soon_working_days", "yellow_working_days", "letter_working_days", "criticism_working_days")


@dataclass(frozen=True, slots=True)
class Group:
    """Columns whose cases change their lights on the same days."""

    columns: tuple[ColumnId, ...]
    deadlines: Cuts
    waiting: tuple[tuple[ColumnElement[bool], Cuts], ...]
    ripe: Ripe


@dataclass(frozen=True, slots=True)
class Board:
    """The moment of asking: the day in Shanghai, the calendar in force, and the days on which lights change."""

    today: date
    calendar: Calendar
    groups: tuple[Group, ...]

    def light(self) -> ColumnElement[str]:
        """The light of an open row."""
        return self._by_group(_light)

    def proposed(self) -> ColumnElement[str | None]:
        """The next step of the ladder for an assigned row, null where there is none (see lights.proposed)."""
        return self._by_group(_step)

    def _by_group(self, of: Callable[[Group], ColumnElement[T]]) -> ColumnElement[T]:
        """What holds for a row by the group of its column; a single group needs no look at the column."""
        first, *others = self.groups
        if not others:
            return of(first)
        return case(*((CASES.column.in_(group.columns), of(group)) for group in others), else_=of(first))


def board(reading: Reading) -> Board:
    """The moment of this question."""
    today, days = shanghai_date(reading.now), calendar_in_force(reading)
    names = (COLUMNS.column, COLUMNS.terms, COLUMNS.ordinary_days, COLUMNS.complex_days, COLUMNS.max_days)
    alike: dict[_SAME, list[ColumnId]] = {}
    for row in reading.rows(select(*names, COLUMNS.limit_exceptions)):
        said = orjson.loads(row["terms"])
        terms = Terms(**{name: said[name] for name in _RELEVANT})
        alike.setdefault((terms, limits_in(row)), []).append(row["column"])
    groups = tuple(_group(days, today, *same, of) for same, of in alike.items())
    return Board(today, days, groups or (_group(days, today, Terms(), Limits(), ()),))


def _group(days: Calendar, today: date, terms: Terms, limits: Limits, columns: Iterable[ColumnId]) -> Group:
    deadlines = deadline_cuts(days, today, terms)
    return Group(
        columns=tuple(columns),
        deadlines=deadlines,
        waiting=tuple((about, waiting_cuts(days, deadlines, given)) for given, about in _given(limits).items()),
        ripe=ripe(days, today, terms),
    )


def _given(limits: Limits) -> dict[int, ColumnElement[bool]]:
    """How many working days matters get that nobody has decided on, and which matters get so many."""
    matters: dict[int, list[ColumnElement[bool]]] = {}
    if not limits.exceptions:
        is_complex = CASES.complexity == "complex"
        for about, days in ((is_complex, limits.complex_days), (~is_complex, limits.ordinary_days)):
            matters.setdefault(days, []).append(about)
    else:
        for kind, urgency, complexity in product(KINDS, URGENCIES, COMPLEXITIES):
            days = allowance(limits, kind, urgency, complexity, None).days  # type: ignore[arg-type]
            about = and_(CASES.kind == kind, CASES.urgency == urgency, CASES.complexity == complexity)
            matters.setdefault(days, []).append(about)
    return {days: or_(*about) for days, about in matters.items()}


def _light(group: Group) -> ColumnElement[str]:
    """`pressing` ends the deadline of an assigned row, and begins the round of a waiting one."""
    waiting = ((about, _of_cuts(cuts, operator.lt)) for about, cuts in group.waiting)
    return case((CASES.place == PLACES[ASSIGNED], _of_cuts(group.deadlines, operator.le)), *waiting, else_="normal")


def _of_cuts(cuts: Cuts, reached: Callable[[Any, Any], ColumnElement[bool]]) -> ColumnElement[str]:
    names = ("red", "yellow", "due_soon")
    return case(*((reached(CASES.pressing, end_of(getattr(cuts, name))), name) for name in names), else_="normal")


def _step(group: Group) -> ColumnElement[str | None]:
    until = group.ripe
    return case(
        (and_(CASES.strength < STRENGTH["letter"], CASES.due <= until.letter), "letter"),
        (and_(CASES.strength == STRENGTH["letter"], CASES.due <= until.criticism), "criticism"),
        (and_(CASES.strength == 0, CASES.due <= until.reminder), "reminder"),
        else_=null(),
    )
