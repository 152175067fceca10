"""What happens to a case. The states that these events make are in `state`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.routing.domain.calendar import Deadline
from services.routing.domain.letters import Letter
from services.routing.domain.limits import Allowance
from services.routing.domain.matter import Agreed, Matter
from services.routing.domain.words import (
    AgencyId,
    ClosingCause,
    ClosingReason,
    ColumnId,
    LeavingCause,
    ReopeningReason,
    Satisfaction,
    Sealed,
    System,
    UrgingLevel,
)


@dataclass(frozen=True, slots=True)
class Opened:
    """The case waits for an agency; its first round begins."""

    matter: Matter
    at: datetime


@dataclass(frozen=True, slots=True)
class Assigned:
    """The case is the lead agency's from now on, due at the end of the deadline's day.

    `allowance` gave the days; `rule` is the one that proposed just this: it assigned the case by itself, or a
    dispatcher (`by`) took its proposal as it stood.
    `stands`: the deadline is the one that this agency had before the case was taken back in this round, with what was
    agreed of it; its own assignment tells why.
    """

    column: ColumnId
    lead: AgencyId
    co_agencies: tuple[AgencyId, ...]
    deadline: Deadline
    round: int
    by: str
    at: datetime
    imported: bool
    allowance: Allowance | None = None
    rule: str | None = None
    stands: Agreed | None = None


@dataclass(frozen=True, slots=True)
class LeftToDispatcher:
    """The rules, in the edition of this version, did not say where the case goes: somebody has to."""

    column: ColumnId
    round: int
    cause: LeavingCause
    rules: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AssignmentWithdrawn:
    """The dispatcher took a wrong assignment back: the case waits again, and nothing is held against the lead."""

    column: ColumnId
    lead: AgencyId
    round: int
    reason: Sealed
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HelpArranged:
    """`co_agencies` help the lead from now on: those before, with `added` and without `withdrawn`."""

    column: ColumnId
    lead: AgencyId
    round: int
    co_agencies: tuple[AgencyId, ...]
    added: tuple[AgencyId, ...]
    withdrawn: tuple[AgencyId, ...]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReturnAsked:
    """The lead says that the case is not its own; it stays with the lead until this is decided."""

    lead: AgencyId
    round: int
    reason: Sealed
    by: str
    at: datetime
    column: ColumnId | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """The dispatcher agreed: the case waits again, and the lead is not asked again in this round."""

    column: ColumnId
    lead: AgencyId
    round: int
    note: Sealed | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReturnRefused:
    """The dispatcher refused: the case stays with the lead, who does not ask again in this round."""

    lead: AgencyId
    round: int
    note: Sealed | None
    by: str
    at: datetime
    column: ColumnId | None = None


@dataclass(frozen=True, slots=True)
class ExtensionAsked:
    """The lead asks for this deadline; the old one holds until this is decided."""

    lead: AgencyId
    round: int
    deadline: Deadline
    reason: Sealed
    by: str
    at: datetime
    column: ColumnId | None = None


@dataclass(frozen=True, slots=True)
class ExtensionGranted:
    """The deadline has moved from `previous` to the one that was asked for."""

    column: ColumnId
    lead: AgencyId
    round: int
    previous: date
    deadline: Deadline
    asked_at: datetime
    note: Sealed | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ExtensionRefused:
    """The deadline stays."""

    lead: AgencyId
    round: int
    note: Sealed | None
    by: str
    at: datetime
    column: ColumnId | None = None


@dataclass(frozen=True, slots=True)
class DeadlineRecounted:
    """The calendar has changed, and the deadline with it: from `previous` to another day, or to a settled one.

    `missed` says whether the deadline stays missed.
    """

    column: ColumnId
    lead: AgencyId
    round: int
    previous: date
    deadline: Deadline
    missed: bool
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Urged:
    """The lead was pressed: by a reminder, or by a letter or a criticism as issued; it is the case's `n`th urging."""

    column: ColumnId
    lead: AgencyId
    round: int
    level: UrgingLevel
    note: Sealed | None
    by: str
    at: datetime
    n: int = 1
    letter: Letter | None = None


@dataclass(frozen=True, slots=True)
class UrgingReceived:
    """The lead has confirmed that it has seen the `n`th urging."""

    lead: AgencyId
    round: int
    n: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeadlineMissed:
    """The day `due` ended, at `at`, with the case not closed."""

    column: ColumnId
    lead: AgencyId
    round: int
    due: date
    at: datetime


@dataclass(frozen=True, slots=True)
class DueSoonNoted:
    """The deadline at the end of `due` is near, by the column's terms."""

    column: ColumnId
    lead: AgencyId
    round: int
    due: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """The matter is done; `on_time` says whether before the deadline in force ended.

    The office, which closes without a reply, gives a reason and a note.
    """

    column: ColumnId
    lead: AgencyId
    round: int
    due: date
    on_time: bool
    cause: ClosingCause
    by: str
    at: datetime
    imported: bool
    reason: ClosingReason | None = None
    note: Sealed | None = None


@dataclass(frozen=True, slots=True)
class Rated:
    """The citizen rated the closing of this round: 1 very dissatisfied … 5 very satisfied."""

    round: int
    satisfaction: Satisfaction
    at: datetime


@dataclass(frozen=True, slots=True)
class Reopened:
    """Round `round` begins; the case waits for an agency."""

    column: ColumnId
    round: int
    reason: ReopeningReason
    by: str
    at: datetime
    note: Sealed | None = None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The matter is another system's, under its `receipt`; `lead` had it, None where it waited."""

    column: ColumnId
    lead: AgencyId | None
    round: int
    system: System
    reason: Sealed
    receipt: Sealed
    by: str
    at: datetime


Event = (
    Opened
    | Assigned
    | AssignmentWithdrawn
    | HelpArranged
    | LeftToDispatcher
    | ReturnAsked
    | Returned
    | ReturnRefused
    | ExtensionAsked
    | ExtensionGranted
    | ExtensionRefused
    | DeadlineRecounted
    | Urged
    | UrgingReceived
    | DeadlineMissed
    | DueSoonNoted
    | Closed
    | Rated
    | Reopened
    | HandedOver
)
