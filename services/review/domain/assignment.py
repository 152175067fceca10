"""Whose reply it is: the agency of the newest assignment drafts, and who lost the case drafts no more."""

from __future__ import annotations

from typing import assert_never

from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain.attachments import erased
from services.review.domain.state import (
    Answered,
    Audience,
    Awaited,
    Drafting,
    Erased,
    InReview,
    Mandate,
    Reply,
    ToRework,
    Unassigned,
)


def learn_consent(command: c.LearnConsent, reply: Reply) -> list[e.Event]:
    """The citizen's consent is learnt once, before or after the assignment: the two come from different services."""
    if reply.past.audience is not Audience.UNKNOWN or isinstance(reply, Erased):
        return []
    return [e.ConsentLearnt(command.publishable, command.imported, command.at)]


def entrust(command: c.Entrust, reply: Reply) -> list[e.Event]:
    """The agency of the newest assignment drafts, from an empty page; what an earlier one drafted is not handed on."""
    entrusted: list[e.Event] = [e.Entrusted(command.column, command.lead, command.round, command.at)]
    match reply:
        case Erased():
            return []
        case Unassigned():
            return entrusted if command.round >= reply.round else []
        case Answered():
            return entrusted if command.round > reply.mandate.round else []
        case Awaited() | Drafting() | InReview() | ToRework() if reply.correction is not None:
            return entrusted if command.round > reply.mandate.round else []
        case Awaited() | Drafting() | InReview() | ToRework():
            stands = Mandate(command.column, command.lead, command.round) == reply.mandate
            return [] if stands or command.round < reply.mandate.round else entrusted
        case _:
            assert_never(reply)


def take_back(command: c.TakeBack, reply: Reply) -> list[e.Event]:
    """An agency that has returned the case drafts no more; what it answered stays its own, to correct if need be."""
    match reply:
        case Unassigned() | Answered() | Erased():
            return []
        case Awaited() | Drafting() | InReview() | ToRework() if reply.correction is not None:
            return []
        case Awaited() | Drafting() | InReview() | ToRework():
            if (command.lead, command.round) != (reply.mandate.lead, reply.mandate.round):
                return []
            return [e.TakenBack(command.lead, command.round, command.at)]
        case _:
            assert_never(reply)


def reopen(command: c.Reopen, reply: Reply) -> list[e.Event]:
    """A new round waits for its own assignment."""
    match reply:
        case Erased():
            return []
        case Unassigned():
            current = reply.round
        case Awaited() | Drafting() | InReview() | ToRework() | Answered():
            current = reply.mandate.round
        case _:
            assert_never(reply)
    return [e.Reopened(command.round, command.at)] if command.round > current else []


def erase(command: c.Erase, reply: Reply) -> list[e.Event]:
    """An erased message is answered no further, whatever else arrives for it later."""
    return [] if isinstance(reply, Erased) else [e.Erased(command.at), *erased(reply, command)]
