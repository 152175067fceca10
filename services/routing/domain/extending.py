"""Rules of extension: the lead asks for time, the dispatcher decides."""

from __future__ import annotations

from datetime import date, timedelta
from typing import assert_never

from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain import refusals as no
from services.routing.domain.calendar import Deadline, count_until
from services.routing.domain.case_refusals import AlreadyDecided, ReasonMissing
from services.routing.domain.state import (
    Case,
    ExtensionPending,
    ExtensionSettled,
    NotAsked,
    WithAgency,
    held,
)
from workdays.calendar import Calendar, shanghai_date


def extended(case: Case, calendar: Calendar, until: date) -> Deadline:
    """The deadline of a case in hand if it ended at `until`; raises TooFar beyond a year."""
    deadline = held(case).assignment.deadline
    furthest = deadline.due + timedelta(days=366)
    if until > furthest:
        raise no.TooFar(until, furthest)
    return count_until(calendar, deadline.start, until)


def granted_now(case: Case, calendar: Calendar) -> Deadline | None:
    """The deadline that was asked for, as the calendar counts it now: a day not worked moves on to the next that is."""
    match held(case):
        case WithAgency(extending=ExtensionPending(deadline=asked)):
            return count_until(calendar, asked.start, calendar.next_worked(asked.due))
        case _:
            return None


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
    column = now.matter.column
    return [e.ExtensionAsked(lead, now.round, command.deadline, command.reason, command.by, command.at, column)]


def decide_extension(command: c.DecideExtension, case: Case) -> list[e.Event]:
    """The dispatcher grants the extension that was asked for, which moves the deadline, or refuses it with a reason.

    That is decided once: the same person saying the same again changes nothing, anything else learns who has decided.

    A deadline that a recount has carried as far as what was asked for needs no extension, and gets none.
    """
    now = held(case)
    lead, deadline = now.assignment.lead, now.assignment.deadline
    match now.extending:
        case ExtensionPending() as asked if command.granted:
            granted = command.deadline or asked.deadline
            if granted.due <= deadline.due:
                raise no.NotLater(deadline.due, granted.due)
            return [
                e.ExtensionGranted(
                    column=now.matter.column,
                    lead=lead,
                    round=now.round,
                    previous=deadline.due,
                    deadline=granted,
                    asked_at=asked.at,
                    note=command.note,
                    by=command.by,
                    at=command.at,
                )
            ]
        case ExtensionPending() if command.note is None:
            raise ReasonMissing("extension")
        case ExtensionPending():
            return [e.ExtensionRefused(lead, now.round, command.note, command.by, command.at, now.matter.column)]
        case ExtensionSettled(granted=command.granted, note=command.note, by=command.by):
            return []  # already decided so
        case ExtensionSettled(granted=granted, by=by, at=at):
            raise AlreadyDecided("extension", "agreed" if granted else "refused", by, at)
        case NotAsked():
            raise no.NothingAsked("extension")
        case _:
            assert_never(now.extending)
