"""A notice's journal retold: what each version says, and what it changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from kernel.decider import plain
from kernel.paging import DEFAULT_LIMIT, CursorUnusable
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.notices.domain import events as e
from services.notices.domain.letter import Wording
from services.notices.schema import NOTICE, subject_of

Open = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Went:
    """A version as it went out, its texts sealed."""

    version: int
    event: e.Sent | e.Corrected
    wording: Wording


def history(reading: Reading, notice: str) -> list[Any]:
    """What has become of the notice, oldest first."""
    return [recorded.event for recorded in reading.history(NOTICE, notice)]


def opening(reading: Reading, notice: str) -> Open:
    """Opens what is sealed under the notice's key."""
    return lambda sealed: reading.unseal(subject_of(notice), sealed)


def said(wording: Wording, open_: Open) -> Answer:
    """The texts."""
    link = None if wording.link is None else open_(wording.link)
    return {"title": open_(wording.title), "body": open_(wording.body), "link": link}


def versions(events: Sequence[Any]) -> list[Went]:
    """What went out, the newest first."""
    found: list[Went] = []
    draft: e.Drafted | None = None
    for event in events:
        match event:
            case e.Drafted():
                draft = event
            case e.Sent() if draft is not None:
                found.append(Went(1, event, draft.wording))
            case e.Corrected():
                found.append(Went(event.version, event, event.wording))
            case _:
                pass
    return found[::-1]


def page(sent: Sequence[Went], payload: Payload, open_: Open) -> Answer:
    """{after?, limit?} → {versions, versions_next, versions_total}: the newest first; raises CursorUnusable.

    Items are {version, at, by, changed, title, body, link, needs_receipt, valid_until}; `changed` names the parts that
    differ from the version before, none for the first.
    """
    after, limit = payload.get("after"), payload.get("limit") or DEFAULT_LIMIT
    if after is not None and not after.isdecimal():
        raise CursorUnusable
    older = [each for each in sent if after is None or each.version < int(after)]
    return {
        "versions": [told(each, open_) for each in older[:limit]],
        "versions_next": str(older[limit - 1].version) if len(older) > limit else None,
        "versions_total": len(sent),
    }


def told(went: Went, open_: Open) -> Answer:
    """A version as JSON."""
    outline, event = went.event.outline, went.event
    changed = event.changed if isinstance(event, e.Corrected) else ()
    asks = {"needs_receipt": outline.needs_receipt, "valid_until": outline.valid_until}
    facts: Answer = plain({"version": went.version, "at": event.at, "by": event.by, "changed": changed, **asks})
    return {**facts, **said(went.wording, open_)}


def draft(events: Sequence[Any], open_: Open) -> Answer:
    """What the draft says, or said last: {title, body, link}."""
    written = [event for event in events if isinstance(event, e.Drafted)]
    return said(written[-1].wording, open_)


def end(events: Sequence[Any], open_: Open) -> Answer | None:
    """Why it was withdrawn, by whom and when: {reason, by, at}; None where it was not."""
    for event in reversed(events):
        if isinstance(event, e.Withdrawn):
            told: Answer = plain({"by": event.by, "at": event.at})
            return {"reason": open_(event.reason), **told}
    return None
