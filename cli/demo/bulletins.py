"""The bulletins of 2019: of each of the city's own columns, for each of the three quarters, as of the same cut-off.

The office drafts on the morning after the cut-off, a supervisor checks, the office publishes. And those of the month
before now, which are under way.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from cli.demo import days
from cli.demo.amounts import CUTOFF
from cli.demo.journey import Step

QUARTERS = ((1, 1, 4), (2, 4, 7), (3, 7, 10))
"""The number of the quarter, its first month and the first after it."""

WHY = "请核对在办件后重新生成。"

_STEPS = (("office", "draft_bulletin", 9), ("supervisor", "check_bulletin", 10), ("office", "publish_bulletin", 11))

_UNDER_WAY: tuple[tuple[int, str, str, tuple[str, dict[str, str]] | None], ...] = (
    (9, "mayor", "office", None),
    (10, "linqi-head", "columnadmin", ("check_bulletin", {})),
    (11, "linqi-secretary", "columnadmin", ("send_bulletin_back", {"reason": WHY})),
)
"""The hour, the column, who drafts, and what the supervisor decides."""


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


def under_way(today: date) -> list[Step]:
    """Of the last month that was over on the working day before today: one drafted, one checked, one sent back."""
    day = days.after(today, -1)
    end = day.replace(day=1)
    first = (end - timedelta(days=1)).replace(day=1)
    made: list[Step] = []
    for hour, column, by, decided in _UNDER_WAY:
        name = f"{first:%Y-%m}-{column}"
        drafted = {"column": column, "from": first.isoformat(), "to": end.isoformat()}
        made.append(Step(days.at(day, hour, 30), name, by, "stats", "draft_bulletin", drafted))
        if decided is not None:
            method, said = decided
            said = {"bulletin": name, **said}
            made.append(Step(days.at(day, hour + 2, 0), name, "supervisor", "stats", method, said))
    return made


def _said(column: str, first: int, end: int) -> dict[str, str]:
    return {
        "column": column,
        "from": date(CUTOFF.year, first, 1).isoformat(),
        "to": date(CUTOFF.year, end, 1).isoformat(),
        "as_of": days.at(CUTOFF, 0, 0).isoformat(),
    }
