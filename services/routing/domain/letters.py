"""Letters: 催办通知书 and 通报批评, numbered without gaps for each office and year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from kernel.decider import Decider, Refusal
from services.routing.domain.column import Configuration
from services.routing.domain.words import AgencyId, Kind, Number, UrgingLevel


@dataclass(frozen=True, slots=True)
class Letter:
    """All that a letter says, as of the day it was issued: names that change later change no letter.

    `number` is 栖督〔2024〕12号; `overdue` counts working days, 0 when the deadline is not over or just so.
    """

    number: str
    office: AgencyId
    office_name: str
    column_name: str
    lead_name: str
    kind: Kind
    accepted_at: datetime
    assigned_at: datetime
    due: date
    overdue: int
    issued: date


# commands


@dataclass(frozen=True, slots=True)
class Draw:
    """Give the number to the letter about a message."""

    office: AgencyId
    year: int
    serial: int
    number: Number
    level: UrgingLevel
    by: str
    at: datetime


Command = Draw


# events


@dataclass(frozen=True, slots=True)
class Drawn:
    """The letter about message `number` has this serial number of the office's year."""

    office: AgencyId
    year: int
    serial: int
    number: Number
    level: UrgingLevel
    by: str
    at: datetime


Event = Drawn


# state


@dataclass(frozen=True, slots=True)
class Series:
    """An office's letters of one year, up to this serial number."""

    last: int = 0


# refusals


@dataclass(eq=False)
class LetterOutOfTurn(Refusal):
    """Another serial number comes first: none of a year is left out."""

    code: ClassVar[str] = "routing.letter_out_of_turn"
    asked: int
    next: int


# rules


def series_id(office: AgencyId, year: int) -> str:
    """Whose series, of which year."""
    return f"{office}.{year}"


def numbered(run: Configuration, year: int, serial: int) -> str:
    """The number as it is printed; a column without a mark uses the first character of its jurisdiction and 督."""
    mark = run.terms.letter_mark or f"{run.jurisdiction[0]}督"
    return f"{mark}〔{year}〕{serial}号"


# decide, evolve


def decide(command: Command, series: Series) -> list[Event]:
    """A serial number is drawn once, and none is left out: what is drawn is the next, or was drawn before."""
    serial = command.serial
    if serial <= series.last:
        return []  # already drawn
    if serial > series.last + 1:
        raise LetterOutOfTurn(serial, series.last + 1)
    return [Drawn(command.office, command.year, serial, command.number, command.level, command.by, command.at)]


def evolve(_: Series, event: Event) -> Series:
    """The last number drawn."""
    return Series(event.serial)


DECIDER: Decider[Command, Event, Series] = Decider(Series(), decide, evolve)
