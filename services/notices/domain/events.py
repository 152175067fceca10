"""What has become of a notice. Texts are sealed under its own key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.notices.domain.letter import Marks, Outline, Wording
from services.notices.domain.words import Account, Part


@dataclass(frozen=True, slots=True)
class Drafted:
    """The office wrote the notice, or wrote it anew; nobody got it."""

    outline: Outline
    wording: Wording
    marks: Marks
    by: Account
    at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """The draft went out as version 1, and is frozen; its audience met so many accounts."""

    outline: Outline
    text_hash: str
    addressed: int
    by: Account
    at: datetime


@dataclass(frozen=True, slots=True)
class Addressed:
    """One of the accounts that the audience met at sending."""

    account: Account
    at: datetime


@dataclass(frozen=True, slots=True)
class Corrected:
    """A new version says it otherwise; whoever has read the one before has this one to read."""

    version: int
    outline: Outline
    wording: Wording
    marks: Marks
    changed: tuple[Part, ...]
    addressed: int
    by: Account
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The notice holds no more; why is sealed."""

    version: int
    reason: str
    reason_hash: str
    by: Account
    at: datetime


@dataclass(frozen=True, slots=True)
class WasRead:
    """A person opened this version for the first time; `addressed`: the person was one of those it was sent to."""

    account: Account
    version: int
    addressed: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class ReceiptGiven:
    """A person gave the receipt for this version; `addressed` as in WasRead."""

    account: Account
    version: int
    addressed: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Reminded:
    """These accounts, who had it to read or to confirm still, were reminded on this day."""

    version: int
    accounts: tuple[Account, ...]
    on: date
    by: Account
    at: datetime


Event = Drafted | Sent | Corrected | Withdrawn | Reminded
ReaderEvent = Addressed | WasRead | ReceiptGiven
"""What one person has done about a notice, or was to do."""
