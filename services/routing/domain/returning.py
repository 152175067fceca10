"""Rules of return: the lead says "not ours", the dispatcher decides."""

from __future__ import annotations

from typing import assert_never

from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain import refusals as no
from services.routing.domain.state import (
    Case,
    NotAsked,
    ReturnDenied,
    ReturnPending,
    Waiting,
    held,
)


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
