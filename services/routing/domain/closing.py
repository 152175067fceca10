"""Rules of closing, and of opening a closed case again."""

from __future__ import annotations

from typing import assert_never

from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain import refusals as no
from services.routing.domain.calendar import end_of
from services.routing.domain.matter import Assignment
from services.routing.domain.state import (
    Case,
    Closed,
    Unopened,
    Waiting,
    WithAgency,
)


def close(command: c.Close, case: Case) -> list[e.Event]:
    """A round is closed once: on time if before the end of the day, in Shanghai, by which who answered had to.

    A reply may come out when its agency has just been let go of the case: it is that agency's answer, and it counts.
    """
    match case:
        case Closed():
            return []  # already so
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
                )
            ]
        case Unopened():
            raise no.NotFound
        case _:
            assert_never(case)


def answered(command: c.Close, case: Waiting | WithAgency) -> Assignment:
    """The assignment of this round that a closing ends: its author's, or for the office that of who has the case.

    Raises NotAssigned, NeverAssigned.
    """
    in_hand: tuple[Assignment, ...] = (case.assignment,) if isinstance(case, WithAgency) else ()
    if command.lead is None:
        if not in_hand:
            raise no.NotAssigned(case.round)
        return in_hand[0]
    for assignment in (*in_hand, *case.returned):
        if assignment.lead == command.lead:
            return assignment
    if not (in_hand or case.returned):
        raise no.NotAssigned(case.round)
    raise no.NeverAssigned(command.lead, case.round)


def reopen(command: c.Reopen, case: Case) -> list[e.Event]:
    """A closed case begins its next round, waiting for an agency; any agency may get it."""
    match case:
        case Closed():
            return [e.Reopened(case.matter.column, case.round + 1, command.reason, command.by, command.at)]
        case Waiting(round=round_, returned=()) if round_ > 1:
            return []  # already reopened
        case Waiting() | WithAgency():
            raise no.NotClosed(case.round)
        case Unopened():
            raise no.NotFound
        case _:
            assert_never(case)
