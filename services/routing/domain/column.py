"""Column: a leader's message board, the office that runs it, and the limits it works by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from kernel.decider import Decider
from services.routing.domain.calendar_refusals import LimitNamesNothing, LimitsAmbiguous
from services.routing.domain.limits import Limits, are_in_order, find_ambiguity, find_empty
from services.routing.domain.refusals import LightsOutOfOrder, LimitsOutOfOrder, NoReviewLevel
from services.routing.domain.words import AgencyId, ColumnId


@dataclass(frozen=True, slots=True)
class Terms:
    """What else is agreed for a column; working days where it says so, otherwise calendar days in Shanghai.

    `evaluation_days`, `follow_up_days` and `reopening_days` count from the closing. A lead may say "not ours" within
    `return_working_days` after the assignment. Lights: an open case is due soon when at most `due_soon_working_days`
    are left, yellow when at most `yellow_working_days` are. Overdue by `letter_working_days` it is ripe for an urging
    letter, by `criticism_working_days` for a criticism. Messages may repeat each other within `repeat_days`.
    `letter_mark` is what stands before the year in the number of such a letter (栖督 in 栖督〔2024〕12号).
    `portal` is the other site that hosts the column, though the office handles what is written there; none: it is the
    city's own.
    `assigns_itself`: one rule that fits assigns without a dispatcher; `reopens_itself`: dissatisfaction reopens.
    """

    evaluation_days: int = 30
    follow_up_days: int = 30
    reopening_days: int = 60
    reopens_itself: bool = False
    return_working_days: int = 2
    assigns_itself: bool = False
    due_soon_working_days: int = 3
    yellow_working_days: int = 1
    letter_working_days: int = 1
    criticism_working_days: int = 5
    repeat_days: int = 90
    contact_required: bool = False
    letter_mark: str | None = None
    portal: str | None = None


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
    terms: Terms = Terms()


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


def sound(column: ColumnId, limits: Limits) -> None:
    """Every matter has one limit, and none passes the most.

    Raises LimitsOutOfOrder, LimitNamesNothing, LimitsAmbiguous.
    """
    if not are_in_order(limits):
        raise LimitsOutOfOrder(column, limits.ordinary_days, limits.complex_days, limits.max_days)
    if (place := find_empty(limits)) is not None:
        raise LimitNamesNothing(column, place)
    if found := find_ambiguity(limits):
        raise LimitsAmbiguous(column, found.kind, found.urgency, found.complexity, found.days)


def must_shine_in_order(column: ColumnId, terms: Terms) -> None:
    """A case is yellow on no day on which it is not due soon yet; raises LightsOutOfOrder."""
    if terms.yellow_working_days > terms.due_soon_working_days:
        raise LightsOutOfOrder(column, terms.due_soon_working_days, terms.yellow_working_days)


# decide, evolve


def decide(command: Command, column: Column) -> list[Event]:
    """An arrangement is recorded when it is sound and says something new."""
    sound(command.column, command.configuration.limits)
    must_shine_in_order(command.column, command.configuration.terms)
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
