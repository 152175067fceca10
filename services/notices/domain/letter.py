"""A notice as it is written: what it says, for whom, and what it asks."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date

from services.notices.domain.audience import Audience, must_be_someone
from services.notices.domain.refusals import AlreadyOver
from services.notices.domain.text import BODY_LIMIT, TITLE_LIMIT, hash_of, must_be_link, must_be_readable
from services.notices.domain.words import Kind, Part


@dataclass(frozen=True, slots=True)
class Wording:
    """What it says; in an event each part is sealed under the notice's own key."""

    title: str
    body: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Marks:
    """What each part of a wording is known by: SHA-256."""

    title: str
    body: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything of a notice that is no text; `valid_until` is the last day on which it holds, None: for good."""

    kind: Kind
    audience: Audience
    needs_receipt: bool
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice as it stands: outline, sealed wording, and what that is known by."""

    outline: Outline
    wording: Wording
    marks: Marks


def marks_of(wording: Wording) -> Marks:
    """What a wording is known by."""
    return Marks(hash_of(wording.title), hash_of(wording.body), None if wording.link is None else hash_of(wording.link))


def text_hash_of(outline: Outline, marks: Marks) -> str:
    """What a whole notice is known by: whoever sends it names the very one they have looked at."""
    return hash_of(json.dumps([asdict(outline), asdict(marks)], sort_keys=True, default=str))


def changes(before: Letter, outline: Outline, marks: Marks) -> tuple[Part, ...]:
    """Which parts differ."""
    parts: dict[Part, bool] = {
        "title": before.marks.title != marks.title,
        "body": before.marks.body != marks.body,
        "link": before.marks.link != marks.link,
        "needs_receipt": before.outline.needs_receipt != outline.needs_receipt,
        "valid_until": before.outline.valid_until != outline.valid_until,
    }
    return tuple(part for part, differs in parts.items() if differs)


def must_be_fit(outline: Outline, wording: Wording) -> None:
    """A title of one line, a body, at most one link, and somebody whom it is for."""
    must_be_readable("title", wording.title, TITLE_LIMIT, lines=False)
    must_be_readable("body", wording.body, BODY_LIMIT)
    if wording.link is not None:
        must_be_link(wording.link)
    must_be_someone(outline.audience)


def is_over(outline: Outline, today: date) -> bool:
    """Whether its last day has passed."""
    return outline.valid_until is not None and outline.valid_until < today


def must_hold(outline: Outline, today: date) -> None:
    """The notice holds today; raises AlreadyOver."""
    if outline.valid_until is not None and is_over(outline, today):
        raise AlreadyOver(outline.valid_until, today)
