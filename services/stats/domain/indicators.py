"""Standing indicators of a column (domain.md): what must not stand longer than its limit."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workdays.calendar import shanghai_date

UNANSWERED_MONTHS = 3
REPLY_DAYS = 14
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Standing:
    """Since when something stands, for how many days by the calendar, and whether that is too long."""

    since: datetime
    days: int
    is_over: bool


def unanswered(since: datetime, as_of: datetime) -> Standing:
    """最久未答复: the oldest message without a reply, against three months."""
    begin, today = shanghai_date(since), shanghai_date(as_of)
    return Standing(since, (today - begin).days, today > _months_later(begin, UNANSWERED_MONTHS))


def silent(since: datetime, as_of: datetime) -> Standing:
    """距上次公开答复: the last reply that everyone can read, against two weeks."""
    begin, today = shanghai_date(since), shanghai_date(as_of)
    return Standing(since, (today - begin).days, today > begin + timedelta(days=REPLY_DAYS))


def _months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that is shorter."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
