"""Rules of what comes after: the citizen's rating of a closing, and handling the matter once more."""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never

from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain import refusals as no
from services.routing.domain.case_refusals import NotDissatisfied, NotHandedOver, ReasonMissing, ReopeningOver
from services.routing.domain.state import (
    Case,
    Closed,
    HandedOver,
    Reopening,
    Unopened,
    Waiting,
    WithAgency,
)
from services.routing.domain.words import DISSATISFIED
from workdays.calendar import end_of, shanghai_date


def rate(command: c.Rate, case: Case) -> list[e.Event]:
    """The rating of the closing in force is kept, once; of any other it is late word."""
    if isinstance(case, Closed) and case.round == command.round and case.rating is None:
        return [e.Rated(command.round, command.satisfaction, command.at)]
    return []


def reopen(command: c.Reopen, case: Case) -> list[e.Event]:
    """A closed case, or one handed over, begins its next round, waiting for an agency; any agency may get it."""
    match case:
        case Closed():
            must_be_reason_to_reopen(command, case)
        case HandedOver() if command.reason == "dissatisfied":
            raise NotDissatisfied(case.round)
        case HandedOver():
            pass
        case Waiting(last=Reopening() as done) if done == Reopening(command.reason, command.note, command.by):
            return []  # already reopened
        case Waiting() | WithAgency():
            raise no.NotClosed(case.round)
        case Unopened():
            raise no.NotFound
        case _:
            assert_never(case)
    if command.reason != "dissatisfied" and command.note is None:
        raise ReasonMissing("reopening")
    column, round_ = case.matter.column, case.round + 1
    return [e.Reopened(column, round_, command.reason, command.by, command.at, command.note)]


def must_be_reason_to_reopen(command: c.Reopen, case: Closed) -> None:
    """A mistake, or a citizen who has rated this closing as dissatisfied; until the end of the column's term."""
    if command.reason == "handed_back":
        raise NotHandedOver(case.round)
    if command.reason == "dissatisfied" and (case.rating is None or case.rating > DISSATISFIED):
        raise NotDissatisfied(case.round)
    until = shanghai_date(case.at) + timedelta(days=command.days)
    if command.at >= end_of(until):
        raise ReopeningOver(until)
