"""What happened to a reply. `sealed` opens with the message's key, and never again once the message is erased.

What was published to everyone is sealed under a key of its own, which an erasure leaves: it is public record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
    """This is the text now: earlier passes are void, and `by` cannot pass it."""

    draft: int
    text_hash: str
    sealed: str
    by: str
    at: datetime


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


@dataclass(frozen=True, slots=True)
class TakenOutOfReview:
    """This draft was edited while it was in review: the reviewers wait for the next submission."""

    column: str
    round: int
    draft: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Passed:
    """`by` saw the text with this hash at this level, and finds it good."""

    level: int
    text_hash: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SentBack:
    """The text is with the agency again, with the reviewer's comments."""

    column: str
    round: int
    level: int
    sealed: str
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
    """The text went out to everyone; an erasure of the message leaves it readable."""

    column: str
    lead: str
    round: int
    text_hash: str
    sealed: str
    imported: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Delivered:
    """The text went to the citizen alone, who does not consent to publication."""

    column: str
    lead: str
    round: int
    text_hash: str
    sealed: str
    imported: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Erased:
    """Drafts, comments and private replies can no longer be read by anyone."""

    at: datetime


Event = (
    ConsentLearnt
    | Entrusted
    | TakenBack
    | Reopened
    | Drafted
    | Submitted
    | TakenOutOfReview
    | Passed
    | SentBack
    | Approved
    | Published
    | Delivered
    | Erased
)
