"""The chart of a bulletin's trend: bars as long as the counts they stand for. Only places on a drawing are computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

WIDTH: Final = 280
_MOST: Final = 240
_BAR: Final = 14
_STEP: Final = 64
FIGURES: Final = ("accepted", "closed")


@dataclass(frozen=True, slots=True)
class Bar:
    """One count: where its bar begins and how long it is."""

    figure: str
    value: int
    top: int
    length: float


@dataclass(frozen=True, slots=True)
class Group:
    """One period: its name over its bars, and the rate beside it."""

    name: str
    rate: str | None
    top: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing in its own units."""

    width: int
    height: int
    bar: int
    groups: tuple[Group, ...]


def chart(trend: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Chart:
    """The periods one under the other, all by one scale."""
    most = max((row[figure] for row in trend for figure in FIGURES), default=0)
    groups = tuple(
        Group(
            name,
            row["completion_rate"],
            place * _STEP,
            tuple(
                Bar(figure, row[figure], place * _STEP + 20 + turn * (_BAR + 3), _length(row[figure], most))
                for turn, figure in enumerate(FIGURES)
            ),
        )
        for place, (name, row) in enumerate(zip(names, trend, strict=True))
    )
    return Chart(WIDTH, len(groups) * _STEP, _BAR, groups)


def _length(value: int, most: int) -> float:
    return round(_MOST * value / most, 1) if most else 0
