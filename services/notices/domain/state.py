"""Where a notice stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
class Seen:
    """The newest version that a person has read, or confirmed, and when."""

    version: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """It holds, in this version; by whom and since when this version is there."""

    letter: Letter
    version: int
    by: Account
    at: datetime
    addressed: frozenset[Account] = frozenset()
    read: Mapping[Account, Seen] = field(default_factory=dict)
    confirmed: Mapping[Account, Seen] = field(default_factory=dict)
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


def has(seen: Mapping[Account, Seen], account: Account, version: int) -> bool:
    """Whether the person has read, or confirmed, this very version."""
    return account in seen and seen[account].version == version


def waiting(sent: Sent) -> tuple[Account, ...]:
    """Of those it was sent to, who has not read this version, or owes the receipt that it asks for."""
    owing = sent.confirmed if sent.letter.outline.needs_receipt else sent.read
    return tuple(sorted(account for account in sent.addressed if not has(owing, account, sent.version)))


def written(notice: Draft | Sent | Withdrawn) -> tuple[Letter, int]:
    """What stands, or stood last, and in which version; 0: it is a draft."""
    match notice:
        case Draft(letter=letter):
            return letter, 0
        case Sent(letter=letter, version=version) | Withdrawn(last=Sent(letter=letter, version=version)):
            return letter, version
