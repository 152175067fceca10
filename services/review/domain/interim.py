"""Interim reply: what the lead agency tells before the reply is there. It takes nothing from the reply that is owed."""

from __future__ import annotations

from typing import assert_never

from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain import refusals as no
from services.review.domain.scope import mandate_of
from services.review.domain.state import (
    Answered,
    Awaited,
    Drafting,
    Erased,
    InReview,
    Mandate,
    Reply,
    ToRework,
    Unassigned,
    digests,
)
from services.review.domain.text import hash_of


def owed_by(reply: Reply) -> Mandate:
    """Who owes the reply tells how far the matter is; a reply that went out leaves nothing to tell before it."""
    match reply:
        case Unassigned():
            raise no.NotAssigned
        case Erased():
            raise no.Erased(reply.at)
        case Answered():
            raise no.AlreadyPublished(reply.mandate.round, reply.answer.at)
        case Awaited() | Drafting() | InReview() | ToRework() if reply.correction is not None:
            raise no.AlreadyPublished(reply.mandate.round, reply.correction.corrected.at)
        case Awaited() | Drafting() | InReview() | ToRework():
            return reply.mandate
        case _:
            assert_never(reply)


def must_be_of_who_owes(interim: Reply, reply: Reply) -> None:
    """An interim reply goes out, first or corrected, from the agency that owes the reply of this round, and no other.

    What a text of the reply has by losing its page to the next agency, one beside it has by this.
    """
    mandate, owed = mandate_of(interim), owed_by(reply)
    if mandate is not None and mandate != owed:
        raise no.OwedByAnother(owed.lead, owed.round)


def begin_interim(command: c.BeginInterim, interim: Reply) -> list[e.Event]:
    """An empty page, also after another went out in this round; the very text that went out is not given again.

    Nor is it given again with other files: those are put right by a correction.

    The next agency's interim reply ends a correction of the last one's.
    """
    mandate = Mandate(command.column, command.lead, command.round)
    begun: list[e.Event] = [e.Entrusted(command.column, command.lead, command.round, command.at)]
    match interim:
        case Erased():
            raise no.Erased(interim.at)
        case Unassigned():
            return begun
        case Answered(answer=answer):
            if (interim.mandate, answer.text_hash) == (mandate, hash_of(command.text, digests(answer.files))):
                raise no.AlreadyTold(answer.round, answer.at)
            return begun
        case Awaited() | Drafting() | InReview() | ToRework():
            return [] if interim.mandate == mandate else begun
        case _:
            assert_never(interim)
