"""What intake does when routing or review say something: it tells the message, so that the citizen can follow it."""

from __future__ import annotations

from contracts import review, routing
from kernel.inbox import Incoming, Reaction
from services.intake.domain import commands as c
from services.intake.schema import MESSAGE


def react(incoming: Incoming) -> list[Reaction]:
    """The command for the message that the event is about; none for what concerns no citizen."""
    command = following(incoming.event)
    return [] if command is None else [Reaction(MESSAGE, incoming.event.number, command)]


def following(event: object) -> c.Following | None:
    """The event in intake's own words."""
    match event:
        case routing.AssignedV1():
            return c.BeginHandling(event.lead, tuple(event.co_agencies), event.due, event.round, event.assigned_at)
        case routing.AssignmentReturnedV1():
            return c.ReturnHandling(event.lead, event.round, event.returned_at, asked=True)
        case routing.DeadlineExtendedV1():
            return c.ExtendHandling(event.due, event.round, event.extended_at)
        case routing.ExtensionRefusedV1():
            return c.KeepDeadline(event.lead, event.round, event.refused_at)
        case routing.DeadlineMovedV1():
            return c.MoveHandling(event.due, event.round, event.moved_at)
        case routing.ClosedV1():
            return c.EndHandling(event.round, event.closed_at, event.reason)
        case routing.AssignmentWithdrawnV1():
            return c.ReturnHandling(event.lead, event.round, event.withdrawn_at)
        case routing.CoAgenciesArrangedV1():
            return c.ShareHandling(event.lead, tuple(event.co_agencies), event.round, event.arranged_at)
        case routing.HandedOverV1():
            return c.PassHandlingOn(event.system, event.round, event.handed_over_at)
        case routing.ReopenedV1():
            return c.ReopenHandling(event.round, event.reopened_at)
        case _:
            return answered(event)


def answered(event: object) -> c.Following | None:
    """What review sent out, in intake's own words."""
    match event:
        case review.ReplyPublishedV1():
            return c.RecordAnswer(event.round, event.public, event.published_at)
        case review.InterimReplyPublishedV1():
            return c.RecordInterimReply(event.round, event.public, event.published_at)
        case review.FollowUpAnsweredV1():
            return c.RecordFollowUpAnswer(event.public, event.answered_at)
        case review.ReplyCorrectedV1():
            what = (event.part, event.round, event.version, event.reason, event.public)
            return c.RecordCorrection(*what, event.corrected_at)
        case _:
            return None
