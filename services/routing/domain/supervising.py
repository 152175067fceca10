"""Rules of supervision: pressing the lead, and noting the deadline that is near, or that it missed."""

from __future__ import annotations

from datetime import date

from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain import refusals as no
from services.routing.domain.state import (
    Case,
    Urging,
    WithAgency,
    held,
)
from services.routing.domain.words import UrgingLevel
from workdays.calendar import end_of, shanghai_date


def pressed(case: Case, level: UrgingLevel, today: date) -> Urging | None:
    """The urging of this day by the same means, if there is one; raises NotFound, NotAssigned, CaseIsClosed."""
    same = [urging for urging in held(case).urged if (urging.level, urging.day) == (level, today)]
    return same[-1] if same else None


def urge(command: c.Urge, case: Case) -> list[e.Event]:
    """The lead is pressed as often as it takes, by each means at most once a day.

    It is reminded at any time, gets a letter once the case is due soon, and is criticised only when it is late.
    """
    now = held(case)
    today = shanghai_date(command.at)
    already = pressed(case, command.level, today)
    if already is not None:
        if already.note == command.note:
            return []  # already so
        raise no.AlreadyUrged(command.level, today)
    due = now.assignment.deadline.due
    if command.level == "criticism" and today <= due:
        raise no.NotOverdue(due)
    if command.level == "letter" and due > command.due_soon:
        raise no.NotDueSoon(due)
    return [
        e.Urged(
            column=now.matter.column,
            lead=now.assignment.lead,
            round=now.round,
            level=command.level,
            note=command.note,
            by=command.by,
            at=command.at,
            n=now.urgings + 1,
            letter=command.letter,
        )
    ]


def acknowledge(command: c.Acknowledge, case: Case) -> list[e.Event]:
    """The lead confirms once that it has seen an urging of this assignment."""
    now = held(case)
    for urging in now.urged:
        if urging.n == command.n:
            lead = now.assignment.lead
            return [] if urging.received else [e.UrgingReceived(lead, now.round, command.n, command.by, command.at)]
    raise no.NoSuchUrging(command.n)


def note_due_soon(command: c.NoteDueSoon, case: Case) -> list[e.Event]:
    """That a deadline is near is noted once for each, while an agency has the case and the day is not over."""
    if not isinstance(case, WithAgency):
        return []
    due = case.assignment.deadline.due
    if due > command.until or due == case.soon or command.at >= end_of(due):
        return []
    return [e.DueSoonNoted(case.matter.column, case.assignment.lead, case.round, due, command.at)]


def miss_deadline(command: c.MissDeadline, case: Case) -> list[e.Event]:
    """A deadline is missed once, at the end of its day, by a case that an agency still has."""
    if not isinstance(case, WithAgency) or case.missed:
        return []
    due = case.assignment.deadline.due
    if command.at < end_of(due):
        return []
    return [e.DeadlineMissed(case.matter.column, case.assignment.lead, case.round, due, end_of(due))]
