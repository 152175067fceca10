"""Which of review's events are public, and in which words: never with a text."""

from __future__ import annotations

from contracts.review import ReplyApprovedV1, ReplyPublishedV1, ReplySentBackV1, ReplySubmittedV1
from kernel.journal import Recorded
from kernel.publiclog import Published
from services.review.domain import events as e

FIRST_LEVEL = 1


def published(recorded: Recorded) -> Published | None:
    """The contract event that others learn of, with the message as its subject."""
    said = contract(recorded.id, recorded.event)
    return None if said is None else Published(said, subject=recorded.id)


def contract(
    number: str, event: e.Event
) -> ReplySubmittedV1 | ReplySentBackV1 | ReplyApprovedV1 | ReplyPublishedV1 | None:
    """Drafts and single passes are the house's own; everything else is told."""
    match event:
        case e.Submitted(column=column, round=round_, draft=draft, at=at):
            return ReplySubmittedV1(number, column, round_, draft, FIRST_LEVEL, at)
        case e.SentBack(column=column, round=round_, level=level, at=at):
            return ReplySentBackV1(number, column, round_, level, at)
        case e.Approved(column=column, round=round_, text_hash=text_hash, levels=levels, at=at):
            return ReplyApprovedV1(number, column, round_, text_hash, levels, at)
        case e.Published() | e.Delivered():
            return ReplyPublishedV1(
                number=number,
                column=event.column,
                round=event.round,
                lead=event.lead,
                text_hash=event.text_hash,
                public=isinstance(event, e.Published),
                published_at=event.at,
                imported=event.imported,
            )
        case _:
            return None
