"""Where a case stands, from waiting to closed, and again if need be. What makes these states is in `evolve`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import assert_never

from services.routing.domain import refusals as no
from services.routing.domain.calendar import Deadline
from services.routing.domain.matter import Assignment, Matter
from services.routing.domain.words import Sealed, UrgingLevel


@dataclass(frozen=True, slots=True)
class Unopened:
    """No accepted message under this number."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nobody has the case; `returned` are the assignments of this round that were given back, the last one last.

    `urgings`, here and in the other states, counts those of the whole case.
    """

    matter: Matter
    round: int
    returned: tuple[Assignment, ...] = ()
    urgings: int = 0


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
class ReturnDenied:
    """The dispatcher has decided that the case stays."""


@dataclass(frozen=True, slots=True)
class ExtensionPending:
    """The lead has asked for a later deadline; the dispatcher has not decided."""

    deadline: Deadline
    reason: Sealed
    at: datetime


@dataclass(frozen=True, slots=True)
class ExtensionSettled:
    """The dispatcher has decided about the last extension asked for."""

    granted: bool


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

    `returned` are the earlier assignments of this round, `urged` the urgings of this one; `missed` says whether
    the deadline in force was.
    """

    matter: Matter
    round: int
    assignment: Assignment
    returned: tuple[Assignment, ...] = ()
    returning: NotAsked | ReturnPending | ReturnDenied = NotAsked()
    extending: NotAsked | ExtensionPending | ExtensionSettled = NotAsked()
    urged: tuple[Urging, ...] = ()
    missed: bool = False
    urgings: int = 0


@dataclass(frozen=True, slots=True)
class Closed:
    """The matter of this round is done."""

    matter: Matter
    round: int
    at: datetime
    urgings: int = 0


Case = Unopened | Waiting | WithAgency | Closed


def known(case: Case) -> Waiting | WithAgency | Closed:
    """The case if there is one; raises NotFound."""
    if isinstance(case, Unopened):
        raise no.NotFound
    return case


def held(case: Case) -> WithAgency:
    """The case as an agency has it; raises NotFound, NotAssigned or CaseIsClosed when none has."""
    match case:
        case WithAgency():
            return case
        case Waiting():
            raise no.NotAssigned(case.round)
        case Closed():
            raise no.CaseIsClosed(case.round, case.at)
        case Unopened():
            raise no.NotFound
        case _:
            assert_never(case)
