"""How long matters took: from acceptance to closing, in calendar days and in working days."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from services.stats.counting.arrays import Mask, Numbers
from services.stats.counting.grouping import Grouped
from services.stats.counting.population import Population, days_of
from services.stats.counting.registers import worked_days
from services.stats.domain.rates import at_rank, average


@dataclass(frozen=True, slots=True)
class Span:
    """Average, median and 90th percentile of whole days; all None where nothing was closed."""

    average: Decimal | None
    median: int | None
    p90: int | None


@dataclass(frozen=True, slots=True)
class Spans:
    """平均办理时间: a matter closed on the day of its acceptance took 0 days, on the next day 1.

    A working day counts like a day of a deadline: from the day after the acceptance up to and with the day of closing.
    """

    calendar_days: Span
    working_days: Span


@dataclass(frozen=True, slots=True)
class Taken:
    """Days that each closed member took, and the row it is in."""

    calendar_days: Numbers
    working_days: Numbers
    row: Numbers

    def spans(self, row: int | None) -> Spans:
        """Of one row, or of all."""
        mine: Mask = np.ones(len(self.row), np.bool_) if row is None else self.row == row
        return Spans(_span(self.calendar_days[mine]), _span(self.working_days[mine]))


def taken(members: Population, closed: Mask, groups: Grouped) -> Taken:
    """What the closed members took."""
    done = members.where(closed)
    first, last = days_of(done.since), days_of(members.known.closed_at[done.subjects])
    if not len(first):
        return Taken(first, first, first)
    begin, end = int(first.min()), int(max(last.max(), first.max()))
    worked = worked_days(members.known.registers.calendar_at(members.known.cutoff), begin, end)
    return Taken(last - first, worked[last - begin] - worked[first - begin], groups.row[closed])


def _span(days: Numbers) -> Span:
    ordered: list[int] = np.sort(days).tolist()
    return Span(average(int(days.sum()), len(days)), at_rank(ordered, 50), at_rank(ordered, 90))
