"""What happens to a case. The states that these events make are in `state`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.routing.domain.calendar import Deadline
from services.routing.domain.letters import Letter
from services.routing.domain.limits import Allowance
from services.routing.domain.matter import Matter
from services.routing.domain.words import AgencyId, ClosingCause, ColumnId, ReopeningReason, Sealed, UrgingLevel


@dataclass(frozen=True, slots=True)
class Opened:
    """The case waits for an agency; its first round begins."""

    matter: Matter
    at: datetime


@dataclass(frozen=True, slots=True)
class Assigned:
    """The case is the lead agency's from now on, due at the end of the deadline's day; `allowance` gave the days."""

    column: ColumnId
    lead: AgencyId
    co_agencies: tuple[AgencyId, ...]
    deadline: Deadline
    round: int
    by: str
    at: datetime
    imported: bool
    allowance: Allowance | None = None


@dataclass(frozen=True, slots=True)
class ReturnAsked:
    """The lead says that the case is not its own; it stays with the lead until this is decided."""

    lead: AgencyId
    round: int
    reason: Sealed
    by: str
    at: datetime


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


@dataclass(frozen=True, slots=True)
class ExtensionAsked:
    """The lead asks for this deadline; the old one holds until this is decided."""

    lead: AgencyId
    round: int
    deadline: Deadline
    reason: Sealed
    by: str
    at: datetime


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
class Closed:
    """The matter is done; `on_time` says whether before the deadline in force ended."""

    column: ColumnId
    lead: AgencyId
    round: int
    due: date
    on_time: bool
    cause: ClosingCause
    by: str
    at: datetime
    imported: bool


@dataclass(frozen=True, slots=True)
class Reopened:
    """Round `round` begins; the case waits for an agency."""

    column: ColumnId
    round: int
    reason: ReopeningReason
    by: str
    at: datetime


Event = (
    Opened
    | Assigned
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
    | Closed
    | Reopened
)
