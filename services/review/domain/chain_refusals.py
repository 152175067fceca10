"""What review answers no to while a text goes down the levels, is taken back, restored or corrected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from kernel.decider import Refusal


@dataclass(eq=False)
class NotBelow(Refusal):
    """A level sends a text back to the agency (0) or to a level below its own."""

    code: ClassVar[str] = "review.not_below"
    level: int
    to: int


@dataclass(eq=False)
class BeingReviewed(Refusal):
    """The reviewer of `level` has decided about the text, so it is edited or waited for, not taken back."""

    code: ClassVar[str] = "review.being_reviewed"
    level: int
    by: str
    at: datetime


@dataclass(eq=False)
class NotYourPass(Refusal):
    """A pass is taken back by who gave it."""

    code: ClassVar[str] = "review.not_your_pass"
    level: int
    by: str
    at: datetime


@dataclass(eq=False)
class NextLevelActed(Refusal):
    """A level above has decided since, so the pass is no longer taken back: that level can send the text back."""

    code: ClassVar[str] = "review.next_level_acted"
    level: int
    by: str
    at: datetime


@dataclass(eq=False)
class NothingToTakeBack(Refusal):
    """The person has not passed this text at this level."""

    code: ClassVar[str] = "review.nothing_to_take_back"
    level: int


@dataclass(eq=False)
class EditedMeanwhile(Refusal):
    """Another edit came between: draft `draft` stands now, and would be lost."""

    code: ClassVar[str] = "review.edited_meanwhile"
    draft: int
    by: str
    at: datetime


@dataclass(eq=False)
class UnknownDraft(Refusal):
    """There is no such draft of this assignment."""

    code: ClassVar[str] = "review.unknown_draft"
    draft: int


@dataclass(eq=False)
class NotPublished(Refusal):
    """Only what went out is corrected; a text on its way is edited."""

    code: ClassVar[str] = "review.not_published"


@dataclass(eq=False)
class CorrectionUnderWay(Refusal):
    """What went out is being corrected already."""

    code: ClassVar[str] = "review.correction_under_way"
    version: int
    by: str
    at: datetime


@dataclass(eq=False)
class NothingCorrected(Refusal):
    """The corrected text is the very one that went out."""

    code: ClassVar[str] = "review.nothing_corrected"
    version: int
