"""Completion rate: of the messages accepted in a period, the share that was closed as of a cut-off.

A rate means nothing without its cohort and its cut-off, so the three are one value here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2200, 1, 1)
"""Periods lie between these days; no city has had such a board before, and none is asked about the far future."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """The messages accepted on the days from `begin` up to, but not including, `end`, in Asia/Shanghai."""

    begin: date
    end: date

    def instants(self) -> tuple[datetime, datetime]:
        """The first instant of the cohort and the first after it, in UTC."""
        return midnight(self.begin), midnight(self.end)


@dataclass(frozen=True, slots=True)
class Count:
    """How many messages of a cohort were accepted, and how many of those were closed at the cut-off.

    `handed_over` were accepted too, and are another system's at the cut-off: they are neither in `accepted` nor closed,
    but valid and redirected, so that accepted = closed + in hand + overdue always holds.
    """

    accepted: int
    closed: int
    handed_over: int = 0

    @property
    def completion_rate(self) -> Decimal | None:
        """办结率 in per cent; None where there is nothing to divide by."""
        return percentage(self.closed, self.accepted)


@dataclass(frozen=True, slots=True)
class ColumnCount:
    """The count of one column; its name is None where word of the column has not arrived yet."""

    column: str
    name: str | None
    count: Count


@dataclass(frozen=True, slots=True)
class Completion:
    """The completion of each column over one cohort as of one cut-off, in the order given."""

    cohort: Cohort
    as_of: datetime
    columns: Sequence[ColumnCount]

    @property
    def total(self) -> Count:
        """All columns together: counts add up, rates do not."""
        return Count(
            accepted=sum(row.count.accepted for row in self.columns),
            closed=sum(row.count.closed for row in self.columns),
            handed_over=sum(row.count.handed_over for row in self.columns),
        )


def percentage(part: int, whole: int) -> Decimal | None:
    """`part` ÷ `whole` × 100, rounded half up to two decimals, trailing zeros dropped; None for a zero `whole`.

    Counted in whole hundredths of a per cent, so that nothing is rounded twice.
    """
    if whole == 0:
        return None
    hundredths = (2 * 10_000 * part + whole) // (2 * whole)
    decimals = 2
    while decimals and hundredths % 10 == 0:
        hundredths //= 10
        decimals -= 1
    return Decimal(hundredths).scaleb(-decimals)


def midnight(day: date) -> datetime:
    """The first instant of a day in Asia/Shanghai, in UTC."""
    return datetime.combine(day, time.min, SHANGHAI).astimezone(UTC)
