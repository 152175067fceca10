"""What its events make of a case; none is too much for it."""

from __future__ import annotations

from dataclasses import replace

from services.routing.domain import events as e
from services.routing.domain.calendar import shanghai_date
from services.routing.domain.matter import Agreed, Assignment
from services.routing.domain.state import (
    Case,
    Closed,
    ExtensionPending,
    ExtensionSettled,
    ReturnDenied,
    ReturnPending,
    Unopened,
    Urging,
    Waiting,
    WithAgency,
)


def evolve(case: Case, event: e.Event) -> Case:
    """What an event makes of the case; an event that the case cannot have had leaves it as it is."""
    match event, case:
        case e.Opened(), Unopened():
            return Waiting(event.matter, round=1)
        case e.Assigned(), Waiting():
            agreed = Agreed(event.deadline.working_days)
            assignment = Assignment(event.lead, event.co_agencies, event.deadline, agreed, event.by, event.at)
            return WithAgency(case.matter, case.round, assignment, case.returned, urgings=case.urgings)
        case e.Closed(), Waiting() | WithAgency():
            return Closed(case.matter, case.round, event.at, case.urgings)
        case e.Reopened(), Closed():
            return Waiting(case.matter, event.round, urgings=case.urgings)
        case _, WithAgency():
            return _evolve_in_hand(case, event)
        case _:
            return case


def _evolve_in_hand(case: WithAgency, event: e.Event) -> Case:
    """What an event makes of a case while an agency has it."""
    match event:
        case e.ReturnAsked():
            return replace(case, returning=ReturnPending(event.reason, event.by, event.at))
        case e.Returned():
            return Waiting(case.matter, case.round, (*case.returned, case.assignment), case.urgings)
        case e.ReturnRefused():
            return replace(case, returning=ReturnDenied())
        case e.ExtensionAsked():
            return replace(case, extending=ExtensionPending(event.deadline, event.reason, event.at))
        case e.ExtensionGranted():
            agreed = replace(case.assignment.agreed, until=event.deadline.due)
            extended = replace(case.assignment, deadline=event.deadline, agreed=agreed)
            return replace(case, assignment=extended, extending=ExtensionSettled(granted=True), missed=False)
        case e.ExtensionRefused():
            return replace(case, extending=ExtensionSettled(granted=False))
        case e.DeadlineRecounted():
            recounted = replace(case.assignment, deadline=event.deadline)
            return replace(case, assignment=recounted, missed=event.missed)
        case e.Urged():
            letter = None if event.letter is None else event.letter.number
            urging = Urging(event.level, shanghai_date(event.at), event.note, event.n, letter)
            return replace(case, urged=(*case.urged, urging), urgings=event.n)
        case e.UrgingReceived():
            seen = tuple(replace(each, received=True) if each.n == event.n else each for each in case.urged)
            return replace(case, urged=seen)
        case e.DeadlineMissed():
            return replace(case, missed=True)
        case _:
            return case
