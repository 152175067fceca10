"""Taking over: a reply that was given and sent out before this system kept its review."""

from __future__ import annotations

from typing import assert_never

from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain import refusals as no
from services.review.domain.publicrecord import sealed_for_everyone
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
from services.review.domain.text import IMPORTED_LIMIT, hash_of, must_be_readable


def import_reply(command: c.Import, reply: Reply) -> list[e.Event]:
    """A reply given before this system: drafted and sent out as it was.

    It is opened here where its assignment has not been heard of yet; its acceptance says that it is history. Nothing
    is submitted, passed or approved: who did so then is not known, and nobody did so here.
    """
    must_be_readable("text", command.text, IMPORTED_LIMIT)
    text_hash = hash_of(command.text)
    if is_taken_over(command.round, command.text, reply):
        return []
    must_be_history(command, reply)
    mandate = Mandate(command.column, command.lead, command.round)
    match reply:
        case Erased():
            raise no.Erased(reply.at)
        case Answered():
            raise no.AlreadyPublished(reply.mandate.round, reply.answer.at)
        case Awaited() | Drafting() | InReview() | ToRework() if reply.correction is not None:
            raise no.AlreadyPublished(reply.mandate.round, reply.correction.corrected.at)
        case Unassigned() if command.round >= reply.round:
            opened: list[e.Event] = [e.Entrusted(command.column, command.lead, command.round, command.at)]
        case Awaited() if reply.mandate == mandate:
            opened = []
        case Unassigned():
            raise no.NotAssigned
        case Awaited() | Drafting() | InReview() | ToRework():
            raise no.UnderWay(reply.mandate.column, reply.mandate.lead, reply.mandate.round)
        case _:
            assert_never(reply)
    drafted = e.Drafted(reply.past.drafts + 1, text_hash, command.sealed, command.by, command.at)
    address = (command.column, command.lead, command.round, text_hash)
    turn = reply.past.next_turn
    sent: e.Event = (
        e.Published(*address, sealed_for_everyone(command), imported=True, at=command.at, turn=turn)
        if command.public
        else e.Delivered(*address, command.sealed, imported=True, at=command.at, turn=turn)
    )
    return [*opened, drafted, sent]


def is_taken_over(round_: int, text: str, reply: Reply) -> bool:
    """Whether this very text went out in this round already."""
    text_hash = hash_of(text)
    return any((answer.round, answer.text_hash) == (round_, text_hash) for answer in reply.past.answers)


def must_be_history(command: c.Import, reply: Reply) -> None:
    """What is handled here goes through review, what is public needs consent, and nobody has answered tomorrow.

    Until the acceptance has been heard of nobody knows which it is: the import waits for it.
    """
    if reply.past.imported is None and not isinstance(reply, Erased):
        raise no.AcceptanceUnknown
    if reply.past.imported is False:
        raise no.NotHistory
    if command.public and reply.past.audience is Audience.CITIZEN:
        raise no.NotPublishable
    if command.at > command.now:
        raise no.InTheFuture("replied_at", command.at)
