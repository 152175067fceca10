"""Rules of recounting: a deadline that is open is counted again by the calendar in force, when that has changed."""

from __future__ import annotations

from datetime import date, datetime

from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain.calendar import Deadline, count_days, count_until
from services.routing.domain.matter import Agreed
from services.routing.domain.state import Case, WithAgency
from workdays.calendar import Calendar, end_of


def counted_again(calendar: Calendar, start: date, agreed: Agreed) -> Deadline:
    """What was agreed, as this calendar counts it: so many working days, or the day that was granted since.

    A granted day that is not worked after all moves on to the next that is, and no deadline ends before the working
    days are over that the agency was given to begin with. Nothing but what was agreed and the calendar counts, so that
    two amendments that cancel each other out leave every deadline where it was.
    """
    counted = count_days(calendar, start, agreed.working_days)
    if agreed.until is None:
        return counted
    granted = calendar.next_worked(agreed.until)
    return counted if counted.due >= granted else count_until(calendar, start, granted)


def differs(due: date, again: Deadline, at: datetime, *, provisional: bool) -> bool:
    """Whether a recount says something else of an open deadline.

    It moves to a day only that is not over yet: nobody is made late by a recount, and what was missed stays missed
    unless the deadline comes to lie ahead. On the same day it may become settled, or provisional.
    """
    if again.due == due:
        return again.provisional != provisional
    return end_of(again.due) > at


def recount_deadline(command: c.RecountDeadline, case: Case) -> list[e.Event]:
    """The deadline of a case in hand becomes what the calendar makes of it now; any other case keeps what it has."""
    if not isinstance(case, WithAgency):
        return []
    was, again = case.assignment.deadline, command.deadline
    if not differs(was.due, again, command.at, provisional=was.provisional):
        return []
    return [
        e.DeadlineRecounted(
            column=case.matter.column,
            lead=case.assignment.lead,
            round=case.round,
            previous=was.due,
            deadline=again,
            missed=case.missed and again.due == was.due,
            by=command.by,
            at=command.at,
        )
    ]
