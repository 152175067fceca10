"""What review tells the world: where a reply stands, which text was approved (by its hash), and when it went out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from contracts.registry import Contracts
from contracts.words import Code, Hash, Instant, Number

Reason = Literal["fact", "basis", "wording", "incomplete", "personal_data", "other"]
"""Why a text that went out is corrected."""
Part = Literal["reply", "follow_up", "interim"]
"""What an agency tells the citizen: the reply, the answer to the follow-up question, an interim reply."""


@dataclass(frozen=True, slots=True)
class ReplySubmittedV1:
    """The lead agency hands draft `draft` to the reviewers; level 1 looks at it first."""

    number: Number
    column: Code
    round: int
    draft: int
    submitted_at: Instant


@dataclass(frozen=True, slots=True)
class ReplyTakenOutOfReviewV1:
    """Draft `draft` was edited while it was in review, or taken back: the passes are void, the agency submits again."""

    number: Number
    column: Code
    round: int
    draft: int
    taken_out_at: Instant


@dataclass(frozen=True, slots=True)
class ReplyPassedV1:
    """The reviewer of `level` of `levels` passed the draft: the next level's turn, or, after the last, ReplyApproved.

    `levels` is 0 where it was not kept.
    """

    number: Number
    column: Code
    round: int
    level: int
    passed_at: Instant
    levels: int = 0


@dataclass(frozen=True, slots=True)
class ReplySentBackV1:
    """The reviewer of `level` wants the draft reworked; the agency `lead` edits and submits again.

    Where `to` is not 0, the reviewers of that lower level look at the draft again instead.
    """

    number: Number
    column: Code
    round: int
    level: int
    sent_back_at: Instant
    to: int = 0
    lead: Code | None = None


@dataclass(frozen=True, slots=True)
class ReplyApprovedV1:
    """All `levels` levels passed the text whose SHA-256 (of its NFC form in UTF-8) is `text_hash`."""

    number: Number
    column: Code
    round: int
    text_hash: Hash
    levels: int
    approved_at: Instant


@dataclass(frozen=True, slots=True)
class ReplyPublishedV1:
    """The reply of the agency `lead` went out: to everyone where `public`, else to the citizen alone.

    An imported reply was published before this system kept its approvals: no ReplyApproved goes before it.
    """

    number: Number
    column: Code
    round: int
    lead: Code
    text_hash: Hash
    public: bool
    published_at: Instant
    imported: bool


@dataclass(frozen=True, slots=True)
class FollowUpAnsweredV1:
    """The answer to the citizen's follow-up question went out; the case stands as it stood.

    To everyone where `public`, else to the citizen alone. `round` is the one that the question is about.
    """

    number: Number
    column: Code
    round: int
    lead: Code
    text_hash: Hash
    public: bool
    answered_at: Instant


@dataclass(frozen=True, slots=True)
class InterimReplyPublishedV1:
    """The agency `lead` told how far the matter is, before its reply: the case stays open, and counts as before.

    To everyone where `public`, else to the citizen alone. Several may follow each other in one round.
    """

    number: Number
    column: Code
    lead: Code
    round: int
    text_hash: Hash
    public: bool
    published_at: Instant


@dataclass(frozen=True, slots=True)
class ReplyCorrectedV1:
    """What went out was put right: `version` (from 2) replaces the text that its readers read before.

    `part` says what it is: the reply, the answer to the citizen's follow-up question, or an interim reply. It was
    reviewed at every level like the first version. The case stays closed, and when it was closed does not change.
    """

    number: Number
    part: Part
    column: Code
    lead: Code
    round: int
    version: int
    reason: Reason
    text_hash: Hash
    public: bool
    corrected_at: Instant


CONTRACTS = Contracts(
    (
        ReplySubmittedV1,
        ReplyTakenOutOfReviewV1,
        ReplyPassedV1,
        ReplySentBackV1,
        ReplyApprovedV1,
        ReplyPublishedV1,
        FollowUpAnsweredV1,
        InterimReplyPublishedV1,
        ReplyCorrectedV1,
    )
)
