"""What review does when intake and routing have spoken."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.intake import FollowUpAskedV1, MessageAcceptedV1, MessageErasedV1
from contracts.routing import (
    AssignedV1,
    AssignmentReturnedV1,
    AssignmentWithdrawnV1,
    ClosedV1,
    HandedOverV1,
    ReopenedV1,
)
from kernel.inbox import Deed, Erasure, Incoming, Reaction
from services.review.domain import commands as c
from services.review.handlers.erasing import erase_replaced
from services.review.schema import FOLLOW_UP, INTERIM, PARTS, REPLY


def react(incoming: Incoming) -> Sequence[Reaction | Deed | Erasure]:
    """An acceptance tells the consent, an assignment opens the reply, and what ends the assignment ends it.

    What ends the assignment, or begins another round, ends an interim reply that is being drafted; one that went out
    stands. A follow-up question opens its answer, for the agency that gave the reply. An erasure ends them all, and
    with it go the keys of drafts, comments, of what only the citizen read, and of what a correction replaced. What
    everyone could read last is public record, under a key of its own, which stays.
    """
    event = incoming.event
    if isinstance(event, FollowUpAskedV1):
        consent = c.LearnConsent(event.publishable, imported=False, at=event.asked_at)
        entrust = c.Entrust(event.column, event.lead, event.round, event.asked_at)
        return [Reaction(FOLLOW_UP, event.number, consent), Reaction(FOLLOW_UP, event.number, entrust)]
    command = wanted(event)
    match command:
        case None:
            return []
        case c.Erase():
            ended = [Reaction(part, event.number, command) for part in PARTS.values()]
            return [*ended, Deed(erase_replaced, {"number": event.number}, erases=True), Erasure(event.number)]
        case c.TakeBack() | c.Reopen():
            return [Reaction(part, event.number, command) for part in (REPLY, INTERIM)]
        case _:
            return [Reaction(REPLY, event.number, command)]


def wanted(event: object) -> c.Command | None:
    """The command for the reply that follows from a contract event; None where review has nothing to do."""
    match event:
        case MessageAcceptedV1(publishable=publishable, imported=imported, accepted_at=at):
            return c.LearnConsent(publishable, imported, at)
        case AssignedV1(column=column, lead=lead, round=round_, assigned_at=at):
            return c.Entrust(column, lead, round_, at)
        case AssignmentReturnedV1(lead=lead, round=round_, returned_at=at):
            return c.TakeBack(lead, round_, at)
        case AssignmentWithdrawnV1(lead=lead, round=round_, withdrawn_at=at):
            return c.TakeBack(lead, round_, at)
        case ClosedV1(lead=lead, round=round_, closed_at=at):
            return c.TakeBack(lead, round_, at)  # without a reply; one that went out stands
        case HandedOverV1(lead=str() as lead, round=round_, handed_over_at=at):
            return c.TakeBack(lead, round_, at)
        case ReopenedV1(round=round_, reopened_at=at):
            return c.Reopen(round_, at)
        case MessageErasedV1(erased_at=at):
            return c.Erase(at)
        case _:
            return None
