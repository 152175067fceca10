"""What intake says no to, and the values that a person needs to go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from kernel.decider import Refusal
from services.intake.domain.words import Outcome, Satisfaction, Standing


@dataclass(eq=False)
class NotFound(Refusal):
    """No such message, or not with this query code: which of the two is not told."""

    code: ClassVar[str] = "intake.not_found"


@dataclass(eq=False)
class UnknownWord(Refusal):
    """A code that is not one of those there are for this field."""

    code: ClassVar[str] = "intake.unknown_word"
    field: str
    known: tuple[str, ...]


@dataclass(eq=False)
class UnknownColumn(Refusal):
    """There is no such column, or intake has not heard of it yet."""

    code: ClassVar[str] = "intake.unknown_column"
    column: str


@dataclass(eq=False)
class ColumnClosed(Refusal):
    """The column takes no messages at present."""

    code: ClassVar[str] = "intake.column_closed"
    column: str


@dataclass(eq=False)
class TextTooLong(Refusal):
    """More characters than this field admits."""

    code: ClassVar[str] = "intake.text_too_long"
    field: str
    limit: int
    length: int


@dataclass(eq=False)
class TextBlank(Refusal):
    """Nothing in the field that can be seen."""

    code: ClassVar[str] = "intake.text_blank"
    field: str


@dataclass(eq=False)
class TextUnreadable(Refusal):
    """A character that nobody can have meant to write; `position` counts from 0."""

    code: ClassVar[str] = "intake.text_unreadable"
    field: str
    character: str
    position: int


@dataclass(eq=False)
class ContactLimitReached(Refusal):
    """So many messages came from this phone number or e-mail address today; `seconds` until the next day begins."""

    code: ClassVar[str] = "intake.contact_limit_reached"
    field: str
    limit: int
    seconds: int


@dataclass(eq=False)
class NumberTaken(Refusal):
    """Another message has this number."""

    code: ClassVar[str] = "intake.number_taken"


@dataclass(eq=False)
class AlreadyScreened(Refusal):
    """The message is not waiting any more: what became of it, through whom, and when."""

    code: ClassVar[str] = "intake.already_screened"
    outcome: Outcome
    by: str
    at: datetime


@dataclass(eq=False)
class Erased(Refusal):
    """The message was erased at `at` before anybody took it on: there is nothing left to act on."""

    code: ClassVar[str] = "intake.erased"
    at: datetime


@dataclass(eq=False)
class FieldNotACode(Refusal):
    """A field is named by its code (a lower-case letter, then letters, digits, `_.-`), which is public."""

    code: ClassVar[str] = "intake.field_not_a_code"


@dataclass(eq=False)
class UnknownField(Refusal):
    """The office's tree of fields has none of this code, or no longer."""

    code: ClassVar[str] = "intake.unknown_field"
    node: str


@dataclass(eq=False)
class ContactRequired(Refusal):
    """A message to this column needs a phone number or an e-mail address."""

    code: ClassVar[str] = "intake.contact_required"
    column: str


@dataclass(eq=False)
class MergedIntoItself(Refusal):
    """A message cannot be its own duplicate."""

    code: ClassVar[str] = "intake.merged_into_itself"


@dataclass(eq=False)
class MergeTargetUnknown(Refusal):
    """There is no message with the number to merge into."""

    code: ClassVar[str] = "intake.merge_target_unknown"
    into: str


@dataclass(eq=False)
class MergeTargetLater(Refusal):
    """The message to merge into was written after this one: the earlier of the two is the one that is followed."""

    code: ClassVar[str] = "intake.merge_target_later"
    into: str
    written_at: datetime


@dataclass(eq=False)
class MergeTargetNotHandled(Refusal):
    """The message to merge into, or the one that it was merged into, was not taken on: nobody answers it."""

    code: ClassVar[str] = "intake.merge_target_not_handled"
    into: str
    state: Standing


@dataclass(eq=False)
class TooLateToWithdraw(Refusal):
    """Only a waiting message can be withdrawn; this one has stood so since `at`."""

    code: ClassVar[str] = "intake.too_late_to_withdraw"
    state: Standing
    at: datetime


