"""What notices does when the others have spoken, or it has itself: people are told. Nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from contracts import intake, notices, review, routing
from kernel.inbox import Deed, Erasure, Incoming, Reaction
from services.notices.domain.delivery import Occasion, Recipients
from services.notices.handlers.deliveries import tell
from services.notices.settings import Sending

CITIZEN = Recipients(citizen=True)


def reacting(sending: Sending) -> Callable[[Incoming], Sequence[Reaction | Deed | Erasure]]:
    """The reactions of a service that sends in this way."""

    def react(incoming: Incoming) -> Sequence[Reaction | Deed | Erasure]:
        return [
            Deed(tell, {"event": incoming.id, "occasion": occasion, "to": to, "sending": sending})
            for occasion, to in told(incoming)
        ]

    return react


def told(incoming: Incoming) -> list[tuple[Occasion, Recipients]]:
    """Of what, and who: of an event; nobody of most. History that was imported is no news."""
    event = incoming.event
    if getattr(event, "imported", False):
        return []

    def of(kind: str, day: date | None = None) -> Occasion:
        return Occasion(kind, incoming.subject.removeprefix("notice:"), incoming.time, day)

    match event:
        case notices.NoticeSentV1(notice=notice):
            return [(of("notice_sent", event.valid_until), Recipients(notice=notice))]
        case notices.NoticeRemindedV1(notice=notice):
            return [(of("notice_reminder"), Recipients(notice=notice))]
        case _:
            return [*_staff(event, of), *((of(kind, day), CITIZEN) for kind, day in _citizen(event))]


def handlers_of(agency: str) -> Recipients:
    """Who answers for an agency."""
    return Recipients(roles=("handler",), agencies=(agency,))


def dispatchers_of(column: str) -> Recipients:
    """Who gives out a column's cases."""
    return Recipients(roles=("dispatcher",), columns=(column,))


def reviewers_of(column: str, level: int) -> Recipients:
    """Who reviews a column's replies at a level."""
    return Recipients(roles=("reviewer",), columns=(column,), levels=(level,))


def _staff(  # noqa: C901, PLR0911, PLR0912 - a table
    event: object, of: Callable[..., Occasion]
) -> list[tuple[Occasion, Recipients]]:
    match event:
        case routing.AssignedV1(lead=lead, due=due):
            return [(of("assigned", due), handlers_of(lead))]
        case routing.AssignmentWithdrawnV1(lead=lead):
            return [(of("assignment_withdrawn"), handlers_of(lead))]
        case routing.ReturnAskedV1(column=column):
            return [(of("return_asked"), dispatchers_of(column))]
        case routing.AssignmentReturnedV1(lead=lead):
            return [(of("return_agreed"), handlers_of(lead))]
        case routing.ReturnRefusedV1(lead=lead):
            return [(of("return_refused"), handlers_of(lead))]
        case routing.ExtensionAskedV1(column=column, due=due):
            return [(of("extension_asked", due), dispatchers_of(column))]
        case routing.DeadlineExtendedV1(lead=lead, due=due):
            return [(of("extension_granted", due), handlers_of(lead))]
        case routing.ExtensionRefusedV1(lead=lead):
            return [(of("extension_refused"), handlers_of(lead))]
        case routing.UrgedV1(lead=lead):
            return [(of("urged"), handlers_of(lead))]
        case routing.DueSoonV1(lead=lead, due=due):
            return [(of("due_soon", due), handlers_of(lead))]
        case routing.DeadlineMissedV1(lead=lead, column=column, due=due):
            watching = Recipients(roles=("supervisor",), columns=(column,))
            return [(of("deadline_missed", due), handlers_of(lead)), (of("deadline_missed", due), watching)]
        case intake.FollowUpAskedV1(lead=lead):
            return [(of("follow_up_asked"), handlers_of(lead))]
        case review.ReplySubmittedV1(column=column):
            return [(of("submitted"), reviewers_of(column, 1))]
        case review.ReplyPassedV1(column=column, level=level, levels=levels) if level < levels:
            return [(of("submitted"), reviewers_of(column, level + 1))]
        case review.ReplySentBackV1(column=column, to=to) if to:
            return [(of("submitted"), reviewers_of(column, to))]
        case review.ReplySentBackV1(lead=str() as lead):
            return [(of("sent_back"), handlers_of(lead))]
        case (
            review.ReplyPublishedV1(lead=lead)
            | review.InterimReplyPublishedV1(lead=lead)
            | review.FollowUpAnsweredV1(lead=lead)
            | review.ReplyCorrectedV1(lead=lead)
        ):
            return [(of("went_out"), handlers_of(lead))]
        case _:
            return []


def _citizen(event: object) -> list[tuple[str, date | None]]:  # noqa: C901, PLR0911 - a table
    match event:
        case intake.MessageAcceptedV1():
            return [("message_accepted", None)]
        case intake.MessageDeclinedV1():
            return [("message_declined", None)]
        case intake.MessageRedirectedV1():
            return [("message_redirected", None)]
        case intake.MessageMergedV1():
            return [("message_merged", None)]
        case routing.AssignedV1(due=due):
            return [("message_assigned", due)]
        case routing.DeadlineExtendedV1(due=due):
            return [("message_extended", due)]
        case routing.ExtensionRefusedV1():
            return [("message_extension_refused", None)]
        case routing.ClosedV1(reason=str()):
            return [("message_closed", None)]  # without a reply; with one, it is the reply that is told
        case routing.ReopenedV1():
            return [("message_reopened", None)]
        case routing.HandedOverV1():
            return [("message_handed_over", None)]
        case review.ReplyPublishedV1():
            return [("message_answered", None)]
        case review.InterimReplyPublishedV1():
            return [("message_interim", None)]
        case review.FollowUpAnsweredV1():
            return [("message_follow_up_answered", None)]
        case review.ReplyCorrectedV1():
            return [("message_corrected", None)]
        case _:
            return []
