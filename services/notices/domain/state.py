"""Where a notice stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from services.notices.domain.letter import Letter
from services.notices.domain.words import Account


@dataclass(frozen=True, slots=True)
class Unwritten:
    """There is no such notice."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The office has written it, and nobody has got it."""

    letter: Letter
    by: Account
    at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """It holds, in this version; by whom and since when this version is there; `addressed` were so many accounts."""

    letter: Letter
    version: int
    by: Account
    at: datetime
    addressed: int = 0
    reminded: date | None = None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """It held until then; `last` is how it stood."""

    last: Sent
    reason_hash: str
    by: Account
    at: datetime


Notice = Unwritten | Draft | Sent | Withdrawn

STATES: Mapping[type, str] = {Draft: "draft", Sent: "sent", Withdrawn: "withdrawn"}
"""What people and read models call it."""


def written(notice: Draft | Sent | Withdrawn) -> tuple[Letter, int]:
    """What stands, or stood last, and in which version; 0: it is a draft."""
    match notice:
        case Draft(letter=letter):
            return letter, 0
        case Sent(letter=letter, version=version) | Withdrawn(last=Sent(letter=letter, version=version)):
            return letter, version