@dataclass(eq=False)
class NotClosed(Refusal):
    """Only a closed matter is evaluated."""

    code: ClassVar[str] = "intake.not_closed"
    state: Standing


@dataclass(eq=False)
class RatedElsewhere(Refusal):
    """What is followed under the message `into` is rated by the citizen who wrote that one."""

    code: ClassVar[str] = "intake.rated_elsewhere"
    into: str


@dataclass(eq=False)
class AlreadyEvaluated(Refusal):
    """One evaluation for each closing; this one was given before."""

    code: ClassVar[str] = "intake.already_evaluated"
    satisfaction: Satisfaction
    at: datetime


@dataclass(eq=False)
class EvaluationOver(Refusal):
    """The time for evaluating ended with the day `until`."""

    code: ClassVar[str] = "intake.evaluation_over"
    until: date


@dataclass(eq=False)
class NotAnswered(Refusal):
    """One asks once more after a reply went out and the matter was closed."""

    code: ClassVar[str] = "intake.not_answered"
    state: Standing


@dataclass(eq=False)
class AlreadyFollowedUp(Refusal):
    """One follow-up question for each matter; this one was asked before."""

    code: ClassVar[str] = "intake.already_followed_up"
    at: datetime


@dataclass(eq=False)
class FollowUpOver(Refusal):
    """The time for asking once more ended with the day `until`."""

    code: ClassVar[str] = "intake.follow_up_over"
    until: date


@dataclass(eq=False)
class NoErasureAsked(Refusal):
    """There is no request of the citizen's to refuse: none was made, or it was dealt with."""

    code: ClassVar[str] = "intake.no_erasure_asked"


@dataclass(eq=False)
class NotAccepted(Refusal):
    """Handling was heard of for a message that was never accepted."""

    code: ClassVar[str] = "intake.not_accepted"
    state: Standing


@dataclass(eq=False)
class NotPublishable(Refusal):
    """Only an accepted message gets a public text."""

    code: ClassVar[str] = "intake.not_publishable"
    state: Standing


@dataclass(eq=False)
class NoPublicText(Refusal):
    """Only what everyone can read is withdrawn."""

    code: ClassVar[str] = "intake.no_public_text"


@dataclass(eq=False)
class ReferenceUnusable(Refusal):
    """The number in the old system is not one: letters, digits and `_.:/#-`, 64 at most."""

    code: ClassVar[str] = "intake.reference_unusable"


@dataclass(eq=False)
class AcceptedTooEarly(Refusal):
    """A message is not accepted before it was written."""

    code: ClassVar[str] = "intake.accepted_too_early"
    submitted_at: datetime


@dataclass(eq=False)
class InTheFuture(Refusal):
    """Past messages are imported, not future ones."""

    code: ClassVar[str] = "intake.in_the_future"
    at: datetime


@dataclass(eq=False)
class TextErased(Refusal):
    """The texts of the message were erased on request: there is nothing left to read or to make public."""

    code: ClassVar[str] = "intake.text_erased"


@dataclass(eq=False)
class NoConsent(Refusal):
    """The citizen has not agreed that the message is made public."""

    code: ClassVar[str] = "intake.no_consent"


@dataclass(eq=False)
class PublicTextMovedOn(Refusal):
    """The proposal is no longer the present one: `by` confirmed `version` at `at`; 0 where nobody has confirmed any."""

    code: ClassVar[str] = "intake.public_text_moved_on"
    version: int
    by: str | None
    at: datetime | None


@dataclass(eq=False)
class StillPersonal(Refusal):
    """The text still holds what surely tells who somebody is, of these kinds, and no reason was given for it."""

    code: ClassVar[str] = "intake.still_personal"
    found: tuple[str, ...]


@dataclass(eq=False)
class NotRevealed(Refusal):
    """The person has not asked to see this today, and said why."""

    code: ClassVar[str] = "intake.not_revealed"
    field: str
