"""Rules of closing: by a reply that went out, or by the office without one."""

from __future__ import annotations

from typing import assert_never

from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain import refusals as no
from services.routing.domain.case_refusals import CaseHandedOver
from services.routing.domain.matter import Assignment
from services.routing.domain.state import (
    Case,
    Closed,
    HandedOver,
    Unopened,
    Waiting,
    WithAgency,
)
from workdays.calendar import end_of


def close(command: c.Close, case: Case) -> list[e.Event]:
    """A round is closed once: on time if before the end of the day, in Shanghai, by which who answered had to.

    A reply may come out when its agency has just been let go of the case: it is that agency's answer, and it counts.
    """
    match case:
        case Closed() if command.cause == "office" and not same(command, case):
            raise no.CaseIsClosed(case.round, case.at)
        case HandedOver() if command.cause == "office":
            raise CaseHandedOver(case.system, case.by, case.at)
        case Closed() | HandedOver():
            return []  # already so; a late reply neither closes again nor takes the matter back
        case Waiting() | WithAgency() if command.round < case.round:
            return []  # late word of an earlier round
        case Waiting() | WithAgency():
            assignment = answered(command, case)
            due = assignment.deadline.due
            return [
                e.Closed(
                    column=case.matter.column,
                    lead=assignment.lead,
                    round=case.round,
                    due=due,
                    on_time=command.at < end_of(due),
                    cause=command.cause,
                    by=command.by,
                    at=command.at,
                    imported=command.imported,
                    reason=command.reason,
                    note=command.note,
                )
            ]
        case Unopened():
            raise no.NotFound
        case _:
            assert_never(case)


def same(command: c.Close, closed: Closed) -> bool:
    """Whether the office closed it so: for this reason, in these words, by this person."""
    asked = (command.cause, command.reason, command.note, command.by)
    return asked == (closed.cause, closed.reason, closed.note, closed.by)


def answered(command: c.Close, case: Waiting | WithAgency) -> Assignment:
    """The assignment of this round that a closing ends: its author's, or for the office that of who has the case.

    Raises NotAssigned, NeverAssigned.
    """
    in_hand: tuple[Assignment, ...] = (case.assignment,) if isinstance(case, WithAgency) else ()
    if command.lead is None:
        if not in_hand:
            raise no.NotAssigned(case.round)
        return in_hand[0]
    let_go = (*case.returned, *(past.assignment for past in reversed(case.withdrawn)))
    for assignment in (*in_hand, *let_go):
        if assignment.lead == command.lead:
            return assignment
    if not (in_hand or let_go):
        raise no.NotAssigned(case.round)
    raise no.NeverAssigned(command.lead, case.round)
