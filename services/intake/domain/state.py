"""Where a message stands: one small variant each, with what later decisions need to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.intake.domain.words import Complexity, Kind, Outcome, Reason, Satisfaction, Standing, Urgency


@dataclass(frozen=True, slots=True)
class ErasureAsked:
    """The citizen asked for it, and the office has yet to decide."""

    at: datetime


@dataclass(frozen=True, slots=True)
class ErasureRefused:
    """The office said no to what was asked at `asked_at`; `why` is sealed."""

    asked_at: datetime
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Submission:
    """What was submitted, but for the texts, and which messages were merged into it, wherever it stands."""

    column: str
    kind: Kind
    consent_public: bool
    imported: bool
    code_hash: str
    external_reference: str | None
    at: datetime
    erasure: ErasureAsked | ErasureRefused | None = None
    erased: bool = False
    duplicates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Screened:
    """Through whom and when the message left the queue."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Terms:
    """As what the message was accepted."""

    kind: Kind
    field: str | None
    urgency: Urgency
    complexity: Complexity


@dataclass(frozen=True, slots=True)
class Charge:
    """Which agencies answer for the message, and by when."""

    lead: str
    co_agencies: tuple[str, ...]
    due: date


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The one question that the citizen asked about the reply of a round (sealed), and when it was answered."""

    question: str
    lead: str
    round: int
    at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Handling:
    """How far the handling is: its round, who has it (None before the first assignment), which rounds were answered.

    `since` is when a later round began; the first begins with the acceptance. `interim` is when interim replies went
    out, of which a round may have several; `corrected` which part of what went out was corrected when, `refused` when
    an extension was refused.
    """

    round: int = 1
    charge: Charge | None = None
    answered: frozenset[int] = frozenset()
    interim: frozenset[datetime] = frozenset()
    follow_up: FollowUp | None = None
    corrected: frozenset[tuple[str, datetime]] = frozenset()
    refused: frozenset[datetime] = frozenset()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the citizen thought of it, when, and in which words (sealed)."""

    satisfaction: Satisfaction
    at: datetime
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Unwritten:
    """Nobody has this number."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A clerk has yet to look at it."""

    submission: Submission


@dataclass(frozen=True, slots=True)
class InProgress:
    """Accepted, and not yet done in this round."""

    submission: Submission
    screened: Screened
    terms: Terms
    handling: Handling


@dataclass(frozen=True, slots=True)
class Closed:
    """Done; the citizen may rate it once until it is opened again."""

    submission: Submission
    screened: Screened
    terms: Terms
    handling: Handling
    ended_at: datetime
    evaluation: Evaluation | None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Accepted, and another system's since: it may come back."""

    submission: Submission
    screened: Screened
    terms: Terms
    handling: Handling
    system: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Declined:
    """Not taken on, for `reason`; the clerk's own `advice` is sealed, the office's as it stood then is not."""

    submission: Submission
    screened: Screened
    reason: Reason
    advice: str | None
    office_advice: str | None = None


@dataclass(frozen=True, slots=True)
class Redirected:
    """The citizen was told who answers for it; `where` and `contact` are sealed."""

    submission: Submission
    screened: Screened
    where: str
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """Followed under the number `into`."""

    submission: Submission
    screened: Screened
    into: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Taken back by the citizen."""

    submission: Submission
    at: datetime


@dataclass(frozen=True, slots=True)
class Erased:
    """Gone before anybody took it on: erased by the office on request, while it waited."""

    submission: Submission
    at: datetime


Handled = InProgress | Closed | HandedOver
"""Taken on: routing has a case of it."""

ByClerk = Handled | Declined | Redirected | Merged
Written = Waiting | ByClerk | Withdrawn | Erased
Message = Unwritten | Written

_STANDINGS: dict[type, Standing] = {
    Unwritten: Standing.UNWRITTEN,
    Waiting: Standing.WAITING,
    InProgress: Standing.IN_PROGRESS,
    Closed: Standing.CLOSED,
    HandedOver: Standing.REDIRECTED,
    Declined: Standing.DECLINED,
    Redirected: Standing.REDIRECTED,
    Merged: Standing.MERGED,
    Withdrawn: Standing.WITHDRAWN,
    Erased: Standing.ERASED,
}

_OUTCOMES: dict[type, Outcome] = {
    InProgress: Outcome.ACCEPTED,
    Closed: Outcome.ACCEPTED,
    HandedOver: Outcome.ACCEPTED,
    Declined: Outcome.DECLINED,
    Redirected: Outcome.REDIRECTED,
    Merged: Outcome.MERGED,
    Withdrawn: Outcome.WITHDRAWN,
}


def standing(message: Message) -> Standing:
    """The state's name, as the citizen is told."""
    return _STANDINGS[type(message)]


def kind_of(message: Written) -> Kind:
    """The clerk's kind once accepted, the citizen's before."""
    return message.terms.kind if isinstance(message, Handled) else message.submission.kind


def outcome(message: ByClerk | Withdrawn) -> Outcome:
    """How the message left the queue."""
    return _OUTCOMES[type(message)]


def left_queue_at(message: ByClerk | Withdrawn | Erased) -> datetime:
    """When the message left the queue."""
    return message.at if isinstance(message, Withdrawn | Erased) else message.screened.at


def stands_since(message: ByClerk) -> datetime:
    """When the message came to stand as it does."""
    match message:
        case InProgress():
            return message.handling.since or message.screened.at
        case Closed():
            return message.ended_at
        case HandedOver():
            return message.at
        case Declined() | Redirected() | Merged():
            return message.screened.at
