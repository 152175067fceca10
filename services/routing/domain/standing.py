"""Where a case stands: the states that its events make, from waiting to closed, and again if need be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never

from services.routing.domain import casework as c
from services.routing.domain import refusals as no
from services.routing.domain.calendar import Deadline, shanghai_date
from services.routing.domain.matter import Assignment, Matter, UrgingLevel


@dataclass(frozen=True, slots=True)
class Unopened:
    """No accepted message under this number."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nobody has the case; `returned` are the assignments of this round that were given back, the last one last."""

    matter: Matter
    round: int
    returned: tuple[Assignment, ...] = ()


@dataclass(frozen=True, slots=True)
class NotAsked:
    """The lead has not asked."""


@dataclass(frozen=True, slots=True)
class ReturnPending:
    """The lead has said "not ours"; the dispatcher has not decided."""


@dataclass(frozen=True, slots=True)
class ReturnDenied:
    """The dispatcher has decided that the case stays."""


@dataclass(frozen=True, slots=True)
class ExtensionPending:
    """The lead has asked for a later deadline; the dispatcher has not decided."""

    deadline: Deadline
    at: datetime


@dataclass(frozen=True, slots=True)
class ExtensionSettled:
    """The dispatcher has decided about the last extension asked for."""

    granted: bool


@dataclass(frozen=True, slots=True)
class WithAgency:
    """The lead has the case.

    `returned` are the earlier assignments of this round, `urged` the urgings of this one by day; `missed` says whether
    the deadline in force was.
    """

    matter: Matter
    round: int
    assignment: Assignment
    returned: tuple[Assignment, ...] = ()
    returning: NotAsked | ReturnPending | ReturnDenied = NotAsked()
    extending: NotAsked | ExtensionPending | ExtensionSettled = NotAsked()
    urged: frozenset[tuple[UrgingLevel, date]] = frozenset()
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """The matter of this round is done."""

    matter: Matter
    round: int
    at: datetime


Case = Unopened | Waiting | WithAgency | Closed


def known(case: Case) -> Waiting | WithAgency | Closed:
    """The case if there is one; raises UnknownCase."""
    if isinstance(case, Unopened):
        raise no.UnknownCase
    return case


def held(case: Case) -> WithAgency:
    """The case as an agency has it; raises UnknownCase, NotAssigned or CaseIsClosed when none has."""
    match case:
        case WithAgency():
            return case
        case Waiting():
            raise no.NotAssigned(case.round)
        case Closed():
            raise no.CaseIsClosed(case.round, case.at)
        case Unopened():
            raise no.UnknownCase
        case _:
            assert_never(case)


def evolve(case: Case, event: c.Event) -> Case:
    """What an event makes of the case; an event that the case cannot have had leaves it as it is."""
    match event, case:
        case c.Opened(), Unopened():
            return Waiting(event.matter, round=1)
        case c.Assigned(), Waiting():
            assignment = Assignment(event.lead, event.co_agencies, event.deadline, event.by, event.at)
            return WithAgency(case.matter, case.round, assignment, case.returned)
        case c.Closed(), Waiting() | WithAgency():
            return Closed(case.matter, case.round, event.at)
        case c.Reopened(), Closed():
            return Waiting(case.matter, event.round)
        case _, WithAgency():
            return _evolve_in_hand(case, event)
        case _:
            return case


def _evolve_in_hand(case: WithAgency, event: c.Event) -> Case:
    """What an event makes of a case while an agency has it."""
    match event:
        case c.ReturnAsked():
            return replace(case, returning=ReturnPending())
        case c.Returned():
            return Waiting(case.matter, case.round, (*case.returned, case.assignment))
        case c.ReturnRefused():
            return replace(case, returning=ReturnDenied())
        case c.ExtensionAsked():
            return replace(case, extending=ExtensionPending(event.deadline, event.at))
        case c.ExtensionGranted():
            extended = replace(case.assignment, deadline=event.deadline)
            return replace(case, assignment=extended, extending=ExtensionSettled(granted=True), missed=False)
        case c.ExtensionRefused():
            return replace(case, extending=ExtensionSettled(granted=False))
        case c.Urged():
            return replace(case, urged=case.urged | {(event.level, shanghai_date(event.at))})
        case c.DeadlineMissed():
            return replace(case, missed=True)
        case _:
            return case
