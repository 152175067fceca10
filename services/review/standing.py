"""Where a reply stands, in the words of the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any, assert_never

from services.review.domain.scope import mandate_of
from services.review.domain.state import (
    Answered,
    Awaited,
    Drafting,
    Gone,
    InReview,
    Reply,
    Seen,
    ToRework,
    Unassigned,
)

STATES = ("unassigned", "waiting", "drafted", "in_review", "sent_back", "published", "erased")


def state_of(reply: Reply) -> str:
    """One of `STATES`."""
    match reply:
        case Unassigned():
            return "unassigned"
        case Awaited():
            return "waiting"
        case Drafting():
            return "drafted"
        case InReview():
            return "in_review"
        case ToRework():
            return "sent_back"
        case Answered():
            return "published"
        case Gone():
            return "erased"
        case _:
            assert_never(reply)


def standing(number: str, reply: Reply) -> dict[str, Any]:
    """{number, state, column, lead, round, draft, text_hash, level, levels, published_at, public}.

    `level` is the one whose turn it is, or the one that sent the text back.
    """
    mandate = mandate_of(reply)
    said: dict[str, Any] = {
        "number": number,
        "state": state_of(reply),
        "column": None if mandate is None else mandate.column,
        "lead": None if mandate is None else mandate.lead,
        "round": None if mandate is None else mandate.round,
        "draft": None,
        "text_hash": None,
        "level": None,
        "levels": None,
        "published_at": None,
        "public": None,
    }
    if isinstance(reply, Drafting | InReview | ToRework):
        said |= {"draft": reply.draft.number, "text_hash": reply.draft.text_hash}
    if isinstance(reply, InReview):
        said |= {"level": reply.level, "levels": reply.levels}
    if isinstance(reply, ToRework):
        said |= {"level": reply.level}
    if isinstance(reply, Answered):
        answer = reply.answer
        said |= {"text_hash": answer.text_hash, "published_at": written(answer.at), "public": answer.public}
    return said


def passes_of(reply: Reply) -> list[dict[str, Any]]:
    """[{level, by, at}]: the passes that count for the text as it stands, or as it went out."""
    return [_pass(seen) for seen in reply.passes] if isinstance(reply, InReview | Answered) else []


def _pass(seen: Seen) -> dict[str, Any]:
    return {"level": seen.level, "by": seen.by, "at": written(seen.at)}


def written(at: datetime) -> str:
    """An instant as RFC 3339."""
    return at.isoformat()
