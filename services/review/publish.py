"""Which of review's events are public, and in which words: never with a text."""

from __future__ import annotations

from typing import Any, cast

from contracts import review
from kernel.journal import Recorded
from kernel.publiclog import Published
from services.review.domain import events as e
from services.review.schema import FOLLOW_UP, INTERIM, REPLY


def published(recorded: Recorded) -> Published | None:
    """The contract event that others learn of, with the message as its subject."""
    event = recorded.event
    if recorded.category not in TOLD:
        return None  # word lists are the house's own
    if isinstance(event, e.Corrected):
        said: object | None = corrected(recorded.id, recorded.category, event)
    else:
        said = TOLD[recorded.category](recorded.id, event)
    return None if said is None else Published(said, subject=recorded.id)


def contract(number: str, event: e.Event) -> object | None:
    """Drafts and comments are the house's own; everything else is told."""
    match event:
        case e.Submitted():
            return review.ReplySubmittedV1(number, event.column, event.round, event.draft, event.at)
        case e.TakenOutOfReview():
            return review.ReplyTakenOutOfReviewV1(number, event.column, event.round, event.draft, event.at)
        case e.SentBack():
            level, to = event.level, event.to
            return review.ReplySentBackV1(number, event.column, event.round, level, event.at, to, event.lead)
        case e.Passed(column=str() as column):
            return review.ReplyPassedV1(number, column, event.round, event.level, event.at, event.levels)
        case e.Approved():
            return review.ReplyApprovedV1(number, event.column, event.round, event.text_hash, event.levels, event.at)
        case e.Published() | e.Delivered():
            return review.ReplyPublishedV1(number, published_at=event.at, imported=event.imported, **_sent(event))
        case _:
            return None


def answer_to_follow_up(number: str, event: e.Event) -> object | None:
    """Of a follow-up others learn that it was answered: it closes nothing and counts nowhere."""
    match event:
        case e.Published() | e.Delivered():
            return review.FollowUpAnsweredV1(number, answered_at=event.at, **_sent(event))
        case _:
            return None


def interim_reply(number: str, event: e.Event) -> object | None:
    """Of an interim reply others learn that it went out: the case is where it was, and nothing is done by it."""
    match event:
        case e.Published() | e.Delivered():
            return review.InterimReplyPublishedV1(number, published_at=event.at, **_sent(event))
        case _:
            return None


def corrected(number: str, part: Any, event: e.Corrected) -> review.ReplyCorrectedV1:
    """Of a correction others learn when it has replaced what went out, in whichever part."""
    return review.ReplyCorrectedV1(
        number=number,
        part=part,
        column=event.column,
        lead=event.lead,
        round=event.round,
        version=event.version,
        reason=cast("review.Reason", event.reason),
        text_hash=event.text_hash,
        public=event.public,
        corrected_at=event.at,
    )


def _sent(event: e.Published | e.Delivered) -> dict[str, Any]:
    """Whose text went out, which one, and to whom."""
    return {
        "column": event.column,
        "round": event.round,
        "lead": event.lead,
        "text_hash": event.text_hash,
        "public": isinstance(event, e.Published),
    }


TOLD = {REPLY.category: contract, FOLLOW_UP.category: answer_to_follow_up, INTERIM.category: interim_reply}
