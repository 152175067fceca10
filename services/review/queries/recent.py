"""The lists behind a reply, the newest first: its drafts, what went out, and the corrections that were opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from kernel.paging import DEFAULT_LIMIT, LONGEST, CursorUnusable
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.review.queries.drafts import drafts as told_drafts
from services.review.queries.texts import opened, reader, told_words
from services.review.queries.versions import corrections as told_corrections
from services.review.queries.versions import went_out

TEXTS_AT_ONCE = 20
"""A page of whole texts is no longer."""

T = TypeVar("T")

_LISTED = ("draft", "text_hash", "by", "at", "restores", "submitted_at", "became", "version")


def drafts(reading: Reading, payload: Payload) -> Answer:
    """{number, part?, after?, limit?} → {items, next, total}: the drafts without texts.

    Items are {draft, text_hash, by, at, restores, submitted_at, became, version}: who wrote which version when, and
    what became of it. Raises NotFound, OutOfScope, CursorUnusable.
    """
    _, history, _ = opened(reading, payload)
    numbered = {draft["draft"]: {name: draft[name] for name in _LISTED} for draft in told_drafts(history, _unread)}
    return _page(numbered, payload, LONGEST, lambda draft: draft)


def versions(reading: Reading, payload: Payload) -> Answer:
    """{number, part?, after?, limit?} → {items, next, total}: what went out in every round, see versions.py.

    Also what a correction replaced, until the message is erased. Raises NotFound, OutOfScope, CursorUnusable.
    """
    row, history, _ = opened(reading, payload)
    read = reader(reading, row["part"], payload["number"])
    return _page(_counted(went_out(history)), payload, TEXTS_AT_ONCE, lambda out: out.told(read))


def corrections(reading: Reading, payload: Payload) -> Answer:
    """{number, part?, after?, limit?} → {items, next, total}: the corrections that were opened, see versions.py.

    Raises NotFound, OutOfScope, CursorUnusable.
    """
    row, history, _ = opened(reading, payload)
    read = reader(reading, row["part"], payload["number"])
    return _page(
        _counted(told_corrections(history, read, told_words(reading))), payload, LONGEST, lambda correction: correction
    )


def _counted(every: Sequence[T]) -> dict[int, T]:
    return dict(enumerate(every, 1))


def _page(every: dict[int, T], payload: Payload, longest: int, told: Callable[[T], dict[str, Any]]) -> Answer:
    """So many of the newest below `after`, which is the number of the last one that was listed."""
    limit, after = min(payload.get("limit") or DEFAULT_LIMIT, longest), payload.get("after")
    if after and not (after.isascii() and after.isdecimal()):
        raise CursorUnusable
    rest = [number for number in sorted(every, reverse=True) if not after or number < int(after)]
    following = str(rest[limit - 1]) if len(rest) > limit else None
    return {"items": [told(every[number]) for number in rest[:limit]], "next": following, "total": len(every)}


def _unread(_: str) -> None:
    """A list shows no texts, so that none is unsealed for it."""
