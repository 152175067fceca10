"""What is asked of a reply. Texts come with their sealed form: the clear one is judged, the sealed one is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.review.domain.proofreading.finding import (
    NOTHING_FOUND,
    NOTHING_PASSED_OVER,
    PassedOver,
    Proof,
)
from services.review.domain.state import File
from services.review.domain.words import Reason


@dataclass(frozen=True, slots=True)
class LearnConsent:
    """The message was accepted, now or (imported) long ago, and the citizen does or does not consent to publication."""

    publishable: bool
    imported: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Entrust:
    """The case was assigned: this agency leads and gives the one reply of this round."""

    column: str
    lead: str
    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class TakeBack:
    """The agency's return of the case was agreed to."""

    lead: str
    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Reopen:
    """The matter is handled anew, in this round."""

    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class BeginInterim:
    """The agency that owes the reply of this round tells something before it: `text` is about to be drafted."""

    column: str
    lead: str
    round: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """This is the text now. `based_on` is the draft that the writer read, None where they do not say.

    `restores` is the draft whose text it is, `files` are that draft's by their ids; None leaves the files as they are.
    """

    text: str
    sealed: str
    by: str
    at: datetime
    based_on: int | None = None
    restores: int | None = None
    files: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Attach:
    """This file, which is in the store, goes with the text; `text` is the draft as it stands."""

    file: File
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RemoveFile:
    """This file goes with the text no longer; `text` is the draft as it stands."""

    attachment: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Submit:
    """The text with this hash is ready for the reviewers of the column, which has `levels` levels now.

    `proof` is what stands in it by the lists of now, `passed_over` what of it may.
    """

    levels: int
    text_hash: str
    by: str
    at: datetime
    proof: Proof = NOTHING_FOUND
    passed_over: PassedOver = NOTHING_PASSED_OVER


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The text is not ready after all: the lead agency takes it out of review."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Pass:
    """The reviewer of `level` saw the text with this hash, and finds it good.

    `text` is the draft as it stands; `proof` and `passed_over` as in Submit. Where this pass sends it to everyone,
    `published` is the same sealed for them, and `files` are the names and keys of its files, in their order.
    `wrote_elsewhere` are those who wrote the same words for the message's other parts.
    """

    level: int
    text_hash: str
    text: str
    published: str | None
    by: str
    at: datetime
    proof: Proof = NOTHING_FOUND
    passed_over: PassedOver = NOTHING_PASSED_OVER
    files: tuple[str, ...] = ()
    wrote_elsewhere: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SendBack:
    """The reviewer of `level` wants the text reworked, or a lower level to look at it again, and says why."""

    level: int
    comments: str
    sealed: str
    by: str
    at: datetime
    to: int = 0


@dataclass(frozen=True, slots=True)
class TakePassBack:
    """The reviewer of `level` no longer stands by their pass."""

    level: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Comment:
    """Somebody says something about the draft as `role`, and decides nothing by it."""

    comments: str
    sealed: str
    role: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OpenCorrection:
    """Something is wrong with the text that went out: `words` say what."""

    reason: Reason
    words: str
    sealed: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class GiveUpCorrection:
    """What went out may stay as it is."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Import:
    """This reply was given and sent out at `at`, before this system kept its review.

    `published` is the text sealed for everyone, where it is `public`.
    """

    column: str
    lead: str
    round: int
    text: str
    sealed: str
    published: str | None
    public: bool
    by: str
    at: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class Erase:
    """The message is erased: its drafts and whatever was told to the citizen alone go with it."""

    at: datetime


@dataclass(frozen=True, slots=True)
class RecordDrop:
    """The blob of a file that was erased is deleted from the store."""

    attachment: str
    at: datetime


Heard = LearnConsent | Entrust | TakeBack | Reopen | Erase
"""What follows from what others told."""

Writing = BeginInterim | SaveDraft | Submit | Withdraw | OpenCorrection | GiveUpCorrection | Import
"""What the lead agency does, and who takes over what it once did."""

Looking = Pass | SendBack | TakePassBack | Comment
"""What reviewers do; the lead agency's handlers comment as well."""

Filing = Attach | RemoveFile | RecordDrop
"""What the lead agency does with files, and what becomes of them in the store."""

Command = Heard | Writing | Looking | Filing
