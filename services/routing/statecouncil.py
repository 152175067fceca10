"""The working calendar in force, and the deadlines counted by it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from kernel.store import Reading
from services.routing.domain.calendar import Deadline, count_days
from services.routing.domain.workcalendar import Amendments, amended
from services.routing.schema import CITY_CALENDAR, WORKCALENDAR
from workdays.announced import calendar
from workdays.calendar import Calendar


def calendar_in_force(reading: Reading) -> Calendar:
    """The calendar that counts now: everything that is decided by it relies on no amendment coming in between."""
    return in_force(reading.state(WORKCALENDAR, CITY_CALENDAR))


@lru_cache(maxsize=8)
def in_force(amendments: Amendments) -> Calendar:
    """The calendar with what the portal office has amended so far; made once for each amendment."""
    return amended(calendar(), amendments)


@lru_cache(maxsize=4096)
def deadline_after(by: Calendar, start: date, working_days: int) -> Deadline:
    """The deadline `working_days` after `start`; a day's cases are counted once by each calendar."""
    return count_days(by, start, working_days)
