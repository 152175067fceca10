"""Days: in Shanghai, where a day ends at midnight whatever the hour it began with."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def day_of(at: datetime) -> date:
    """The day of a moment."""
    return at.astimezone(SHANGHAI).date()
