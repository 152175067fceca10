"""What stats answers no to, and what the person needs to ask better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from kernel.decider import Refusal


@dataclass(eq=False)
class PeriodReversed(Refusal):
    """A period ends before it begins."""

    code: ClassVar[str] = "stats.period_reversed"
    begin: str
    end: str


@dataclass(eq=False)
class PeriodOutOfRange(Refusal):
    """Periods lie between the days `first` and `last`: there is nothing to count before or after."""

    code: ClassVar[str] = "stats.period_out_of_range"
    begin: str
    end: str
    first: str
    last: str


@dataclass(eq=False)
class UnknownWord(Refusal):
    """The field takes one of the `known` words, and this is none of them."""

    code: ClassVar[str] = "stats.unknown_word"
    field: str
    known: tuple[str, ...]


@dataclass(eq=False)
class UnknownLabel(Refusal):
    """Nothing of this `field` (column, jurisdiction, agency, field, month) was ever called `name`.

    `known` are those that there are, where they are few.
    """

    code: ClassVar[str] = "stats.unknown_label"
    field: str
    name: str
    known: tuple[str, ...]


@dataclass(eq=False)
class PositionsAhead(Refusal):
    """The log of `source` is known up to position `reached`, and not up to `position` yet."""

    code: ClassVar[str] = "stats.positions_ahead"
    source: str
    position: int
    reached: int


@dataclass(eq=False)
class CutoffUnusable(Refusal):
    """`field` (as_of or known_at) lies ahead, where nothing is known yet, or before the day `first`."""

    code: ClassVar[str] = "stats.cutoff_unusable"
    field: str
    first: str
