"""What went out retold, version by version, and the corrections that were opened: for staff, who read the old texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kernel.clock import rfc3339
from services.review.domain import events as e
from services.review.domain.words import REASON_NAMES, Reason
from services.review.queries.closed import Closed
from services.review.queries.drafts import enclosure


def versions(history: Iterable[e.Event]) -> list[dict[str, Any]]:
    """[{turn, round, version, text, text_hash, at, public, attachments}]: every version that went out, oldest first.

    Also what a correction has replaced, text and files, until the message is erased. Texts are `Closed`.
    """
    found: list[dict[str, Any]] = []
    for event in history:
        match event:
            case e.Published() | e.Delivered():
                found.append(_version(event, 1, public=isinstance(event, e.Published)))
            case e.Corrected():
                found.append(_version(event, event.version, public=event.public))
            case e.FileSentOut():
                edition = (event.turn, event.version) if event.public else None
                found[-1]["attachments"].append(enclosure(event, edition))
            case _:
                pass
    return found


def _version(event: e.Published | e.Delivered | e.Corrected, version: int, *, public: bool) -> dict[str, Any]:
    return {
        "turn": event.turn,
        "round": event.round,
        "version": version,
        "text": Closed(event.sealed, (event.turn, version) if public else None),
        "text_hash": event.text_hash,
        "at": rfc3339(event.at),
        "public": public,
        "attachments": [],
    }


Tells = Callable[[str], bool]
"""Whether the reader is told what people at this agency wrote for themselves and for the column."""


def corrections(history: Iterable[e.Event], tells: Tells) -> list[dict[str, Any]]:
    """[{turn, round, version, reason, reason_name, words, by, at, ended, ended_at}], the oldest first.

    `words` are `Closed`, null once erased, and to who is not told what the agency of then wrote.

    `ended` is null while it is under way; `published`, `given_up`, or `dropped` where the matter went on without it.
    """
    found: list[dict[str, Any]] = []
    for event in history:
        match event:
            case e.CorrectionOpened():
                found.append(_opened(event, tells))
            case e.Corrected():
                _end(found, "published", event)
            case e.CorrectionGivenUp():
                _end(found, "given_up", event)
            case e.Entrusted() | e.Reopened() | e.Erased():
                _end(found, "dropped", event)
            case _:
                pass
    return found


def _opened(event: e.CorrectionOpened, tells: Tells) -> dict[str, Any]:
    return {
        "turn": event.turn,
        "round": event.round,
        "version": event.version,
        "reason": event.reason,
        "reason_name": REASON_NAMES[Reason(event.reason)],
        "words": Closed(event.sealed) if tells(event.lead) else None,  # said among staff
        "by": event.by,
        "at": rfc3339(event.at),
        "ended": None,
        "ended_at": None,
    }


def _end(found: list[dict[str, Any]], how: str, event: Any) -> None:
    if found and found[-1]["ended"] is None:
        found[-1]["ended"], found[-1]["ended_at"] = how, rfc3339(event.at)
