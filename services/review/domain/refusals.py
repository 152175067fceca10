"""What review answers no to, and what the person needs to know then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from kernel.decider import Refusal
from services.review.domain.chain_refusals import (
    BeingReviewed,
    CorrectionUnderWay,
    EditedMeanwhile,
    NextLevelActed,
    NotBelow,
    NothingCorrected,
    NothingToTakeBack,
    NotPublished,
    NotYourPass,
    UnknownDraft,
)

__all__ = [
    "AcceptanceUnknown",
    "AlreadyPassed",
    "AlreadyPublished",
    "AlreadySentBack",
    "AlreadyTold",
    "AtAnotherLevel",
    "BeingReviewed",
    "ConsentUnknown",
    "CorrectionUnderWay",
    "EditedMeanwhile",
    "Erased",
    "InTheFuture",
    "NextLevelActed",
    "NotAssigned",
    "NotBelow",
    "NotFound",
    "NotHistory",
    "NotInReview",
    "NotPublishable",
    "NotPublished",
    "NotYourPass",
    "NothingCorrected",
    "NothingDrafted",
    "NothingEdited",
    "NothingToTakeBack",
    "OutOfScope",
    "OwedByAnother",
    "OwnText",
    "PassedAtAnotherLevel",
    "TextBlank",
    "TextChanged",
    "TextTooLong",
    "TextUnreadable",
    "UnderWay",
    "UnknownColumn",
    "UnknownDraft",
    "UnknownWord",
]


@dataclass(eq=False)
class NotFound(Refusal):
    """There is no reply to this message that the person may know of."""

    code: ClassVar[str] = "review.not_found"


@dataclass(eq=False)
class OutOfScope(Refusal):
    """Not for this person, by role, column, agency or level: it needs one of `wanted`, they have `granted`."""

    code: ClassVar[str] = "review.out_of_scope"
    act: str
    role: str
    because: Literal["role", "column", "agency", "level"]
    wanted: tuple[str, ...]
    granted: tuple[str, ...]


@dataclass(eq=False)
class UnknownWord(Refusal):
    """The field takes one of the `known` words, and this is none of them."""

    code: ClassVar[str] = "review.unknown_word"
    field: str
    known: tuple[str, ...]


@dataclass(eq=False)
class UnknownColumn(Refusal):
    """Review has not heard of the column yet, so it does not know how many levels its replies pass."""

    code: ClassVar[str] = "review.unknown_column"
    column: str


@dataclass(eq=False)
class NotAssigned(Refusal):
    """No agency has to answer at the moment: not assigned yet, returned, or reopened and waiting."""

    code: ClassVar[str] = "review.not_assigned"


@dataclass(eq=False)
class TextBlank(Refusal):
    """A reply or a comment says something."""

    code: ClassVar[str] = "review.text_blank"
    field: str


@dataclass(eq=False)
class TextUnreadable(Refusal):
    """A character that nobody can have meant to write; `position` counts from 0."""

    code: ClassVar[str] = "review.text_unreadable"
    field: str
    character: str
    position: int


@dataclass(eq=False)
class TextTooLong(Refusal):
    """More characters than a reply or a comment may have."""

    code: ClassVar[str] = "review.text_too_long"
    field: str
    limit: int
    length: int


@dataclass(eq=False)
class NothingDrafted(Refusal):
    """There is no draft to submit or to review."""

    code: ClassVar[str] = "review.nothing_drafted"


@dataclass(eq=False)
class NothingEdited(Refusal):
    """A text that was sent back goes into review again only after an edit."""

    code: ClassVar[str] = "review.nothing_edited"
    level: int
    by: str
    at: datetime


@dataclass(eq=False)
class NotInReview(Refusal):
    """The draft is with the agency, not with the reviewers."""

    code: ClassVar[str] = "review.not_in_review"
    draft: int


@dataclass(eq=False)
class TextChanged(Refusal):
    """Who submits or passes saw another text than draft `draft`, which stands now; `text_hash` is its hash."""

    code: ClassVar[str] = "review.text_changed"
    draft: int
    text_hash: str


@dataclass(eq=False)
class AtAnotherLevel(Refusal):
    """The text is in review at `level`, and only there."""

    code: ClassVar[str] = "review.at_another_level"
    level: int


@dataclass(eq=False)
class AlreadyPassed(Refusal):
    """A colleague passed this text at this level."""

    code: ClassVar[str] = "review.already_passed"
    level: int
    by: str
    at: datetime


@dataclass(eq=False)
class AlreadySentBack(Refusal):
    """The text was sent back before, and waits for the agency."""

    code: ClassVar[str] = "review.already_sent_back"
    level: int
    by: str
    at: datetime


@dataclass(eq=False)
class OwnText(Refusal):
    """Four eyes: who drafted or edited the text cannot pass it at any level."""

    code: ClassVar[str] = "review.own_text"
    by: str


@dataclass(eq=False)
class PassedAtAnotherLevel(Refusal):
    """Four eyes: nobody passes two levels of the same text; this person passed `level`."""

    code: ClassVar[str] = "review.passed_at_another_level"
    by: str
    level: int


@dataclass(eq=False)
class ConsentUnknown(Refusal):
    """Whether the citizen consents to publication has not reached review yet; a moment later it will have."""

    code: ClassVar[str] = "review.consent_unknown"


@dataclass(eq=False)
class AlreadyPublished(Refusal):
    """The reply of this round went out; a mistake in it is corrected, not redrafted."""

    code: ClassVar[str] = "review.already_published"
    round: int
    at: datetime


@dataclass(eq=False)
class AlreadyTold(Refusal):
    """This very text went out as the last interim reply; the next one tells something else."""

    code: ClassVar[str] = "review.already_told"
    round: int
    at: datetime


@dataclass(eq=False)
class OwedByAnother(Refusal):
    """Another agency, or another round, owes the reply now: no interim reply of before goes out any more."""

    code: ClassVar[str] = "review.owed_by_another"
    lead: str
    round: int


@dataclass(eq=False)
class AcceptanceUnknown(Refusal):
    """Whether the message is history has not reached review yet; a moment later it will have."""

    code: ClassVar[str] = "review.acceptance_unknown"


@dataclass(eq=False)
class UnderWay(Refusal):
    """A reply that is being handled here is not overwritten by an imported one."""

    code: ClassVar[str] = "review.under_way"
    column: str
    lead: str
    round: int


@dataclass(eq=False)
class NotHistory(Refusal):
    """The message is handled here: its reply goes through review like any other, and is not imported past it."""

    code: ClassVar[str] = "review.not_history"


@dataclass(eq=False)
class NotPublishable(Refusal):
    """The citizen does not consent to publication, so the reply cannot have been published to everyone."""

    code: ClassVar[str] = "review.not_publishable"


@dataclass(eq=False)
class InTheFuture(Refusal):
    """A reply of the past was not given tomorrow."""

    code: ClassVar[str] = "review.in_the_future"
    field: str
    at: datetime


@dataclass(eq=False)
class Erased(Refusal):
    """The message was erased, and its drafts with it: nothing can be written or passed any more."""

    code: ClassVar[str] = "review.erased"
    at: datetime
