"""Case: which agency answers an accepted message, and by when; from waiting to closed, and again if need be."""

from __future__ import annotations

from datetime import date, timedelta
from typing import assert_never

from kernel.decider import Decider
from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain import refusals as no
from services.routing.domain.calendar import Calendar, Deadline, count_until, end_of, shanghai_date
from services.routing.domain.evolve import evolve
from services.routing.domain.matter import Assignment
from services.routing.domain.state import (
    Case,
    Closed,
    ExtensionPending,
    ExtensionSettled,
    NotAsked,
    ReturnDenied,
    ReturnPending,
    Unopened,
    Waiting,
    WithAgency,
    held,
)

# decide


def open_case(command: c.OpenCase, case: Case) -> list[e.Event]:
    """An accepted message opens one case, however often it is heard of."""
    match case:
        case Unopened():
            return [e.Opened(command.matter, command.at)]
        case Waiting() | WithAgency() | Closed():
            return []
        case _:
            assert_never(case)


def assign(command: c.Assign, case: Case) -> list[e.Event]:
    """A waiting case goes to an agency that has not returned it in this round, and that is not its own helper."""
    if command.lead in command.co_agencies:
        raise no.LeadIsCoAgency(command.lead)
    match case:
        case WithAgency(assignment=held) if same(command, held):
            return []  # already so
        case WithAgency(assignment=held):
            raise no.AlreadyAssigned(held.lead, held.co_agencies, held.deadline.due, held.by, held.at)
        case Waiting(returned=returned) if any(past.lead == command.lead for past in returned):
            raise no.AgencyHasReturned(command.lead)
        case Waiting(matter=matter, round=round_):
            return [
                e.Assigned(
                    column=matter.column,
                    lead=command.lead,
                    co_agencies=command.co_agencies,
                    deadline=command.deadline,
                    round=round_,
                    by=command.by,
                    at=command.at,
                    imported=False,
                )
            ]
        case Closed():
            raise no.CaseIsClosed(case.round, case.at)
        case Unopened():
            raise no.NotFound
        case _:
            assert_never(case)


def same(command: c.Assign, held: Assignment) -> bool:
    """Whether a command asks for what is so already, deadline included."""
    asked = (command.lead, command.co_agencies, command.deadline.due)
    return asked == (held.lead, held.co_agencies, held.deadline.due)


def take_over(command: c.TakeOver, case: Case) -> list[e.Event]:
    """An export opens and assigns a case that has never been assigned; of any other it knows nothing new."""
    match case:
        case Unopened() | Waiting(round=1, returned=()):
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
            )
            return [assigned] if isinstance(case, Waiting) else [e.Opened(known, known.accepted_at), assigned]
        case Waiting() | WithAgency() | Closed():
            return []
        case _:
            assert_never(case)


def ask_return(command: c.AskReturn, case: Case) -> list[e.Event]:
    """The lead may say "not ours" once for an assignment."""
    now = held(case)
    match now.returning:
        case NotAsked():
            return [e.ReturnAsked(now.assignment.lead, now.round, command.reason, command.by, command.at)]
        case ReturnPending(reason=command.reason):
            return []  # already asked
        case ReturnPending(by=by, at=at):
            raise no.AlreadyAsked(by, at)
        case ReturnDenied():
            raise no.ReturnWasRefused(now.assignment.lead)
        case _:
            assert_never(now.returning)


def decide_return(command: c.DecideReturn, case: Case) -> list[e.Event]:
    """The dispatcher agrees to a return that was asked for, or refuses it."""
    if isinstance(case, Waiting) and case.returned and command.agreed:
        return []  # already agreed
    now = held(case)
    lead = now.assignment.lead
    match now.returning:
        case ReturnPending() if command.agreed:
            return [e.Returned(now.matter.column, lead, now.round, command.note, command.by, command.at)]
        case ReturnPending():
            return [e.ReturnRefused(lead, now.round, command.note, command.by, command.at)]
        case ReturnDenied() if not command.agreed:
            return []  # already refused
        case ReturnDenied() | NotAsked():
            raise no.NothingAsked("return")
        case _:
            assert_never(now.returning)


