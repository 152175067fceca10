"""Case: which agency answers an accepted message, and by when; from waiting to closed, and again if need be."""

from __future__ import annotations

from typing import assert_never

from kernel.decider import Decider
from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain.assigning import arrange_help, assign, open_case, take_over, withdraw_assignment
from services.routing.domain.closing import close
from services.routing.domain.dispatching import dispatch, leave_to_dispatcher
from services.routing.domain.evolve import evolve
from services.routing.domain.extending import ask_extension, decide_extension
from services.routing.domain.handing import hand_over
from services.routing.domain.recounting import recount_deadline
from services.routing.domain.reopening import rate, reopen
from services.routing.domain.returning import ask_return, decide_return
from services.routing.domain.state import (
    Case,
    Unopened,
)
from services.routing.domain.supervising import acknowledge, miss_deadline, note_due_soon, urge


def decide(command: c.Command, case: Case) -> list[e.Event]:
    """Each command has its own rule."""
    match command:
        case (
            c.OpenCase()
            | c.Assign()
            | c.Dispatch()
            | c.LeaveToDispatcher()
            | c.TakeOver()
            | c.WithdrawAssignment()
            | c.ArrangeHelp()
        ):
            return give(command, case)
        case c.AskReturn() | c.DecideReturn() | c.AskExtension() | c.DecideExtension():
            return ask(command, case)
        case c.Urge():
            return urge(command, case)
        case c.Acknowledge():
            return acknowledge(command, case)
        case c.NoteDueSoon():
            return note_due_soon(command, case)
        case c.MissDeadline():
            return miss_deadline(command, case)
        case c.RecountDeadline():
            return recount_deadline(command, case)
        case c.Close() | c.Rate() | c.Reopen() | c.HandOver():
            return end(command, case)
        case _:
            assert_never(command)


def give(command: c.Giving, case: Case) -> list[e.Event]:
    """Who answers for the case, and who helps."""
    match command:
        case c.OpenCase():
            return open_case(command, case)
        case c.Assign():
            return assign(command, case)
        case c.Dispatch():
            return dispatch(command, case)
        case c.LeaveToDispatcher():
            return leave_to_dispatcher(command, case)
        case c.TakeOver():
            return take_over(command, case)
        case c.WithdrawAssignment():
            return withdraw_assignment(command, case)
        case c.ArrangeHelp():
            return arrange_help(command, case)
        case _:
            assert_never(command)


def ask(command: c.Asking, case: Case) -> list[e.Event]:
    """What the lead asks for, and what the dispatcher says to it."""
    match command:
        case c.AskReturn():
            return ask_return(command, case)
        case c.DecideReturn():
            return decide_return(command, case)
        case c.AskExtension():
            return ask_extension(command, case)
        case c.DecideExtension():
            return decide_extension(command, case)
        case _:
            assert_never(command)


def end(command: c.Ending, case: Case) -> list[e.Event]:
    """How the case ends, and how it begins again."""
    match command:
        case c.Close():
            return close(command, case)
        case c.Rate():
            return rate(command, case)
        case c.Reopen():
            return reopen(command, case)
        case c.HandOver():
            return hand_over(command, case)
        case _:
            assert_never(command)


DECIDER: Decider[c.Command, e.Event, Case] = Decider(Unopened(), decide, evolve)
