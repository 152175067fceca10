"""Where a reply stands: one small variant each, and the record that goes with it from round to round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from services.review.domain.words import Reason


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
class Wrote:
    """Somebody drafted or edited these words, or changed the files that go with them."""

    words_hash: str
    by: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a text: where its blob is, its name and key (sealed), what is known of its content."""

    attachment: str
    place: str
    sealed: str
    type: str
    size: int
    digest: str


def digests(files: tuple[File, ...]) -> tuple[str, ...]:
    """Of the files, in their order, as a text's hash covers them."""
    return tuple(file.digest for file in files)


@dataclass(frozen=True, slots=True)
class Answer:
    """What went out in one round, text and files.

    `turn` counts what went out one after the other, `version` the texts of one turn: a correction is the next version,
    and leaves it at `at` that the citizen was answered.
    """

    round: int
    text_hash: str
    public: bool
    at: datetime
    turn: int = 1
    version: int = 1
    corrected_at: datetime | None = None
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Somebody said something about a draft, and decided nothing by it."""

    draft: int
    sealed: str
    by: str


@dataclass(frozen=True, slots=True)
class Past:
    """What is never forgotten: who has written, who has passed which text (void or not), what went out.

    `imported` says whether the message is history, None until its acceptance has been heard of. `remark` is the last
    comment that decided nothing. `files` are those of all drafts there have been, as long as the store holds them.
    """

    audience: Audience = Audience.UNKNOWN
    imported: bool | None = None
    drafts: int = 0
    wrote: frozenset[Wrote] = frozenset()
    seen: frozenset[Seen] = frozenset()
    answers: tuple[Answer, ...] = ()
    remark: Remark | None = None
    files: tuple[File, ...] = ()

    @property
    def authors(self) -> frozenset[str]:
        """Who has ever drafted or edited for this reply."""
        return frozenset(wrote.by for wrote in self.wrote)

    @property
    def next_turn(self) -> int:
        """The turn of what goes out next, a correction of an earlier turn aside."""
        return 1 + max((answer.turn for answer in self.answers), default=0)


@dataclass(frozen=True, slots=True)
class Mandate:
    """Which agency gives the reply of which round."""

    column: str
    lead: str
    round: int


@dataclass(frozen=True, slots=True)
class Draft:
    """The text as it stands, with its files; the hash stands for both, `words_hash` for the text alone."""

    number: int
    text_hash: str
    words_hash: str
    sealed: str
    by: str
    at: datetime
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What went out is put right: `corrected` stays what everyone reads until the next version has gone out.

    `passes` are those by which it went out; `sealed` says what is wrong with it.
    """

    corrected: Answer
    passes: tuple[Seen, ...]
    reason: Reason
    sealed: str
    by: str
    at: datetime

    @property
    def version(self) -> int:
        """The version that is being prepared."""
        return self.corrected.version + 1


@dataclass(frozen=True, slots=True)
class Returned:
    """The reviewer of `level` sent the text down to the level `to`, which looks at it again."""

    level: int
    to: int
    comments: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Unassigned:
    """No agency has to answer: not assigned yet (round 0), returned, or reopened for `round`."""

    past: Past = Past()
    round: int = 0


@dataclass(frozen=True, slots=True)
class Awaited:
    """The lead agency has not written anything yet; of a correction, nothing since it was opened."""

    past: Past
    mandate: Mandate
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class Drafting:
    """The lead agency is writing."""

    past: Past
    mandate: Mandate
    draft: Draft
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class InReview:
    """The text has passed the levels in `passes` and is looked at by the next of `levels`.

    `returned` is there from when a level sent it down until that level passes it.
    """

    past: Past
    mandate: Mandate
    draft: Draft
    levels: int
    passes: tuple[Seen, ...] = ()
    returned: Returned | None = None
    correction: Correction | None = None

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
    correction: Correction | None = None


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


Owed = Awaited | Drafting | InReview | ToRework
"""An agency has to write, or reviewers have to look."""

Reply = Unassigned | Awaited | Drafting | InReview | ToRework | Answered | Erased
