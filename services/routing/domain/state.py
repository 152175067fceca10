"""Where a case stands, from waiting to closed, and again if need be. What makes these states is in `evolve`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never

from services.routing.domain import refusals as no
from services.routing.domain.calendar import Deadline
from services.routing.domain.case_refusals import CaseHandedOver
from services.routing.domain.matter import Assignment, Matter
from services.routing.domain.words import (
    AgencyId,
    ClosingCause,
    ClosingReason,
    ReopeningReason,
    Satisfaction,
    Sealed,
    System,
    UrgingLevel,
)


@dataclass(frozen=True, slots=True)
class Unopened:
    """No accepted message under this number."""


@dataclass(frozen=True, slots=True)
class ReturnDecided:
    """The dispatcher has decided about a return: in these words if any, who, and when."""

    agreed: bool
    note: Sealed | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The dispatcher took this assignment back: why, who, and when."""

    assignment: Assignment
    reason: Sealed
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reopening:
    """Why the round began, in whose words, and who decided it."""

    reason: ReopeningReason
    note: Sealed | None
    by: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nobody has the case.

    Of this round, the last one last: `returned` are the assignments that were given back, `withdrawn` those that the
    dispatcher took back. `last` is what ended the newest of them, None before the first, or how the round was opened.
    `for_dispatcher`: no rule assigns it by itself, be it that the rules were asked, or that it is not theirs to say.
    `urgings`, here and in the other states, counts those of the whole case.
    """

    matter: Matter
    round: int
    returned: tuple[Assignment, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    last: ReturnDecided | Withdrawn | Reopening | None = None
    urgings: int = 0
    for_dispatcher: bool = False

    @property
    def let_go(self) -> tuple[AgencyId, ...]:
        """Who has returned the case in this round, or had it taken back."""
        return tuple(past.lead for past in (*self.returned, *(past.assignment for past in self.withdrawn)))


@dataclass(frozen=True, slots=True)
class NotAsked:
    """The lead has not asked."""


@dataclass(frozen=True, slots=True)
class ReturnPending:
    """The lead has said "not ours"; the dispatcher has not decided."""

    reason: Sealed
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ExtensionPending:
    """The lead has asked for a later deadline; the dispatcher has not decided."""

    deadline: Deadline
    reason: Sealed
    at: datetime


@dataclass(frozen=True, slots=True)
class ExtensionSettled:
    """The dispatcher has decided about the last extension asked for: in these words if any, who, and when."""

    granted: bool
    note: Sealed | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Urging:
    """The lead was pressed by this means on this day, in these words if any.

    `n` counts the urgings of the case, `letter` is the number of a letter; `received`: the lead has said so.
    """

    level: UrgingLevel
    day: date
    note: Sealed | None
    n: int = 1
    letter: str | None = None
    received: bool = False


@dataclass(frozen=True, slots=True)
class WithAgency:
    """The lead has the case.

    `returned` and `withdrawn` are the earlier assignments of this round, `urged` the urgings of this one; `missed` says
    whether the deadline in force was, `soon` is the last one that was noted to be near.
    """

    matter: Matter
    round: int
    assignment: Assignment
    returned: tuple[Assignment, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    returning: NotAsked | ReturnPending | ReturnDecided = NotAsked()
    extending: NotAsked | ExtensionPending | ExtensionSettled = NotAsked()
    urged: tuple[Urging, ...] = ()
    missed: bool = False
    urgings: int = 0
    soon: date | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """The matter of this round is done; `rating` is what the citizen thought of it, None until that is heard of."""

    matter: Matter
    round: int
    cause: ClosingCause
    reason: ClosingReason | None
    note: Sealed | None
    by: str
    at: datetime
    rating: Satisfaction | None = None
    urgings: int = 0


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The matter is another system's: neither closed nor open here."""

    matter: Matter
    round: int
    system: System
    reason: Sealed
    receipt: Sealed
    by: str
    at: datetime
    urgings: int = 0


Case = Unopened | Waiting | WithAgency | Closed | HandedOver


def known(case: Case) -> Waiting | WithAgency | Closed | HandedOver:
    """The case if there is one; raises NotFound."""
    if isinstance(case, Unopened):
        raise no.NotFound
    return case


def held(case: Case) -> WithAgency:
    """The case as an agency has it; raises NotFound, NotAssigned, CaseIsClosed or CaseHandedOver when none has."""
    match case:
        case WithAgency():
            return case
        case Waiting():
            raise no.NotAssigned(case.round)
        case Closed():
            raise no.CaseIsClosed(case.round, case.at)
        case HandedOver():
            raise CaseHandedOver(case.system, case.by, case.at)
        case Unopened():
            raise no.NotFound
        case _:
            assert_never(case)
