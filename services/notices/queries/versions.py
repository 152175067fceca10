"""A notice's journal retold: what each version says, and what it changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kernel.decider import plain
from kernel.service import Answer
from kernel.store import Reading
from services.notices.domain import events as e
from services.notices.domain.letter import Wording
from services.notices.schema import NOTICE, subject_of

Open = Callable[[str], str | None]


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


def versions(events: Sequence[Any], open_: Open) -> list[Answer]:
    """What went out, the newest first: {version, at, by, changed, title, body, link, needs_receipt, valid_until}.

    `changed` names the parts that differ from the version before; none for the first.
    """
    found: list[Answer] = []
    draft: e.Drafted | None = None
    for event in events:
        match event:
            case e.Drafted():
                draft = event
            case e.Sent() if draft is not None:
                found.append(_version(event, 1, draft.wording, (), open_))
            case e.Corrected():
                found.append(_version(event, event.version, event.wording, event.changed, open_))
            case _:
                pass
    return found[::-1]


def _version(
    event: e.Sent | e.Corrected, version: int, wording: Wording, changed: tuple[str, ...], open_: Open
) -> Answer:
    outline = event.outline
    asks = {"needs_receipt": outline.needs_receipt, "valid_until": outline.valid_until}
    told: Answer = plain({"version": version, "at": event.at, "by": event.by, "changed": changed, **asks})
    return {**told, **said(wording, open_)}


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
