"""What can be asked of a notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.notices.domain.letter import Outline, Wording
from services.notices.domain.words import Account


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """Write the notice, or write it anew; nobody gets it yet. `sealed` is the wording as it is kept."""

    outline: Outline
    wording: Wording
    sealed: Wording
    by: Account
    at: datetime


@dataclass(frozen=True, slots=True)
class Send:
    """Send the draft that was looked at; the audience's rule meets `accounts` at this moment."""

    text_hash: str
    accounts: tuple[Account, ...]
    by: Account
    at: datetime


@dataclass(frozen=True, slots=True)
class Correct:
    """Say it otherwise than version `version` does; kind and audience stay."""

    version: int
    wording: Wording
    sealed: Wording
    needs_receipt: bool
    valid_until: date | None
    by: Account
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdraw:
    """What was sent holds no more; `sealed` is the reason as it is kept."""

    reason: str
    sealed: str
    by: Account
    at: datetime


@dataclass(frozen=True, slots=True)
class Remind:
    """Whoever was addressed and has not read or confirmed it yet is reminded: `waiting` are these accounts."""

    waiting: tuple[Account, ...]
    by: Account
    at: datetime


Command = SaveDraft | Send | Correct | Withdraw | Remind
