"""Deadlines in working days, counted and explained (domain.md, rule 1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from workdays.calendar import Calendar, Day, DayKind

_DAY = timedelta(days=1)
_FURTHEST = 1000  # working days; far beyond any limit, and short of the end of Python's calendar


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
