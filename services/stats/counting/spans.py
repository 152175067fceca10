"""How long matters took: from acceptance to closing, in calendar days and in working days."""

from __future__ import annotations

from collections.abc import Sequence
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


def spans(members: Population, closed: Mask, groups: Grouped) -> list[Spans]:
    """What the closed members took, row by row; of all of them last."""
    done = members.where(closed)
    first = days_of(done.since)
    last = np.maximum(days_of(members.known.closed_at(done.subjects)), first)
    begin, end = (int(first.min()), int(last.max())) if len(first) else (0, 0)
    worked = worked_days(members.known.registers.calendar_at(members.known.cutoff), begin, end)
    rows, many = groups.row[closed], len(groups.groups)
    by_calendar = _counted(rows, last - first, many)
    by_work = _counted(rows, worked[last - begin] - worked[first - begin], many)
    return [Spans(_span(calendar), _span(working)) for calendar, working in zip(by_calendar, by_work, strict=True)]


def _counted(rows: Numbers, days: Numbers, many: int) -> list[Numbers]:
    """How many took 0 days, 1 day, 2 days and so on: in each of the `many` rows, and in all of them."""
    wide = int(days.max()) + 1 if len(days) else 1
    counts = np.bincount(rows * wide + days, minlength=many * wide).reshape(many, wide)
    return [*counts, counts.sum(axis=0)]


def _span(counts: Numbers) -> Span:
    """The figures of counts: how many took 0 days, 1 day, 2 days and so on."""
    total = int((counts * np.arange(len(counts))).sum())
    reached: Sequence[int] = np.cumsum(counts).tolist()
    return Span(average(total, reached[-1]), at_rank(reached, 50), at_rank(reached, 90))
