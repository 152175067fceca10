"""Where a reply stands: one small variant each, and the record that goes with it from round to round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Audience(Enum):
    """Who will read the reply."""

    UNKNOWN = "unknown"
    EVERYONE = "everyone"
    CITIZEN = "citizen"


@dataclass(frozen=True, slots=True)
class Seen:
    """A reviewer passed the text with this hash at this level."""

    level: int
    text_hash: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What went out in one round."""

    round: int
    text_hash: str
    public: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """What is never forgotten: who has written, who has passed which text (void or not), what went out.

    `imported` says whether the message is history, None until its acceptance has been heard of.
    """

    audience: Audience = Audience.UNKNOWN
    imported: bool | None = None
    drafts: int = 0
    authors: frozenset[str] = frozenset()
    seen: frozenset[Seen] = frozenset()
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Mandate:
    """Which agency gives the reply of which round."""

    column: str
    lead: str
    round: int


@dataclass(frozen=True, slots=True)
class Draft:
    """The text as it stands."""

    number: int
    text_hash: str
    sealed: str


@dataclass(frozen=True, slots=True)
class Unassigned:
    """No agency has to answer: not assigned yet (round 0), returned, or reopened for `round`."""

    past: Past = Past()
    round: int = 0


@dataclass(frozen=True, slots=True)
class Awaited:
    """The lead agency has not written anything yet."""

    past: Past
    mandate: Mandate


@dataclass(frozen=True, slots=True)
class Drafting:
    """The lead agency is writing."""

    past: Past
    mandate: Mandate
    draft: Draft


@dataclass(frozen=True, slots=True)
class InReview:
    """The text has passed the levels in `passes` and is looked at by the next of `levels`."""

    past: Past
    mandate: Mandate
    draft: Draft
    levels: int
    passes: tuple[Seen, ...] = ()

    @property
    def level(self) -> int:
        """The level that has to look at the text now, counted from 1."""
        return len(self.passes) + 1


@dataclass(frozen=True, slots=True)
class ToRework:
    """A reviewer sent the text back; it waits for the lead agency's edit."""

    past: Past
    mandate: Mandate
    draft: Draft
    level: int
    comments: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """The reply of this round went out, after these passes (none for an imported one)."""

    past: Past
    mandate: Mandate
    answer: Answer
    passes: tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Erased:
    """The message was erased; nothing happens here any more."""

    past: Past
    at: datetime


Reply = Unassigned | Awaited | Drafting | InReview | ToRework | Answered | Erased