def extended(case: Case, calendar: Calendar, until: date) -> Deadline:
    """The deadline of a case in hand if it ended at `until`; raises TooFar beyond a year."""
    deadline = held(case).assignment.deadline
    furthest = deadline.due + timedelta(days=366)
    if until > furthest:
        raise no.TooFar(until, furthest)
    return count_until(calendar, deadline.start, until)


def ask_extension(command: c.AskExtension, case: Case) -> list[e.Event]:
    """The lead may ask for a later working day before the deadline has passed, one question at a time."""
    now = held(case)
    due, until = now.assignment.deadline.due, command.deadline.due
    match now.extending:
        case ExtensionPending(deadline=asked, reason=command.reason) if asked.due == until:
            return []  # already asked
        case ExtensionPending(deadline=asked):
            raise no.ExtensionAlreadyAsked(asked.due)
        case NotAsked() | ExtensionSettled():
            pass
        case _:
            assert_never(now.extending)
    if shanghai_date(command.at) > due:
        raise no.DeadlinePassed(due)
    if until <= due:
        raise no.NotLater(due, until)
    for mark in command.deadline.marks:
        if mark.date == until and not mark.kind.is_worked:
            raise no.NotAWorkingDay(until, mark.name)
    lead = now.assignment.lead
    return [e.ExtensionAsked(lead, now.round, command.deadline, command.reason, command.by, command.at)]


def decide_extension(command: c.DecideExtension, case: Case) -> list[e.Event]:
    """The dispatcher grants the extension that was asked for, which moves the deadline, or refuses it."""
    now = held(case)
    lead, deadline = now.assignment.lead, now.assignment.deadline
    match now.extending:
        case ExtensionPending() as asked if command.granted:
            return [
                e.ExtensionGranted(
                    column=now.matter.column,
                    lead=lead,
                    round=now.round,
                    previous=deadline.due,
                    deadline=asked.deadline,
                    asked_at=asked.at,
                    note=command.note,
                    by=command.by,
                    at=command.at,
                )
            ]
        case ExtensionPending():
            return [e.ExtensionRefused(lead, now.round, command.note, command.by, command.at)]
        case ExtensionSettled(granted=command.granted):
            return []  # already decided so
        case ExtensionSettled() | NotAsked():
            raise no.NothingAsked("extension")
        case _:
            assert_never(now.extending)


def urge(command: c.Urge, case: Case) -> list[e.Event]:
    """The lead is pressed as often as it takes, by each means at most once a day."""
    now = held(case)
    today = shanghai_date(command.at)
    for urging in now.urged:
        if (urging.level, urging.day, urging.note) == (command.level, today, command.note):
            return []  # already so
        if (urging.level, urging.day) == (command.level, today):
            raise no.AlreadyUrged(command.level, today)
    column, lead = now.matter.column, now.assignment.lead
    return [e.Urged(column, lead, now.round, command.level, command.note, command.by, command.at)]


def miss_deadline(command: c.MissDeadline, case: Case) -> list[e.Event]:
    """A deadline is missed once, at the end of its day, by a case that an agency still has."""
    if not isinstance(case, WithAgency) or case.missed:
        return []
    due = case.assignment.deadline.due
    if command.at < end_of(due):
        return []
    return [e.DeadlineMissed(case.matter.column, case.assignment.lead, case.round, due, end_of(due))]


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


def decide(command: c.Command, case: Case) -> list[e.Event]:
    """Each command has its own rule."""
    match command:
        case c.OpenCase():
            return open_case(command, case)
        case c.Assign():
            return assign(command, case)
        case c.TakeOver():
            return take_over(command, case)
        case c.AskReturn():
            return ask_return(command, case)
        case c.DecideReturn():
            return decide_return(command, case)
        case c.AskExtension():
            return ask_extension(command, case)
        case c.DecideExtension():
            return decide_extension(command, case)
        case c.Urge():
            return urge(command, case)
        case c.MissDeadline():
            return miss_deadline(command, case)
        case c.Close():
            return close(command, case)
        case c.Reopen():
            return reopen(command, case)
        case _:
            assert_never(command)


DECIDER: Decider[c.Command, e.Event, Case] = Decider(Unopened(), decide, evolve)
