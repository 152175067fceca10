"""What can be asked of a message. Texts come twice: as written, to be judged, and sealed, to be kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.intake.domain.letter import Board, Letter
from services.intake.domain.words import Channel, Complexity, Kind, Reason, Satisfaction, Standing, Urgency


@dataclass(frozen=True, slots=True)
class Note:
    """What a clerk writes to the citizen, or the citizen adds; the same text has the same sealed form as before."""

    text: str
    sealed: str


@dataclass(frozen=True, slots=True)
class Submit:
    """A citizen writes to a column; `board` is what is known of it, `sealed` the letter as it is kept."""

    column: str
    board: Board | None
    kind: Kind
    letter: Letter
    sealed: Letter
    consent_public: bool
    channel: Channel
    code_hash: str
    external_reference: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Accept:
    """Take the message on; without `kind` the citizen's own stands. `field_known`: the office has such a field."""

    kind: Kind | None
    field: str | None
    urgency: Urgency
    complexity: Complexity
    by: str
    at: datetime
    field_known: bool = True


@dataclass(frozen=True, slots=True)
class Decline:
    """Do not take the message on; without `advice` of the clerk's own the citizen reads the office's for the reason."""

    reason: Reason
    advice: Note | None
    by: str
    at: datetime
    office_advice: str | None = None


@dataclass(frozen=True, slots=True)
class Redirect:
    """Tell the citizen who answers for this instead, and how to reach them."""

    where: Note
    by: str
    at: datetime
    contact: Note | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """The message repeats `into`, which was written then (None: by nobody).

    `into_stands` is where that one stands, or where the message does that it is itself followed under.
    """

    number: str
    into: str
    into_stands: Standing
    into_written_at: datetime | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Join:
    """The message `duplicate` was merged into this one."""

    number: str
    duplicate: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Release:
    """The message `into`, which this one was merged into, was withdrawn or erased before anybody took it on."""

    into: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The citizen takes the message back."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Evaluate:
    """The citizen rates the handling; the column gives `days` for it."""

    satisfaction: Satisfaction
    comment: Note | None
    days: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AskFollowUp:
    """The citizen asks once more about the reply; the column gives `days` for it."""

    question: Note
    days: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AskErasure:
    """The citizen wants texts and personal data gone."""

    at: datetime


@dataclass(frozen=True, slots=True)
class RefuseErasure:
    """The office does not carry out what the citizen asked for, and says why."""

    why: Note
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Erase:
    """Personal data and texts are to go, on request; the key goes in the same piece of work."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BeginHandling:
    """Routing gave the case to an agency."""

    lead: str
    co_agencies: tuple[str, ...]
    due: date
    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ReturnHandling:
    """Routing took the case back from an agency that does not answer for it; `asked`: as the agency wished."""

    lead: str
    round: int
    at: datetime
    asked: bool = False


@dataclass(frozen=True, slots=True)
class ExtendHandling:
    """Routing granted an extension."""

    due: date
    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class KeepDeadline:
    """Routing refused an extension that `lead` asked for."""

    lead: str
    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class MoveHandling:
    """Routing counted the deadline again, by a calendar that has changed."""

    due: date
    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """Review sent the reply of a round out."""

    round: int
    public: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordInterimReply:
    """Review sent an interim reply out, in this round."""

    round: int
    public: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordFollowUpAnswer:
    """Review sent the answer to the follow-up question out."""

    public: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordCorrection:
    """Review put right what went out: this part of it, for `reason`, a code."""

    part: str
    round: int
    version: int
    reason: str
    public: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class EndHandling:
    """Routing closed the case; the office gave `reason`, a code, where no reply did it."""

    round: int
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ShareHandling:
    """Routing says that these agencies help the lead from now on."""

    lead: str
    co_agencies: tuple[str, ...]
    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PassHandlingOn:
    """Routing handed the case to another system, a code."""

    system: str
    round: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ReopenHandling:
    """Routing opened the case again, for `round`."""

    round: int
    at: datetime


Screening = Accept | Decline | Redirect | Merge
Merging = Join | Release
Telling = RecordAnswer | RecordInterimReply | RecordFollowUpAnswer | RecordCorrection
"""What review sent out."""

Following = (
    BeginHandling
    | ReturnHandling
    | ExtendHandling
    | KeepDeadline
    | MoveHandling
    | RecordAnswer
    | RecordInterimReply
    | RecordFollowUpAnswer
    | RecordCorrection
    | EndHandling
    | ShareHandling
    | PassHandlingOn
    | ReopenHandling
)
Afterwards = Withdraw | Evaluate | AskFollowUp | AskErasure | RefuseErasure | Erase
Command = Submit | Screening | Merging | Afterwards | Following
