"""Reveal: a colleague looks at a citizen's name or contact, says why, and that stays on record (domain.md, rule 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kernel.decider import Decider
from services.intake.domain.days import day_of
from services.intake.domain.refusals import NotRevealed, UnknownWord
from services.intake.domain.text import must_be_note

PERSONAL = ("name", "phone", "email")
"""What a citizen gives beside the message itself."""


@dataclass(frozen=True, slots=True)
class Reveal:
    """`by` needs to see these of PERSONAL, for this reason; `sealed` is the reason as it is kept.

    A reason that `by` gave before on the same day comes as it was kept then, see `kept`.
    """

    column: str
    fields: tuple[str, ...]
    reason: str
    sealed: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Revealed:
    """`by` was shown these fields; the reason is sealed under the message's number."""

    column: str
    fields: tuple[str, ...]
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """Who saw which field on which day in Shanghai, for what reason, which is sealed."""

    by: str
    field: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Reveals:
    """Every look so far."""

    looks: frozenset[Look] = frozenset()


def decide(command: Reveal, reveals: Reveals) -> list[Revealed]:
    """A look is recorded with each reason for it; for the same reason on the same day it is the same look."""
    must_be_note("reason", command.reason)
    must_be_personal(command.fields)
    on = day_of(command.at)
    new = tuple(each for each in command.fields if Look(command.by, each, on, command.sealed) not in reveals.looks)
    return [Revealed(command.column, new, command.sealed, command.by, command.at)] if new else []


def must_be_personal(fields: tuple[str, ...]) -> None:
    """Nothing but what PERSONAL names is shown this way; raises UnknownWord."""
    if not set(fields) <= set(PERSONAL):
        raise UnknownWord("fields", PERSONAL)


def must_be_on_record(reveals: Reveals, by: str, fields: tuple[str, ...], on: date) -> None:
    """Nobody is shown what they have not asked for on this day; raises NotRevealed."""
    seen = {look.field for look in reveals.looks if (look.by, look.on) == (by, on)}
    for field in fields:
        if field not in seen:
            raise NotRevealed(field)


def kept(reveals: Reveals, by: str, on: date) -> frozenset[str]:
    """The reasons, sealed as they are kept, that this person gave on this day."""
    return frozenset(look.reason for look in reveals.looks if (look.by, look.on) == (by, on))


def evolve(reveals: Reveals, event: Revealed) -> Reveals:
    """So much more was seen."""
    on = day_of(event.at)
    return Reveals(reveals.looks | {Look(event.by, field, on, event.reason) for field in event.fields})


REVEALS: Decider[Reveal, Revealed, Reveals] = Decider(Reveals(), decide, evolve)
