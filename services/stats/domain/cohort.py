"""Which messages a figure is about, and as of when: a figure means nothing without them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from workdays.calendar import midnight

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2200, 1, 1)
"""Periods lie between these days; no city has had such a board before, and none is asked about the far future."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """The messages accepted, or received, on the days from `begin` on and before `end`, in Asia/Shanghai."""

    begin: date
    end: date

    def instants(self) -> tuple[datetime, datetime]:
        """The first instant of the cohort and the first after it, in UTC."""
        return midnight(self.begin), midnight(self.end)


@dataclass(frozen=True, slots=True)
class Cutoff:
    """What had happened at `as_of`, or at that very instant.

    `known_at` leaves out what was recorded after it, whenever it happened: so it tells what was known then. `positions`
    leaves out what stands behind these positions of the sources' public logs, which fixes the answer for ever.
    """

    as_of: datetime
    known_at: datetime | None = None
    positions: tuple[tuple[str, int], ...] | None = None
