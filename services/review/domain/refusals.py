"""What review answers no to, and what the person needs to know then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from kernel.decider import Refusal


@dataclass(eq=False)
class NotFound(Refusal):
    """There is no reply to this message that the person may know of."""

    code: ClassVar[str] = "review.not_found"
    number: str


@dataclass(eq=False)
class OutOfScope(Refusal):
    """The account does not act here: `needs` is what it lacks (a role, an agency, a column or a level)."""

    code: ClassVar[str] = "review.out_of_scope"
    account: str
    lacks: Literal["role", "agency", "column", "level"]
    needs: str


@dataclass(eq=False)
class ColumnUnknown(Refusal):
    """Review has not heard of the column yet, so it does not know how many levels its replies pass."""

    code: ClassVar[str] = "review.column_unknown"
    column: str


@dataclass(eq=False)
class NotAssigned(Refusal):
    """No agency has to answer at the moment: not assigned yet, returned, or reopened and waiting."""

    code: ClassVar[str] = "review.not_assigned"


@dataclass(eq=False)
class BlankText(Refusal):
    """A reply or a comment says something."""

    code: ClassVar[str] = "review.blank_text"


@dataclass(eq=False)
class UnreadableText(Refusal):
    """A character that nobody can have meant to write; `position` counts from 0."""

    code: ClassVar[str] = "review.unreadable_text"
    character: str
    position: int


@dataclass(eq=False)
class TextTooLong(Refusal):
    """More characters than a reply or a comment may have."""

    code: ClassVar[str] = "review.text_too_long"
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
    """The reviewer saw another text than the one that stands now; `text_hash` is of draft `draft`, which does."""

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
class UnderWay(Refusal):
    """A reply that is being handled here is not overwritten by an imported one."""

    code: ClassVar[str] = "review.under_way"
    column: str
    lead: str
    round: int


@dataclass(eq=False)
class TextErased(Refusal):
    """The message was erased, and its drafts with it: nothing can be written or passed any more."""

    code: ClassVar[str] = "review.erased"
    at: datetime
