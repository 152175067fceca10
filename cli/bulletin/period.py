"""The period of a bulletin as it is written on a command line."""

from __future__ import annotations

from cli import exits
from services.stats.domain.periods import Period, period_called


def period(text: str) -> Period:
    """2019Q1, 2019H1, 2019-03, 2019; any days as 2019-01-01/2019-02-15, both included. Raises Usage."""
    try:
        found = period_called(text)
    except (ValueError, OverflowError):
        found = None
    if found is None or found.end <= found.begin:
        raise exits.Usage(f"{text} is no period: write it as 2019Q1, 2019-03, 2019H1, 2019 or 2019-01-01/2019-02-15.")
    return found


def asked(days: Period) -> dict[str, str]:
    """As services take it."""
    return {"from": days.begin.isoformat(), "to": days.end.isoformat()}
