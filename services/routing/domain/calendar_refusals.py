"""Why routing says no to an amendment of the calendar, to a recount, or to limits that contradict themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from kernel.decider import Refusal
from services.routing.domain.words import ColumnId


@dataclass(eq=False)
class AmendsNothing(Refusal):
    """An amendment names a day, or a year that is announced or no longer."""

    code: ClassVar[str] = "routing.amends_nothing"


@dataclass(eq=False)
class DayAmendedTwice(Refusal):
    """One amendment says two different things of this day."""

    code: ClassVar[str] = "routing.day_amended_twice"
    date: date


@dataclass(eq=False)
class AnnouncedAndRetracted(Refusal):
    """One amendment says of this year that it is announced and that it is not."""

    code: ClassVar[str] = "routing.announced_and_retracted"
    year: int


@dataclass(eq=False)
class YearOutOfRange(Refusal):
    """The calendar reaches from `first` to `last`, and this year lies outside."""

    code: ClassVar[str] = "routing.year_out_of_range"
    year: int
    first: int
    last: int


@dataclass(eq=False)
class CalendarHasChanged(Refusal):
    """The difference was looked at under another version of the calendar than the one in force now, `calendar`."""

    code: ClassVar[str] = "routing.calendar_has_changed"
    calendar: str


@dataclass(eq=False)
class LimitNamesNothing(Refusal):
    """An exception from a column's limits is about a kind, an urgency or a complexity; `place` counts from 0."""

    code: ClassVar[str] = "routing.limit_names_nothing"
    column: ColumnId
    place: int


@dataclass(eq=False)
class LimitsAmbiguous(Refusal):
    """Several exceptions are about such a matter, none more specific than the others; they give these `days`."""

    code: ClassVar[str] = "routing.limits_ambiguous"
    column: ColumnId
    kind: str
    urgency: str
    complexity: str
    days: tuple[int, ...]
