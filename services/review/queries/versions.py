"""What went out retold, version by version, and the corrections that were opened: for staff, who read the old texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from kernel.clock import rfc3339
from services.review.domain import events as e
from services.review.domain.words import REASON_NAMES, Reason
from services.review.queries.drafts import enclosure

Edition = tuple[int, int]
"""Of what went out, which turn and which version."""

Read = Callable[[str, Edition | None], str | None]
"""Unseals a text under the key of the version as which it went to everyone, or of the message; None once erased."""


@dataclass(frozen=True, slots=True)
class Out:
    """One version as the journal tells that it went out, nothing of it unsealed yet."""

    event: e.Published | e.Delivered | e.Corrected
    version: int
    public: bool
    files: list[e.FileSentOut] = field(default_factory=list)

    def told(self, read: Read) -> dict[str, Any]:
        """{turn, round, version, text, text_hash, at, public, attachments}."""
        event, edition = self.event, (self.event.turn, self.version) if self.public else None
        return {
            "turn": event.turn,
            "round": event.round,
            "version": self.version,
            "text": read(event.sealed, edition),
            "text_hash": event.text_hash,
            "at": rfc3339(event.at),
            "public": self.public,
            "attachments": [enclosure(file, read(file.sealed, edition)) for file in self.files],
        }


def went_out(history: Iterable[e.Event]) -> list[Out]:
    """Every version, the oldest first."""
    found: list[Out] = []
    for event in history:
        match event:
            case e.Published() | e.Delivered():
                found.append(Out(event, 1, isinstance(event, e.Published)))
            case e.Corrected():
                found.append(Out(event, event.version, event.public))
            case e.FileSentOut():
                found[-1].files.append(event)
            case _:
                pass
    return found


def versions(history: Iterable[e.Event], read: Read) -> list[dict[str, Any]]:
    """Every version that went out as `Out.told`, the oldest first.

    Also what a correction has replaced, text and files, until the message is erased.
    """
    return [out.told(read) for out in went_out(history)]


Tells = Callable[[str], bool]
"""Whether the reader is told what people at this agency wrote for themselves and for the column."""


def corrections(history: Iterable[e.Event], read: Read, tells: Tells) -> list[dict[str, Any]]:
    """[{turn, round, version, reason, reason_name, words, by, at, ended, ended_at}], the oldest first.

    `words` are null once erased, and to who is not told what the agency of then wrote.

    `ended` is null while it is under way; `published`, `given_up`, or `dropped` where the matter went on without it.
    """
    found: list[dict[str, Any]] = []
    for event in history:
        match event:
            case e.CorrectionOpened():
                found.append(_opened(event, read, tells))
            case e.Corrected():
                _end(found, "published", event)
            case e.CorrectionGivenUp():
                _end(found, "given_up", event)
            case e.Entrusted() | e.Reopened() | e.Erased():
                _end(found, "dropped", event)
            case _:
                pass
    return found


def _opened(event: e.CorrectionOpened, read: Read, tells: Tells) -> dict[str, Any]:
    return {
        "turn": event.turn,
        "round": event.round,
        "version": event.version,
        "reason": event.reason,
        "reason_name": REASON_NAMES[Reason(event.reason)],
        "words": read(event.sealed, None) if tells(event.lead) else None,  # said among staff
        "by": event.by,
        "at": rfc3339(event.at),
        "ended": None,
        "ended_at": None,
    }


def _end(found: list[dict[str, Any]], how: str, event: Any) -> None:
    if found and found[-1]["ended"] is None:
        found[-1]["ended"], found[-1]["ended_at"] = how, rfc3339(event.at)
