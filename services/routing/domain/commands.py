"""What can be asked of a case. The rules are in `case`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.routing.domain.calendar import Deadline
from services.routing.domain.letters import Letter
from services.routing.domain.limits import Allowance
from services.routing.domain.matter import Matter
from services.routing.domain.words import (
    AgencyId,
    ClosingCause,
    ClosingReason,
    LeavingCause,
    ReopeningReason,
    Satisfaction,
    Sealed,
    System,
    UrgingLevel,
)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """An accepted message is to be handled."""

    matter: Matter
    at: datetime


@dataclass(frozen=True, slots=True)
class Assign:
    """Give the case to a lead agency, with co-agencies and a deadline that the calendar has counted.

    `rule` is the one that proposed exactly this; None where the dispatcher chose otherwise.
    """

    lead: AgencyId
    co_agencies: tuple[AgencyId, ...]
    deadline: Deadline
    by: str
    at: datetime
    allowance: Allowance | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Give the case to the agency that the rule names: by itself, unless a dispatcher has been quicker."""

    lead: AgencyId
    co_agencies: tuple[AgencyId, ...]
    deadline: Deadline
    allowance: Allowance
    rule: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LeaveToDispatcher:
    """The rules, in the edition of this version, do not say where the case goes."""

    cause: LeavingCause
    rules: int
    at: datetime


@dataclass(frozen=True, slots=True)
class TakeOver:
    """An export says that the matter was with this lead: history, taken over as it was."""

    matter: Matter
    lead: AgencyId
    deadline: Deadline
    by: str
    at: datetime
    allowance: Allowance | None = None


@dataclass(frozen=True, slots=True)
class WithdrawAssignment:
    """The dispatcher has assigned the case wrongly, and takes it back from the lead."""

    reason: Sealed
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ArrangeHelp:
    """These agencies help the lead from now on, and those no longer."""

    added: frozenset[AgencyId]
    withdrawn: frozenset[AgencyId]
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AskReturn:
    """The lead says "not ours", with reasons; `until` is the last day on which it may, which the calendar counted."""

    until: date
    reason: Sealed
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DecideReturn:
    """The dispatcher agrees that the case is not the lead's, or refuses."""

    agreed: bool
    note: Sealed | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AskExtension:
    """The lead asks for a later deadline, which the calendar has counted."""

    deadline: Deadline
    reason: Sealed
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DecideExtension:
    """The dispatcher grants the extension that was asked for, or refuses it.

    `deadline` is the day asked for as the calendar counts it now, where that may differ from when it was asked for.
    """

    granted: bool
    note: Sealed | None
    by: str
    at: datetime
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class RecountDeadline:
    """The calendar has changed: what was agreed ends on this deadline, as it counts now."""

    deadline: Deadline
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Urge:
    """A supervisor presses for the answer, by a letter as issued where the means is one.

    `due_soon` is the last deadline that is due soon today, by the calendar and the column's terms.
    """

    level: UrgingLevel
    note: Sealed | None
    by: str
    at: datetime
    due_soon: date
    letter: Letter | None = None


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The lead has seen the urging."""

    n: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class NoteDueSoon:
    """Look whether the deadline is near: by the column's terms, one up to the day `until` is."""

    until: date
    at: datetime


@dataclass(frozen=True, slots=True)
class MissDeadline:
    """Look whether the deadline has passed by `at`."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Close:
    """The matter of this round is done: the reply of `lead` was published, or the office says so of who has it."""

    round: int
    lead: AgencyId | None
    cause: ClosingCause
    by: str
    at: datetime
    imported: bool = False
    reason: ClosingReason | None = None
    note: Sealed | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """The citizen has rated the closing of this round."""

    round: int
    satisfaction: Satisfaction
    at: datetime


@dataclass(frozen=True, slots=True)
class Reopen:
    """Handle the matter once more; a closing can be reopened for `days` days."""

    reason: ReopeningReason
    note: Sealed | None
    days: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HandOver:
    """The matter goes to another system, which gave it this receipt number."""

    system: System
    reason: Sealed
    receipt: Sealed
    by: str
    at: datetime


Giving = OpenCase | Assign | Dispatch | LeaveToDispatcher | TakeOver | WithdrawAssignment | ArrangeHelp
Asking = AskReturn | DecideReturn | AskExtension | DecideExtension
Pressing = RecountDeadline | Urge | Acknowledge | NoteDueSoon | MissDeadline
Ending = Close | Rate | Reopen | HandOver
Command = Giving | Asking | Pressing | Ending
