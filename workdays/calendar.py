"""Which days are worked in Asia/Shanghai, with the calendar as data (domain.md, rule 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_DAY = timedelta(days=1)
_SATURDAY = 5

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

    def amended(self, version: str, days: Mapping[date, Day], declared: frozenset[int]) -> Calendar:
        """This calendar with somebody's word on these days, which goes before any other, and on these years."""
        return Calendar(version, {**self.exceptions, **days}, self.first, self.last, self.declared | declared)

    def next_worked(self, on: date) -> date:
        """The day itself if it is worked, otherwise the next that is."""
        while not self.day(on).kind.is_worked:
            on += _DAY
        return on


def shanghai_date(instant: datetime) -> date:
    """The date on the wall in Shanghai at an instant."""
    return instant.astimezone(SHANGHAI).date()


def end_of(day: date) -> datetime:
    """The instant at which a day is over in Shanghai, in UTC."""
    return midnight(day + _DAY)


def midnight(day: date) -> datetime:
    """The first instant of a day in Shanghai, in UTC."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
