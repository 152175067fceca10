"""Rules of supervision: pressing the lead, and noting the deadline that it missed."""

from __future__ import annotations

from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain import refusals as no
from services.routing.domain.calendar import end_of, shanghai_date
from services.routing.domain.state import (
    Case,
    WithAgency,
    held,
)


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
