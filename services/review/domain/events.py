"""What happened to a reply. `sealed` opens with the message's key, and never again once the message is erased.

What was published to everyone is sealed under a key of its own, version by version: an erasure leaves the one that
everyone could read last, which is public record, and takes those that a correction replaced.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.review.domain.proofreading.finding import Proofed


@dataclass(frozen=True, slots=True)
class ConsentLearnt:
    """The reply may be published to everyone, or goes to the citizen alone; history may be imported (`imported`)."""

    publishable: bool
    imported: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Entrusted:
    """The reply of this round is the lead agency's to draft, from an empty page."""

    column: str
    lead: str
    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The agency has given the case back; nobody drafts until it is assigned again."""

    lead: str
    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Reopened:
    """A new round begins; what went out in the rounds before stays on record."""

    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Drafted:
    """This is the text now: earlier passes are void, and `by` cannot pass it.

    `restores` is the draft whose text and files were taken up again; `files` go with the text, by their ids. A text
    with files has another hash than its words alone: `words_hash`, None where `text_hash` is of nothing else.
    """

    draft: int
    text_hash: str
    sealed: str
    by: str
    at: datetime
    restores: int | None = None
    files: tuple[str, ...] = ()
    words_hash: str | None = None


@dataclass(frozen=True, slots=True)
class FileAttached:
    """This file goes with the text now, which is a draft of its own: earlier passes are void, as after an edit.

    `words_hash` as in Drafted.
    """

    draft: int
    text_hash: str
    attachment: str
    place: str
    sealed: str
    type: str
    size: int
    digest: str
    by: str
    at: datetime
    words_hash: str | None = None


@dataclass(frozen=True, slots=True)
class FileRemoved:
    """This file goes with the text no longer, which is a draft of its own; it stays with the drafts that had it.

    `words_hash` as in Drafted.
    """

    draft: int
    text_hash: str
    attachment: str
    by: str
    at: datetime
    words_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """The draft is in review at level 1 of `levels`, the number of levels of the column at this time."""

    column: str
    round: int
    draft: int
    text_hash: str
    levels: int
    by: str
    at: datetime
    proof: Proofed | None = None


@dataclass(frozen=True, slots=True)
class TakenOutOfReview:
    """This draft was edited while it was in review, or `by` took it back: the next submission begins at level 1.

    `text_hash` is None in what was stored before it was kept.
    """

    column: str
    round: int
    draft: int
    at: datetime
    by: str | None = None
    text_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """`by` saw the text with this hash at this level of `levels`, and finds it good, with what stood in it by `proof`.

    `levels` is 0 in what was stored before it was kept.
    """

    level: int
    text_hash: str
    by: str
    at: datetime
    proof: Proofed | None = None
    column: str | None = None
    round: int = 0
    levels: int = 0


@dataclass(frozen=True, slots=True)
class PassTakenBack:
    """`by` no longer stands by the pass of this level, which looks at the text again."""

    column: str
    round: int
    level: int
    text_hash: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SentBack:
    """The text is with the agency again (`to` 0) or with a lower level, with the comments of the reviewer of `level`.

    The passes below `to` stay, those from `to` upwards are void. `draft` and its `text_hash` are what was sent back,
    None in what was stored before they were kept.
    """

    column: str
    round: int
    level: int
    sealed: str
    by: str
    at: datetime
    to: int = 0
    lead: str | None = None
    draft: int | None = None
    text_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Commented:
    """Somebody said something about this draft as `role`, and decided nothing by it."""

    draft: int
    sealed: str
    role: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Approved:
    """Every level passed the text with this hash."""

    column: str
    round: int
    text_hash: str
    levels: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Published:
    """The text went out to everyone; an erasure of the message leaves it readable unless it has been corrected.

    `turn` counts what went out one after the other: the replies of the rounds, the interim replies.
    """

    column: str
    lead: str
    round: int
    text_hash: str
    sealed: str
    imported: bool
    at: datetime
    turn: int = 1


@dataclass(frozen=True, slots=True)
class Delivered:
    """The text went to the citizen alone, who does not consent to publication; `turn` as in Published."""

    column: str
    lead: str
    round: int
    text_hash: str
    sealed: str
    imported: bool
    at: datetime
    turn: int = 1


@dataclass(frozen=True, slots=True)
class CorrectionOpened:
    """`by` puts right what went out, as its next version; what is wrong is told in a category and in sealed words."""

    column: str
    lead: str
    round: int
    turn: int
    version: int
    reason: str
    sealed: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CorrectionGivenUp:
    """What went out (the text with this hash) stands as it is; the drafts made for this version go nowhere."""

    column: str
    round: int
    turn: int
    version: int
    text_hash: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Corrected:
    """This version replaces what its readers read before; `public`: for everyone, sealed as in Published."""

    column: str
    lead: str
    round: int
    turn: int
    version: int
    reason: str
    text_hash: str
    sealed: str
    public: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class FileSentOut:
    """A file went out with the text of this hash: to everyone where `public`, sealed as in Published."""

    round: int
    turn: int
    version: int
    text_hash: str
    attachment: str
    place: str
    sealed: str
    type: str
    size: int
    digest: str
    public: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class FileErased:
    """A file went with the message that was not with what everyone could read last."""

    attachment: str
    place: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BlobDropped:
    """The store holds the file no longer, not even sealed."""

    attachment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Erased:
    """Drafts, comments and private replies can no longer be read by anyone."""

    at: datetime


Filed = FileAttached | FileRemoved | FileSentOut | FileErased | BlobDropped
"""What happens to the files of a reply."""

Event = (
    ConsentLearnt
    | Entrusted
    | TakenBack
    | Reopened
    | Drafted
    | Submitted
    | TakenOutOfReview
    | Passed
    | PassTakenBack
    | SentBack
    | Commented
    | Approved
    | Published
    | Delivered
    | CorrectionOpened
    | CorrectionGivenUp
    | Corrected
    | Erased
    | Filed
)
