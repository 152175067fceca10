"""Working days and office hours in Asia/Shanghai, by the calendar that the city works by."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

from workdays.announced import calendar

SHANGHAI = timezone(timedelta(hours=8))
_DAY = timedelta(days=1)


def at(day: date, hour: int, minute: float) -> datetime:
    """The instant of a time of day in Shanghai; minutes may be any number."""
    return (datetime.combine(day, time(hour), SHANGHAI) + timedelta(minutes=minute)).astimezone(UTC)


def is_worked(day: date) -> bool:
    """Whether the offices are open."""
    return calendar().day(day).kind.is_worked


def after(day: date, working_days: int) -> date:
    """The day that is so many working days after this one, before it for a negative number; 0: this one itself."""
    step = _DAY if working_days > 0 else -_DAY
    left = abs(working_days)
    while left:
        day += step
        left -= is_worked(day)
    return day


def last_worked(day: date) -> date:
    """This day, or the last one before it on which the offices were open."""
    while not is_worked(day):
        day -= _DAY
    return day


def worked(begin: date, end: date) -> list[date]:
    """The working days from `begin` on and before `end`."""
    return [day for day in (begin + n * _DAY for n in range((end - begin).days)) if is_worked(day)]


def between(begin: date, end: date) -> int:
    """How many working days there are after `begin` and up to `end`."""
    return len(worked(begin + _DAY, end + _DAY))
