"""Rules of assignment: which agency answers for a case, and which help it."""

from __future__ import annotations

from typing import assert_never

from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain import refusals as no
from services.routing.domain.case_refusals import AddedAndWithdrawn, CaseHandedOver, DeadlineWasMissed
from services.routing.domain.matter import Assignment
from services.routing.domain.state import (
    Case,
    Closed,
    HandedOver,
    Unopened,
    Waiting,
    WithAgency,
    Withdrawn,
    held,
)
from services.routing.domain.words import AgencyId
from workdays.calendar import end_of


def open_case(command: c.OpenCase, case: Case) -> list[e.Event]:
    """An accepted message opens one case, however often it is heard of."""
    match case:
        case Unopened():
            return [e.Opened(command.matter, command.at)]
        case Waiting() | WithAgency() | Closed() | HandedOver():
            return []
        case _:
            assert_never(case)


def assign(command: c.Assign, case: Case) -> list[e.Event]:
    """A waiting case goes to an agency that has not returned it in this round, and that is not its own helper."""
    if command.lead in command.co_agencies:
        raise no.LeadIsCoAgency(command.lead)
    match case:
        case WithAgency(assignment=held) if same(command, held, case.withdrawn):
            return []  # already so
        case WithAgency(assignment=held):
            raise no.AlreadyAssigned(held.lead, held.co_agencies, held.deadline.due, held.by, held.at)
        case Waiting(returned=returned) if any(past.lead == command.lead for past in returned):
            raise no.AgencyHasReturned(command.lead)
        case Waiting(matter=matter, round=round_):
            earlier = had_before(command.lead, case.withdrawn)
            must_not_be_over(command, earlier)
            return [
                e.Assigned(
                    column=matter.column,
                    lead=command.lead,
                    co_agencies=command.co_agencies,
                    deadline=command.deadline if earlier is None else earlier.deadline,
                    round=round_,
                    by=command.by,
                    at=command.at,
                    imported=False,
                    allowance=command.allowance if earlier is None else None,
                    rule=command.rule,
                    stands=None if earlier is None else earlier.agreed,
                )
            ]
        case Closed():
            raise no.CaseIsClosed(case.round, case.at)
        case HandedOver():
            raise CaseHandedOver(case.system, case.by, case.at)
        case Unopened():
            raise no.NotFound
        case _:
            assert_never(case)


def had_before(lead: AgencyId, withdrawn: tuple[Withdrawn, ...]) -> Assignment | None:
    """What the agency had in this round until it was taken back: no deadline is renewed by giving the case again."""
    return next((past.assignment for past in reversed(withdrawn) if past.assignment.lead == lead), None)


def must_not_be_over(command: c.Assign, earlier: Assignment | None) -> None:
    """A deadline that stands is not over yet: nobody is given a case too late. Raises DeadlineWasMissed."""
    if earlier is not None and command.at >= end_of(earlier.deadline.due):
        raise DeadlineWasMissed(command.lead, earlier.deadline.due)


def same(command: c.Assign, held: Assignment, withdrawn: tuple[Withdrawn, ...]) -> bool:
    """Whether a command asks for what is so already, deadline included where the agency gets one of its own."""
    earlier = had_before(command.lead, withdrawn)
    due = command.deadline.due if earlier is None else earlier.deadline.due
    return (command.lead, command.co_agencies, due) == (held.lead, held.co_agencies, held.deadline.due)


def withdraw_assignment(command: c.WithdrawAssignment, case: Case) -> list[e.Event]:
    """A wrong assignment is taken back with a reason; what the lead has asked for is settled with it."""
    match case:
        case Waiting(last=Withdrawn() as done) if (done.reason, done.by) == (command.reason, command.by):
            return []  # already so
        case _:
            now = held(case)
            return [
                e.AssignmentWithdrawn(
                    column=now.matter.column,
                    lead=now.assignment.lead,
                    round=now.round,
                    reason=command.reason,
                    by=command.by,
                    at=command.at,
                )
            ]


def arrange_help(command: c.ArrangeHelp, case: Case) -> list[e.Event]:
    """Co-agencies are added or withdrawn for as long as the lead has the case; the lead is none of them."""
    now = held(case)
    lead, before = now.assignment.lead, frozenset(now.assignment.co_agencies)
    if lead in command.added:
        raise no.LeadIsCoAgency(lead)
    if both := sorted(command.added & command.withdrawn):
        raise AddedAndWithdrawn(both[0])
    after = (before | command.added) - command.withdrawn
    if after == before:
        return []  # already so
    return [
        e.HelpArranged(
            column=now.matter.column,
            lead=lead,
            round=now.round,
            co_agencies=tuple(sorted(after)),
            added=tuple(sorted(after - before)),
            withdrawn=tuple(sorted(before - after)),
            by=command.by,
            at=command.at,
        )
    ]


def take_over(command: c.TakeOver, case: Case) -> list[e.Event]:
    """An export opens and assigns a case that has never been assigned; of any other it knows nothing new."""
    match case:
        case Unopened() | Waiting(round=1, last=None):
            known = case.matter if isinstance(case, Waiting) else command.matter
            assigned = e.Assigned(
                column=known.column,
                lead=command.lead,
                co_agencies=(),
                deadline=command.deadline,
                round=1,
                by=command.by,
                at=command.at,
                imported=True,
                allowance=command.allowance,
            )
            return [assigned] if isinstance(case, Waiting) else [e.Opened(known, known.accepted_at), assigned]
        case Waiting() | WithAgency() | Closed() | HandedOver():
            return []
        case _:
            assert_never(case)
