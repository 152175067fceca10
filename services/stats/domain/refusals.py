"""What stats answers no to, and what the person needs to ask better."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from kernel.decider import Refusal


@dataclass(eq=False)
class PeriodReversed(Refusal):
    """A period ends before it begins."""

    code: ClassVar[str] = "stats.period_reversed"
    begin: str
    end: str


@dataclass(eq=False)
class PeriodOutOfRange(Refusal):
    """Periods lie between the days `first` and `last`: there is nothing to count before or after."""

    code: ClassVar[str] = "stats.period_out_of_range"
    begin: str
    end: str
    first: str
    last: str


@dataclass(eq=False)
class UnknownWord(Refusal):
    """The field takes one of the `known` words, and this is none of them."""

    code: ClassVar[str] = "stats.unknown_word"
    field: str
    known: tuple[str, ...]


@dataclass(eq=False)
class UnknownLabel(Refusal):
    """Nothing of this `field` (column, jurisdiction, agency, field, month) was ever called `name`.

    `known` are those that there are, where they are few.
    """

    code: ClassVar[str] = "stats.unknown_label"
    field: str
    name: str
    known: tuple[str, ...]


@dataclass(eq=False)
class PositionsAhead(Refusal):
    """The log of `source` is known up to position `reached`, and not up to `position` yet."""

    code: ClassVar[str] = "stats.positions_ahead"
    source: str
    position: int
    reached: int


@dataclass(eq=False)
class CutoffUnusable(Refusal):
    """`field` (as_of or known_at) lies ahead, where nothing is known yet, or before the day `first`."""

    code: ClassVar[str] = "stats.cutoff_unusable"
    field: str
    first: str


@dataclass(eq=False)
class OutOfScope(Refusal):
    """Not for this person, by role, by column, or for want of all columns: it needs one of `wanted`; see `granted`."""

    code: ClassVar[str] = "stats.out_of_scope"
    act: str
    role: str
    because: Literal["role", "column", "city"]
    wanted: tuple[str, ...]
    granted: tuple[str, ...]


@dataclass(eq=False)
class PeriodNotOver(Refusal):
    """A bulletin counts a period that is over at the cut-off; `last` is its last day."""

    code: ClassVar[str] = "stats.period_not_over"
    last: str
    as_of: datetime


@dataclass(eq=False)
class FiguresIncomplete(Refusal):
    """So many public events could not be counted yet: figures without them are not official.

    `which` says where some of them stand in the logs: "routing 41" could not be applied, "routing 57–60" were not heard
    yet.
    """

    code: ClassVar[str] = "stats.figures_incomplete"
    missing: int
    which: tuple[str, ...]


@dataclass(eq=False)
class BulletinUnknown(Refusal):
    """There is no such bulletin, or not this version of it, or it is not published."""

    code: ClassVar[str] = "stats.bulletin_unknown"


@dataclass(eq=False)
class BulletinNotDrafted(Refusal):
    """There is no draft to decide about; `state` says how it stands."""

    code: ClassVar[str] = "stats.bulletin_not_drafted"
    state: str


@dataclass(eq=False)
class BulletinNotChecked(Refusal):
    """Only what somebody has checked goes out; `state` says how it stands."""

    code: ClassVar[str] = "stats.bulletin_not_checked"
    state: str


@dataclass(eq=False)
class BulletinMovedOn(Refusal):
    """The draft is not the one that was looked at: it is that of `digest` now."""

    code: ClassVar[str] = "stats.bulletin_moved_on"
    digest: str


@dataclass(eq=False)
class DraftedByTheSame(Refusal):
    """Who drafted a bulletin does not check it."""

    code: ClassVar[str] = "stats.drafted_by_the_same"
    by: str


@dataclass(eq=False)
class CorrectionNeedsReason(Refusal):
    """Version `version` is published: it can be corrected only with a reason that everyone reads."""

    code: ClassVar[str] = "stats.correction_needs_reason"
    version: int


@dataclass(eq=False)
class NothingToCorrect(Refusal):
    """A reason is given for a correction, and nothing is published yet."""

    code: ClassVar[str] = "stats.nothing_to_correct"


@dataclass(eq=False)
class NothingChanged(Refusal):
    """The figures are those of version `version`, which is published."""

    code: ClassVar[str] = "stats.nothing_changed"
    version: int


@dataclass(eq=False)
class FiguresDisagree(Refusal):
    """Computed again, the figures are not those that were checked; `paths` names some of them."""

    code: ClassVar[str] = "stats.figures_disagree"
    paths: tuple[str, ...]


@dataclass(eq=False)
class TextPersonal(Refusal):
    """A reason or a comment stays for ever, and a reason is public: it may hold nothing personal. `found`: of kinds."""

    code: ClassVar[str] = "stats.text_personal"
    field: str
    found: tuple[str, ...]


@dataclass(eq=False)
class TextUnusable(Refusal):
    """A reason or a comment has between 1 and `limit` characters, and no control characters."""

    code: ClassVar[str] = "stats.text_unusable"
    field: str
    limit: int
