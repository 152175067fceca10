"""What its events make of a case; none is too much for it."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from services.routing.domain import events as e
from services.routing.domain.matter import Agreed, Assignment
from services.routing.domain.state import (
    Case,
    Closed,
    ExtensionPending,
    ExtensionSettled,
    HandedOver,
    Reopening,
    ReturnDecided,
    ReturnPending,
    Unopened,
    Urging,
    Waiting,
    WithAgency,
    Withdrawn,
)
from workdays.calendar import shanghai_date


def evolve(case: Case, event: e.Event) -> Case:
    """What an event makes of the case; an event that the case cannot have had leaves it as it is."""
    match event, case:
        case e.Opened(), Unopened():
            return Waiting(event.matter, round=1, for_dispatcher=event.matter.imported)
        case e.Assigned(), Waiting():
            agreed = event.stands or Agreed(event.deadline.working_days)
            assignment = Assignment(event.lead, event.co_agencies, event.deadline, agreed, event.by, event.at)
            return WithAgency(case.matter, case.round, assignment, case.returned, case.withdrawn, urgings=case.urgings)
        case e.LeftToDispatcher(), Waiting():
            return replace(case, for_dispatcher=True)
        case e.Closed(), Waiting() | WithAgency():
            said = (event.cause, event.reason, event.note, event.by, event.at)
            return Closed(case.matter, case.round, *said, urgings=case.urgings)
        case e.HandedOver(), Waiting() | WithAgency():
            where = (event.system, event.reason, event.receipt, event.by, event.at)
            return HandedOver(case.matter, case.round, *where, urgings=case.urgings)
        case e.Rated(round=rated), Closed(round=round_) if rated == round_:
            return replace(case, rating=event.satisfaction)
        case e.Reopened(), Closed() | HandedOver():
            why = Reopening(event.reason, event.note, event.by)
            return Waiting(case.matter, event.round, last=why, urgings=case.urgings, for_dispatcher=True)
        case _, WithAgency():
            return _evolve_in_hand(case, event)
        case _:
            return case


def _evolve_in_hand(case: WithAgency, event: e.Event) -> Case:
    """What an event makes of a case while an agency has it."""
    match event:
        case e.AssignmentWithdrawn():
            return _withdrawn(case, Withdrawn(case.assignment, event.reason, event.by, event.at))
        case e.HelpArranged():
            return replace(case, assignment=replace(case.assignment, co_agencies=event.co_agencies))
        case e.ReturnAsked():
            return replace(case, returning=ReturnPending(event.reason, event.by, event.at))
        case e.Returned():
            return _returned(case, ReturnDecided(agreed=True, note=event.note, by=event.by, at=event.at))
        case e.ReturnRefused():
            return replace(case, returning=ReturnDecided(agreed=False, note=event.note, by=event.by, at=event.at))
        case e.ExtensionAsked() | e.ExtensionGranted() | e.ExtensionRefused() | e.DeadlineRecounted():
            return _another_deadline(case, event)
        case e.Urged():
            letter = None if event.letter is None else event.letter.number
            urging = Urging(event.level, shanghai_date(event.at), event.note, event.n, letter)
            return replace(case, urged=(*case.urged, urging), urgings=event.n)
        case e.UrgingReceived():
            seen = tuple(replace(each, received=True) if each.n == event.n else each for each in case.urged)
            return replace(case, urged=seen)
        case e.DueSoonNoted():
            return replace(case, soon=event.due)
        case e.DeadlineMissed():
            return replace(case, missed=True)
        case _:
            return case


def _another_deadline(
    case: WithAgency, event: e.ExtensionAsked | e.ExtensionGranted | e.ExtensionRefused | e.DeadlineRecounted
) -> WithAgency:
    match event:
        case e.ExtensionAsked():
            return replace(case, extending=ExtensionPending(event.deadline, event.reason, event.at))
        case e.ExtensionGranted():
            settled = ExtensionSettled(granted=True, note=event.note, by=event.by, at=event.at)
            agreed = replace(case.assignment.agreed, until=event.deadline.due)
            extended = replace(case.assignment, deadline=event.deadline, agreed=agreed)
            return replace(case, assignment=extended, extending=settled, missed=False)
        case e.ExtensionRefused():
            settled = ExtensionSettled(granted=False, note=event.note, by=event.by, at=event.at)
            return replace(case, extending=settled)
        case e.DeadlineRecounted():
            recounted = replace(case.assignment, deadline=event.deadline)
            return replace(case, assignment=recounted, missed=event.missed)
        case _:
            assert_never(event)


def _returned(case: WithAgency, decided: ReturnDecided) -> Waiting:
    let_go = (*case.returned, case.assignment)
    return Waiting(case.matter, case.round, let_go, case.withdrawn, decided, case.urgings)


def _withdrawn(case: WithAgency, withdrawn: Withdrawn) -> Waiting:
    let_go = (*case.withdrawn, withdrawn)
    return Waiting(case.matter, case.round, case.returned, let_go, withdrawn, case.urgings, for_dispatcher=True)
