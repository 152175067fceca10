"""What figures tell whoever has no account: never how one of a few citizens rated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from workdays.calendar import midnight, shanghai_date

Figures = Mapping[str, Any]

LEAST: Final = 5
"""Of fewer evaluations than these, nobody without an account is told what they were."""

TOLD: Final = ("key", "name", "evaluations")
"""What is told of a row all the same."""


def withheld(rows: list[dict[str, Any]], total: Figures) -> dict[str, Any]:
    """{rows, total}, each with `withheld`; levels, content and rate null where it is true.

    A row of fewer than LEAST is withheld, and the smallest further ones until the total minus the rows that are told
    is not one row, nor fewer than LEAST; where there is no further one, the total is.
    """
    hidden = {place for place, row in enumerate(rows) if 0 < row["evaluations"] < LEAST}
    others = sorted((row["evaluations"], place) for place, row in enumerate(rows) if row["evaluations"] >= LEAST)
    for _, place in others:
        if not _can_be_worked_out(rows, hidden):
            break
        hidden.add(place)
    is_small = 0 < total["evaluations"] < LEAST
    return {
        "rows": [_told(row, hide=place in hidden) for place, row in enumerate(rows)],
        "total": _told(total, hide=is_small or _can_be_worked_out(rows, hidden)),
    }


def _can_be_worked_out(rows: list[dict[str, Any]], hidden: Iterable[int]) -> bool:
    sizes = [rows[place]["evaluations"] for place in hidden]
    return len(sizes) == 1 or 0 < sum(sizes) < LEAST


def _told(figures: Figures, *, hide: bool) -> dict[str, Any]:
    kept = {name: value if name in TOLD or not hide else None for name, value in figures.items()}
    return {**kept, "withheld": hide}


def whole_day(at: datetime) -> datetime:
    """The midnight in Shanghai by which the day of this instant began."""
    return midnight(shanghai_date(at))
