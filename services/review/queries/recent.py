"""The lists behind a reply, the newest first: its drafts, what went out, and the corrections that were opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kernel.paging import DEFAULT_LIMIT, LONGEST, CursorUnusable
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.review.queries.drafts import drafts as told_drafts
from services.review.queries.texts import opened, opens, told_words
from services.review.queries.versions import corrections as told_corrections
from services.review.queries.versions import versions as told_versions

TEXTS_AT_ONCE = 20
"""A page of whole texts is no longer."""

_LISTED = ("draft", "text_hash", "by", "at", "restores", "submitted_at", "became", "version")


def drafts(reading: Reading, payload: Payload) -> Answer:
    """{number, part?, after?, limit?} → {items, next, total}: the drafts without texts.

    Items are {draft, text_hash, by, at, restores, submitted_at, became, version}: who wrote which version when, and
    what became of it. Raises NotFound, OutOfScope, CursorUnusable.
    """
    _, history, _ = opened(reading, payload)
    numbered = {draft["draft"]: {name: draft[name] for name in _LISTED} for draft in told_drafts(history)}
    return _page(numbered, payload, LONGEST)


def versions(reading: Reading, payload: Payload) -> Answer:
    """{number, part?, after?, limit?} → {items, next, total}: what went out in every round, see versions.py.

    Also what a correction replaced, until the message is erased. Raises NotFound, OutOfScope, CursorUnusable.
    """
    row, history, _ = opened(reading, payload)
    page = _page(_counted(told_versions(history)), payload, TEXTS_AT_ONCE)
    told: Answer = opens(reading, row["part"], payload["number"])(page)
    return told


def corrections(reading: Reading, payload: Payload) -> Answer:
    """{number, part?, after?, limit?} → {items, next, total}: the corrections that were opened, see versions.py.

    Raises NotFound, OutOfScope, CursorUnusable.
    """
    row, history, _ = opened(reading, payload)
    page = _page(_counted(told_corrections(history, told_words(reading))), payload, LONGEST)
    told: Answer = opens(reading, row["part"], payload["number"])(page)
    return told


def _counted(every: Sequence[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    return dict(enumerate(every, 1))


def _page(every: dict[int, dict[str, Any]], payload: Payload, longest: int) -> Answer:
    """So many of the newest below `after`, which is the number of the last one that was listed; none opened yet."""
    limit, after = min(payload.get("limit") or DEFAULT_LIMIT, longest), payload.get("after")
    if after and not (after.isascii() and after.isdecimal()):
        raise CursorUnusable
    rest = [number for number in sorted(every, reverse=True) if not after or number < int(after)]
    following = str(rest[limit - 1]) if len(rest) > limit else None
    return {"items": [every[number] for number in rest[:limit]], "next": following, "total": len(every)}
