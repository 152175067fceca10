"""What happens to a message. Whatever a person wrote is sealed under the message's number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.intake.domain.words import Channel, Complexity, Kind, Reason, Satisfaction, Urgency


@dataclass(frozen=True, slots=True)
class Submitted:
    """A citizen wrote to the column; from now on the message waits for a clerk."""

    column: str
    kind: Kind
    title: str
    body: str
    name: str | None
    phone: str | None
    email: str | None
    consent_public: bool
    channel: Channel
    code_hash: str
    external_reference: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Accepted:
    """A clerk took the message on; `publishable` is the citizen's consent."""

    column: str
    kind: Kind
    field: str | None
    urgency: Urgency
    complexity: Complexity
    publishable: bool
    imported: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Declined:
    """A clerk did not take the message on, with advice of their own, or else the office's as it stood then."""

    column: str
    reason: Reason
    advice: str | None
    by: str
    at: datetime
    office_advice: str | None = None


@dataclass(frozen=True, slots=True)
class Redirected:
    """The citizen was told who answers for this instead, and how to reach them."""

    column: str
    where: str
    by: str
    at: datetime
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """The message repeats `into` and is followed there."""

    column: str
    into: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Joined:
    """The message `duplicate` repeats this one and is followed here."""

    duplicate: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Released:
    """The message that this one was merged into is gone, undecided: this one waits again."""

    column: str
    into: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The citizen took the message back while it was waiting."""

    column: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The citizen rated the handling of a round, with a comment or without."""

    column: str
    round: int
    satisfaction: Satisfaction
    at: datetime
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class FollowUpAsked:
    """The citizen asked once more about the reply of a round; `lead`, who gave it, answers."""

    column: str
    lead: str
    round: int
    question: str
    publishable: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class ErasureAsked:
    """The citizen wants texts and personal data gone; the office has to see to it."""

    column: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ErasureRefused:
    """The office did not carry it out; the citizen reads why."""

    column: str
    why: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Erased:
    """The key of everything sealed in this stream was destroyed; a message that still waited waits no more."""

    column: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HandlingBegan:
    """The lead agency answers for the message in this round, by the end of `due`."""

    lead: str
    co_agencies: tuple[str, ...]
    due: date
    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class HandlingReturned:
    """The matter is not this agency's; it waits for another.

    `asked`: the agency asked for it and the office agreed; otherwise the office took back what it had assigned.
    """

    lead: str
    round: int
    at: datetime
    asked: bool = False


@dataclass(frozen=True, slots=True)
class HandlingExtended:
    """The agency has until the end of `due`."""

    due: date
    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ExtensionRefused:
    """The agency asked for more time and did not get it: it has until the end of `due`, as before."""

    due: date
    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class HandlingMoved:
    """The working calendar has changed, and the agency has until the end of `due` now, earlier or later."""

    due: date
    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerPublished:
    """The reply of the round went out: to everyone where `public`, else to the citizen alone."""

    round: int
    public: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class InterimReplyPublished:
    """The agency told how far the matter is, to everyone or to the citizen alone; the matter stands as it stood."""

    round: int
    public: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class FollowUpAnswered:
    """The answer to the question about the reply of this round went out, to everyone or to the citizen alone."""

    round: int
    public: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerCorrected:
    """A part of what went out was put right for its readers, for `reason`, a code; the matter stands as it stood.

    `part` is reply, follow_up or interim, as review calls it; `version` counts from 2.
    """

    part: str
    round: int
    version: int
    reason: str
    public: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class HandlingEnded:
    """The matter is done, in this round; for `reason`, a code, where the office closed it without a reply."""

    round: int
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class HandlingShared:
    """These agencies help the lead from now on."""

    lead: str
    co_agencies: tuple[str, ...]
    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class HandlingPassedOn:
    """The matter is another system's, a code, from now on."""

    system: str
    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class HandlingReopened:
    """The matter is handled again, in this round."""

    round: int
    at: datetime


Followed = (
    HandlingBegan
    | HandlingReturned
    | HandlingExtended
    | ExtensionRefused
    | HandlingMoved
    | AnswerPublished
    | InterimReplyPublished
    | FollowUpAsked
    | FollowUpAnswered
    | AnswerCorrected
    | HandlingEnded
    | HandlingShared
    | HandlingPassedOn
    | HandlingReopened
)
Erasing = ErasureAsked | ErasureRefused | Erased
Screened = Accepted | Declined | Redirected | Merged | Withdrawn
Event = Submitted | Screened | Joined | Released | Evaluated | Erasing | Followed
