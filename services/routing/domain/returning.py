"""Rules of return: the lead says "not ours", the dispatcher decides."""

from __future__ import annotations

from typing import assert_never

from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain import refusals as no
from services.routing.domain.case_refusals import AlreadyDecided, ReasonMissing, ReturnTooLate
from services.routing.domain.state import (
    Case,
    NotAsked,
    ReturnDecided,
    ReturnPending,
    Waiting,
    held,
)
from workdays.calendar import shanghai_date


def ask_return(command: c.AskReturn, case: Case) -> list[e.Event]:
    """The lead may say "not ours" once for an assignment, until the end of the column's term."""
    now = held(case)
    match now.returning:
        case NotAsked() if shanghai_date(command.at) > command.until:
            raise ReturnTooLate(command.until)
        case NotAsked():
            lead, column = now.assignment.lead, now.matter.column
            return [e.ReturnAsked(lead, now.round, command.reason, command.by, command.at, column)]
        case ReturnPending(reason=command.reason):
            return []  # already asked
        case ReturnPending(by=by, at=at):
            raise no.AlreadyAsked(by, at)
        case ReturnDecided():
            raise no.ReturnWasRefused(now.assignment.lead)
        case _:
            assert_never(now.returning)


def decide_return(command: c.DecideReturn, case: Case) -> list[e.Event]:
    """The dispatcher agrees to a return that was asked for, or refuses it with a reason; that is decided once."""
    if isinstance(case, Waiting) and isinstance(case.last, ReturnDecided):
        return decided_before(command, case.last)
    now = held(case)
    lead = now.assignment.lead
    match now.returning:
        case ReturnPending() if command.agreed:
            return [e.Returned(now.matter.column, lead, now.round, command.note, command.by, command.at)]
        case ReturnPending() if command.note is None:
            raise ReasonMissing("return")
        case ReturnPending():
            return [e.ReturnRefused(lead, now.round, command.note, command.by, command.at, now.matter.column)]
        case ReturnDecided() as decided:
            return decided_before(command, decided)
        case NotAsked():
            raise no.NothingAsked("return")
        case _:
            assert_never(now.returning)


def decided_before(command: c.DecideReturn, decided: ReturnDecided) -> list[e.Event]:
    """The same person saying the same again changes nothing; anything else learns who has decided, and how."""
    if (command.agreed, command.note, command.by) == (decided.agreed, decided.note, decided.by):
        return []
    raise AlreadyDecided("return", "agreed" if decided.agreed else "refused", decided.by, decided.at)
