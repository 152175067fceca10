"""The period that a bulletin is about, and what it is called: 2019Q1, 2019-03, 2019H1, 2019, 20190101-20190215."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.stats.domain.cohort import FIRST_DAY, LAST_DAY
from services.stats.domain.refusals import PeriodOutOfRange, PeriodReversed

_CALENDAR = re.compile(r"(?P<year>\d{4})(Q(?P<quarter>[1-4])|H(?P<half>[12])|-(?P<month>0[1-9]|1[0-2]))?", re.ASCII)
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)", re.ASCII)
_NAMED_DAYS = re.compile(r"(\d{8})-(\d{8})", re.ASCII)
_MONTHS = 12
_DAY = timedelta(days=1)


class PeriodKind(StrEnum):
    """How long it is, where the calendar has a word for that."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    OTHER = "other"


_LENGTHS = {1: PeriodKind.MONTH, 3: PeriodKind.QUARTER, 6: PeriodKind.HALF, 12: PeriodKind.YEAR}
_MONTHS_OF = {kind: months for months, kind in _LENGTHS.items()}


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `begin` on and before `end`."""

    begin: date
    end: date

    @property
    def kind(self) -> PeriodKind:
        """A month, a quarter, half a year or a year of the calendar, or some other days."""
        if self.begin.day != 1 or self.end.day != 1:
            return PeriodKind.OTHER
        months = _month(self.end) - _month(self.begin)
        is_whole = months in _LENGTHS and _month(self.begin) % months == 0
        return _LENGTHS[months] if is_whole else PeriodKind.OTHER

    @property
    def name(self) -> str:
        """What it is called; no two periods have the same name."""
        year, month = self.begin.year, self.begin.month - 1
        match self.kind:
            case PeriodKind.MONTH:
                return f"{year}-{month + 1:02}"
            case PeriodKind.QUARTER:
                return f"{year}Q{month // 3 + 1}"
            case PeriodKind.HALF:
                return f"{year}H{month // 6 + 1}"
            case PeriodKind.YEAR:
                return str(year)
            case PeriodKind.OTHER:
                return f"{self.begin:%Y%m%d}-{self.end - _DAY:%Y%m%d}"

    def before(self) -> Period:
        """The one before it: of the same kind, or of as many days."""
        if self.kind is PeriodKind.OTHER:
            return Period(self.begin - (self.end - self.begin), self.begin)
        return Period(_first_of(_month(self.begin) - _MONTHS_OF[self.kind]), self.begin)


def period_of(begin: str, end: str) -> Period:
    """The period of two days in ISO 8601; raises PeriodReversed, also for no day at all, PeriodOutOfRange."""
    period = Period(date.fromisoformat(begin), date.fromisoformat(end))
    if period.end <= period.begin:
        raise PeriodReversed(begin, end)
    if period.begin < FIRST_DAY or period.end > LAST_DAY:
        raise PeriodOutOfRange(begin, end, FIRST_DAY.isoformat(), LAST_DAY.isoformat())
    return period


def period_called(name: str) -> Period | None:
    """The period of this name, None where there is none; any other days in ISO 8601, too, as first/last.

    Raises ValueError, OverflowError for days that there are not.
    """
    if match := _CALENDAR.fullmatch(name):
        first, months = 0, _MONTHS
        for kind in (PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.MONTH):
            if match[kind]:
                months = _MONTHS_OF[kind]
                first = (int(match[kind]) - 1) * months
        start = int(match["year"]) * _MONTHS + first
        return Period(_first_of(start), _first_of(start + months))
    if match := _DAYS.fullmatch(name) or _NAMED_DAYS.fullmatch(name):
        first_day, last_day = (date.fromisoformat(day) for day in match.groups())
        return Period(first_day, last_day + _DAY)
    return None


def bulletin_of(period: Period, column: str | None) -> str:
    """What a bulletin is called: 2019Q1 for the city, 2019Q1-mayor for a column."""
    return period.name if column is None else f"{period.name}-{column}"


def _month(day: date) -> int:
    """Months since the year 0."""
    return day.year * _MONTHS + day.month - 1


def _first_of(month: int) -> date:
    return date(month // _MONTHS, month % _MONTHS + 1, 1)


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that is shorter."""
    first = _first_of(_month(day) + months)
    return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))
