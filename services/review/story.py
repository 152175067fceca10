"""A reply retold for people: where it stands. Its drafts and versions are told by queries."""

from __future__ import annotations

from typing import Any, assert_never

from kernel.clock import rfc3339
from services.review.domain.scope import mandate_of
from services.review.domain.state import (
    Answer,
    Answered,
    Awaited,
    Correction,
    Drafting,
    Erased,
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
        case Erased():
            return "erased"
        case _:
            assert_never(reply)


def standing(number: str, reply: Reply) -> dict[str, Any]:
    """{number, state, column, lead, round, draft, text_hash, level, levels, published_at, public, version, …}.

    `level` is the one whose turn it is, or the one that sent the text back; `back_from` the one above it that sent the
    text down to it. `version` is the one that went out, or that a `correction` (its reason) prepares.
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
        "version": None,
        "correction": None,
        "back_from": None,
    }
    if isinstance(reply, Drafting | InReview | ToRework):
        said |= {"draft": reply.draft.number, "text_hash": reply.draft.text_hash}
    if isinstance(reply, InReview):
        back_from = reply.returned.level if reply.returned and reply.returned.to == reply.level else None
        said |= {"level": reply.level, "levels": reply.levels, "back_from": back_from}
    if isinstance(reply, ToRework):
        said |= {"level": reply.level}
    if isinstance(reply, Answered):
        said |= {"text_hash": reply.answer.text_hash, **_gone_out(reply.answer), "version": reply.answer.version}
    correction = correction_of(reply)
    if correction is not None:
        said |= _gone_out(correction.corrected)
        said |= {"version": correction.version, "correction": correction.reason.value}
    return said


def _gone_out(answer: Answer) -> dict[str, Any]:
    return {"published_at": rfc3339(answer.at), "public": answer.public}


def correction_of(reply: Reply) -> Correction | None:
    """The correction that is being prepared."""
    return None if isinstance(reply, Unassigned | Answered | Erased) else reply.correction


def passes_of(reply: Reply) -> list[dict[str, Any]]:
    """[{level, by, at}]: the passes that count for the text as it stands, or as it went out."""
    return [_pass(seen) for seen in reply.passes] if isinstance(reply, InReview | Answered) else []


def _pass(seen: Seen) -> dict[str, Any]:
    return {"level": seen.level, "by": seen.by, "at": rfc3339(seen.at)}
