"""Standing indicators of a column (domain.md): what must not stand longer than its limit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.stats.domain.periods import months_later
from workdays.calendar import shanghai_date

UNANSWERED_MONTHS = 3
REPLY_DAYS = 14
BULLETIN_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """Since when something stands, for how many days by the calendar, and whether that is too long."""

    since: datetime
    days: int
    is_over: bool


def unanswered(since: datetime, as_of: datetime) -> Standing:
    """最久未答复: the oldest message without a reply, against three months."""
    begin, today = shanghai_date(since), shanghai_date(as_of)
    return Standing(since, (today - begin).days, today > months_later(begin, UNANSWERED_MONTHS))


def silent(since: datetime, as_of: datetime) -> Standing:
    """距上次公开答复: the last reply that everyone can read, against two weeks."""
    begin, today = shanghai_date(since), shanghai_date(as_of)
    return Standing(since, (today - begin).days, today > begin + timedelta(days=REPLY_DAYS))


def unreported(since: datetime, as_of: datetime) -> Standing:
    """距上次通报: the last bulletin that was published, against one quarter."""
    begin, today = shanghai_date(since), shanghai_date(as_of)
    return Standing(since, (today - begin).days, today > months_later(begin, BULLETIN_MONTHS))
