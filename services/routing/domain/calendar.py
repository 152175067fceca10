"""Working days in Asia/Shanghai: deadlines counted and explained, with the calendar as data (domain.md, rule 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_DAY = timedelta(days=1)
_SATURDAY = 5
_FURTHEST = 1000  # working days; far beyond any limit, and short of the end of Python's calendar

# A New Year's holiday reaches back into December: to the 29th in 2007 and 2018, never further since 2004. So the last
# days of a year are settled only by the notice about the next one.
SETTLED_UNTIL = (12, 28)


class DayKind(StrEnum):
    """What a day is: worked as usual, worked to make up for a holiday, a weekend, or a public holiday."""

    WORKDAY = "workday"
    MAKEUP = "makeup"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"

    @property
    def is_worked(self) -> bool:
        """Whether the day counts towards a deadline."""
        return self in (DayKind.WORKDAY, DayKind.MAKEUP)


@dataclass(frozen=True, slots=True)
class Day:
    """One day and why it is worked or not; `name` is the holiday it belongs to, as announced (国庆节), or empty."""

    date: date
    kind: DayKind
    name: str = ""


@dataclass(frozen=True, slots=True, eq=False)  # known by identity, so that what was counted by it can be kept
class Calendar:
    """The days that differ from Monday to Friday, and where they are announced: `first`…`last`, and years `declared`.

    Any other day is an expectation: whatever is counted over it is provisional.
    """

    version: str
    exceptions: Mapping[date, Day]
    first: date
    last: date
    declared: frozenset[int] = frozenset()

    def day(self, on: date) -> Day:
        """What the day is: an exception if one is known, otherwise by the day of the week."""
        if on in self.exceptions:
            return self.exceptions[on]
        return Day(on, DayKind.WEEKEND if on.weekday() >= _SATURDAY else DayKind.WORKDAY)

    def is_announced(self, on: date) -> bool:
        """Whether the State Council has settled what the day is; the end of December waits for the next notice."""
        if self.first <= on <= self.last:
            return True
        is_late = (on.month, on.day) > SETTLED_UNTIL
        return self._has_notice(on.year) and (not is_late or self._has_notice(on.year + 1))

    def _has_notice(self, year: int) -> bool:
        """Whether a year was declared announced, or lies in the announced span but for its last days."""
        return year in self.declared or self.first <= date(year, 1, 1) <= date(year, *SETTLED_UNTIL) <= self.last

    def next_worked(self, on: date) -> date:
        """The day itself if it is worked, otherwise the next that is."""
        while not self.day(on).kind.is_worked:
            on += _DAY
        return on


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of `due` in Shanghai, `working_days` after `start`, as the calendar of `calendar` counted it.

    `marks` are the days between that are not ordinary: skipped, worked to make up, or amended. With them the count
    can be explained for ever, whatever the calendar says later.
    """

    start: date
    working_days: int
    due: date
    provisional: bool
    calendar: str
    marks: tuple[Day, ...] = ()


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One line of an explanation: `count` is the how-manieth working day it is, or None when it was skipped."""

    date: date
    kind: DayKind
    name: str
    count: int | None


def shanghai_date(instant: datetime) -> date:
    """The date on the wall in Shanghai at an instant."""
    return instant.astimezone(SHANGHAI).date()


def end_of(day: date) -> datetime:
    """The instant at which a day is over in Shanghai, in UTC."""
    return datetime.combine(day + _DAY, time(), SHANGHAI).astimezone(UTC)


def last_quarter(today: date) -> tuple[date, date]:
    """The first day of the last full quarter, and the day after its last."""
    end = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    before = end - _DAY
    return date(before.year, before.month - 2, 1), end


def count_days(calendar: Calendar, start: date, working_days: int) -> Deadline:
    """The deadline `working_days` after `start`, the first of them being the day after it."""
    if not 1 <= working_days <= _FURTHEST:
        raise ValueError(f"a deadline is 1 to {_FURTHEST} working days away, not {working_days}")
    due, left = start, working_days
    while left:
        due += _DAY
        left -= calendar.day(due).kind.is_worked
    return count_until(calendar, start, due)


def count_until(calendar: Calendar, start: date, due: date) -> Deadline:
    """The deadline at a given day: how many working days it leaves, and over which days."""
    days = [calendar.day(start + n * _DAY) for n in range(1, (due - start).days + 1)]
    return Deadline(
        start=start,
        working_days=sum(day.kind.is_worked for day in days),
        due=due,
        provisional=not all(calendar.is_announced(day.date) for day in days),
        calendar=calendar.version,
        marks=tuple(day for day in days if day.kind is not DayKind.WORKDAY or day.name),
    )


def explain(deadline: Deadline) -> list[CountedDay]:
    """Every day from the one after `start` up to `due`: counted as which working day, or skipped and why."""
    marks = {day.date: day for day in deadline.marks}
    lines: list[CountedDay] = []
    count = 0
    for n in range(1, (deadline.due - deadline.start).days + 1):
        on = deadline.start + n * _DAY
        day = marks.get(on, Day(on, DayKind.WORKDAY))
        count += day.kind.is_worked
        lines.append(CountedDay(day.date, day.kind, day.name, count if day.kind.is_worked else None))
    return lines
