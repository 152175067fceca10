"""The bulletins of 2019: of each of the city's own columns, for each of the three quarters, as of the same cut-off.

The office drafts on the morning after the cut-off, a supervisor checks, the office publishes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from cli.demo import days
from cli.demo.amounts import CUTOFF
from cli.demo.journey import Step

QUARTERS = ((1, 1, 4), (2, 4, 7), (3, 7, 10))
"""The number of the quarter, its first month and the first after it."""

_STEPS = (("office", "draft_bulletin", 9), ("supervisor", "check_bulletin", 10), ("office", "publish_bulletin", 11))


def steps(columns: Iterable[str]) -> list[Step]:
    """Drafted, checked and published, each act for all of them before the next."""
    asked = [(column, *quarter) for quarter in QUARTERS for column in columns]
    return [
        Step(
            days.at(CUTOFF, hour, 0) + timedelta(minutes=place),
            f"{CUTOFF.year}Q{quarter}-{column}",
            by,
            "stats",
            method,
            _said(column, first, end)
            if method == "draft_bulletin"
            else {"bulletin": f"{CUTOFF.year}Q{quarter}-{column}"},
        )
        for by, method, hour in _STEPS
        for place, (column, quarter, first, end) in enumerate(asked)
    ]


def _said(column: str, first: int, end: int) -> dict[str, str]:
    return {
        "column": column,
        "from": date(CUTOFF.year, first, 1).isoformat(),
        "to": date(CUTOFF.year, end, 1).isoformat(),
        "as_of": days.at(CUTOFF, 0, 0).isoformat(),
    }
