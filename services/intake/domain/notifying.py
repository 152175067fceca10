"""Notifying: whether a citizen who gave an e-mail address or a phone number wants to be told of each step.

Who gives an address is told, unless they say no: with the message, or later with the query code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kernel.decider import Decider


@dataclass(frozen=True, slots=True)
class Choose:
    """The citizen wants to be told, or does not."""

    wants: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Chosen:
    """From now on the citizen is told of each step, or of none."""

    wants: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Wish:
    """What holds; without a word of the citizen's, that they want to be told."""

    wants: bool = True


def decide(command: Choose, wish: Wish) -> list[Chosen]:
    """A choice that changes nothing is none."""
    return [] if command.wants == wish.wants else [Chosen(command.wants, command.at)]


def evolve(_: Wish, event: Chosen) -> Wish:
    """The last choice holds."""
    return Wish(event.wants)


NOTIFYING: Decider[Choose, Chosen, Wish] = Decider(Wish(), decide, evolve)
