"""What intake tells the world: the life of a message, in numbers, codes and instants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from contracts.registry import Contracts
from contracts.words import Code, Complexity, Hash, Instant, Kind, Number, Urgency

Reason = Literal[
    "outside_remit",
    "other_procedure",
    "emergency",
    "secret_or_private",
    "repeated",
    "unclear",
    "unreachable",
    "advertising",
    "abuse",
]
Satisfaction = Literal[1, 2, 3, 4, 5]


@dataclass(frozen=True, slots=True)
class MessageSubmittedV1:
    """A citizen wrote to a column; an imported message was written to another system, then."""

    number: Number
    column: Code
    kind: Kind
    submitted_at: Instant
    channel: Code
    imported: bool


@dataclass(frozen=True, slots=True)
class MessageAcceptedV1:
    """A clerk took the message on; `kind` is the clerk's, `publishable` says whether the citizen consents."""

    number: Number
    column: Code
    kind: Kind
    field: Code | None
    urgency: Urgency
    complexity: Complexity
    publishable: bool
    accepted_at: Instant
    imported: bool


@dataclass(frozen=True, slots=True)
class MessageDeclinedV1:
    """A clerk did not take the message on, for one of the nine reasons of domain.md."""

    number: Number
    column: Code
    reason: Reason
    declined_at: Instant


@dataclass(frozen=True, slots=True)
class MessageRedirectedV1:
    """The message is valid, and the citizen was told who answers for it instead."""

    number: Number
    column: Code
    redirected_at: Instant


@dataclass(frozen=True, slots=True)
class MessageMergedV1:
    """The message says what `into` says already, and is followed there."""

    number: Number
    column: Code
    into: Number
    merged_at: Instant


@dataclass(frozen=True, slots=True)
class MessageReleasedV1:
    """The message is no longer merged: `into` was withdrawn or erased undecided, and this one waits again."""

    number: Number
    column: Code
    into: Number
    released_at: Instant


@dataclass(frozen=True, slots=True)
class MessageWithdrawnV1:
    """The citizen took the message back while it was waiting."""

    number: Number
    column: Code
    withdrawn_at: Instant


@dataclass(frozen=True, slots=True)
class MessageEvaluatedV1:
    """The citizen rated the handling of one round: 1 very dissatisfied … 3 fairly satisfied … 5 very satisfied."""

    number: Number
    column: Code
    round: int
    satisfaction: Satisfaction
    evaluated_at: Instant


@dataclass(frozen=True, slots=True)
class FollowUpAskedV1:
    """The citizen asked one more question about the reply of `round`; the agency that gave it answers.

    `publishable` is the citizen's consent, as it was given with the message.
    """

    number: Number
    column: Code
    round: int
    lead: Code
    publishable: bool
    asked_at: Instant


@dataclass(frozen=True, slots=True)
class MessageErasedV1:
    """Personal data and original text are gone for good; whoever keeps a copy removes it. A waiting message is over."""

    number: Number
    column: Code
    erased_at: Instant


@dataclass(frozen=True, slots=True)
class PublicTextConfirmedV1:
    """A clerk confirmed a redacted text of the message for everyone to read; the newest version is the public one."""

    number: Number
    column: Code
    version: int
    text_hash: Hash
    confirmed_at: Instant


@dataclass(frozen=True, slots=True)
class PublicTextWithdrawnV1:
    """A clerk withdrew what everyone could read of the message: this version, or 0 for an imported title."""

    number: Number
    column: Code
    version: int
    withdrawn_at: Instant


CONTRACTS = Contracts(
    (
        MessageSubmittedV1,
        MessageAcceptedV1,
        MessageDeclinedV1,
        MessageRedirectedV1,
        MessageMergedV1,
        MessageReleasedV1,
        MessageWithdrawnV1,
        MessageEvaluatedV1,
        FollowUpAskedV1,
        MessageErasedV1,
        PublicTextConfirmedV1,
        PublicTextWithdrawnV1,
    )
)
