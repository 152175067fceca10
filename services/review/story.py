"""A reply retold for people: where it stands, and the drafts of the assignment in force with what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, assert_never

from kernel.clock import rfc3339
from services.review.domain import events as e
from services.review.domain.scope import mandate_of
from services.review.domain.state import (
    Answered,
    Awaited,
    Drafting,
    Erased,
    InReview,
    Reply,
    Seen,
    ToRework,
    Unassigned,
)

Unseal = Callable[[str], str | None]

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
        said |= {"text_hash": answer.text_hash, "published_at": rfc3339(answer.at), "public": answer.public}
    return said


def passes_of(reply: Reply) -> list[dict[str, Any]]:
    """[{level, by, at}]: the passes that count for the text as it stands, or as it went out."""
    return [_pass(seen) for seen in reply.passes] if isinstance(reply, InReview | Answered) else []


def _pass(seen: Seen) -> dict[str, Any]:
    return {"level": seen.level, "by": seen.by, "at": rfc3339(seen.at)}


def drafts(history: Iterable[e.Event], unseal: Unseal) -> list[dict[str, Any]]:
    """[{draft, text, text_hash, by, at, submitted_at, passes, sent_back}], the oldest first.

    An agency reads nothing that an earlier one drafted, so an assignment begins anew. A text is null once erased.
    `passes` are those given to the draft, void or not; `sent_back` is {level, by, at, comments} or null.
    """
    found: list[dict[str, Any]] = []
    for event in history:
        match event:
            case e.Entrusted() | e.TakenBack() | e.Reopened():
                found = []
            case e.Drafted():
                found.append(
                    {
                        "draft": event.draft,
                        "text": unseal(event.sealed),
                        "text_hash": event.text_hash,
                        "by": event.by,
                        "at": rfc3339(event.at),
                        "submitted_at": None,
                        "passes": [],
                        "sent_back": None,
                    }
                )
            case e.Submitted() if found:
                found[-1]["submitted_at"] = rfc3339(event.at)
            case e.Passed() if found:
                found[-1]["passes"].append({"level": event.level, "by": event.by, "at": rfc3339(event.at)})
            case e.SentBack() if found:
                found[-1]["sent_back"] = {
                    "level": event.level,
                    "by": event.by,
                    "at": rfc3339(event.at),
                    "comments": unseal(event.sealed),
                }
            case _:
                pass
    return found
