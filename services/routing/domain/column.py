"""Column: a leader's message board, the office that runs it, and the limits it works by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from kernel.decider import Decider
from services.routing.domain.refusals import LimitsOutOfOrder, NoReviewLevel, PastLimit
from services.routing.domain.words import AgencyId, ColumnId, Complexity


@dataclass(frozen=True, slots=True)
class Limits:
    """How long handling may take, in working days; only a granted extension passes `max_days`."""

    ordinary_days: int = 5
    complex_days: int = 10
    max_days: int = 15


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything that is decided about a column; lengths in characters."""

    name: str
    jurisdiction: str
    leader: str
    office: AgencyId
    review_levels: int
    limits: Limits
    title_limit: int
    body_limit: int
    accepts: bool


# commands


@dataclass(frozen=True, slots=True)
class Arrange:
    """The column is run like this from now on."""

    column: ColumnId
    configuration: Configuration
    by: str
    at: datetime


Command = Arrange


# events


@dataclass(frozen=True, slots=True)
class Opened:
    """The column exists and is run like this."""

    column: ColumnId
    configuration: Configuration
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rearranged:
    """The column is run differently from now on; what is under way keeps the deadlines it has."""

    column: ColumnId
    configuration: Configuration
    by: str
    at: datetime


Event = Opened | Rearranged


# state


@dataclass(frozen=True, slots=True)
class Unopened:
    """Nobody has opened the column."""


@dataclass(frozen=True, slots=True)
class Open:
    """A column and how it is run."""

    configuration: Configuration


Column = Unopened | Open


# rules


def are_in_order(limits: Limits) -> bool:
    """At least one day each, and nothing longer than the most."""
    return min(limits.ordinary_days, limits.complex_days) >= 1 and limits.max_days >= max(
        limits.ordinary_days, limits.complex_days
    )


def days_for(limits: Limits, complexity: Complexity, asked: int | None) -> int:
    """The working days a matter gets: what the dispatcher asked for, otherwise the column's for its complexity.

    Raises PastLimit.
    """
    if asked is None:
        return limits.complex_days if complexity == "complex" else limits.ordinary_days
    if not 1 <= asked <= limits.max_days:
        raise PastLimit(asked, limits.max_days)
    return asked


# decide, evolve


def decide(command: Command, column: Column) -> list[Event]:
    """An arrangement is recorded when it is sound and says something new."""
    limits = command.configuration.limits
    if not are_in_order(limits):
        raise LimitsOutOfOrder(command.column, limits.ordinary_days, limits.complex_days, limits.max_days)
    if command.configuration.review_levels < 1:
        raise NoReviewLevel(command.column)
    match column:
        case Unopened():
            return [Opened(command.column, command.configuration, command.by, command.at)]
        case Open(configuration=command.configuration):
            return []  # already so
        case Open():
            return [Rearranged(command.column, command.configuration, command.by, command.at)]
        case _:
            assert_never(column)


def evolve(_: Column, event: Event) -> Column:
    """The last arrangement holds."""
    return Open(event.configuration)


DECIDER: Decider[Command, Event, Column] = Decider(Unopened(), decide, evolve)
