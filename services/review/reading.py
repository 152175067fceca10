"""What a reviewer reads: the drafts of the assignment in force, each with what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from services.review.domain import events as e
from services.review.standing import written

Unseal = Callable[[str], str | None]


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
                        "at": written(event.at),
                        "submitted_at": None,
                        "passes": [],
                        "sent_back": None,
                    }
                )
            case e.Submitted() if found:
                found[-1]["submitted_at"] = written(event.at)
            case e.Passed() if found:
                found[-1]["passes"].append({"level": event.level, "by": event.by, "at": written(event.at)})
            case e.SentBack() if found:
                found[-1]["sent_back"] = {
                    "level": event.level,
                    "by": event.by,
                    "at": written(event.at),
                    "comments": unseal(event.sealed),
                }
            case _:
                pass
    return found
