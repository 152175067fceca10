"""Advice: what the citizen of a declined message reads for each reason, unless the clerk writes something else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from kernel.decider import Decider
from services.intake.domain.text import must_be_note
from services.intake.domain.words import STANDARD_ADVICE, Reason

# commands


@dataclass(frozen=True, slots=True)
class Word:
    """For this reason citizens read `text` from now on; None: the text that comes with the program."""

    reason: Reason
    text: str | None
    by: str
    at: datetime


Command = Word


# events


@dataclass(frozen=True, slots=True)
class Worded:
    """For this reason citizens read `text` from now on; what was declined before keeps the advice it was given."""

    reason: Reason
    text: str | None
    by: str
    at: datetime


Event = Worded


# state


@dataclass(frozen=True, slots=True)
class AsProvided:
    """Nobody has worded the advice: it is the one that comes with the program."""


@dataclass(frozen=True, slots=True)
class InForce:
    """The office's advice for the reason; `text` None: the office went back to the one that comes with the program."""

    text: str | None
    by: str
    at: datetime


Advice = AsProvided | InForce


# rules


def in_force(reason: Reason, advice: Advice) -> str:
    """What the citizen of a message that is declined now reads."""
    worded = advice.text if isinstance(advice, InForce) else None
    return STANDARD_ADVICE[reason] if worded is None else worded


# decide, evolve


def decide(command: Command, advice: Advice) -> list[Event]:
    """A wording is recorded when it can be read and says something new."""
    if command.text is not None:
        must_be_note("advice", command.text)
    match advice:
        case AsProvided() if command.text is None:
            return []  # already so
        case InForce(text=command.text):
            return []  # already so
        case AsProvided() | InForce():
            return [Worded(command.reason, command.text, command.by, command.at)]
        case _:
            assert_never(advice)


def evolve(_: Advice, event: Event) -> Advice:
    """The last wording holds."""
    return InForce(event.text, event.by, event.at)


DECIDER: Decider[Command, Event, Advice] = Decider(AsProvided(), decide, evolve)
