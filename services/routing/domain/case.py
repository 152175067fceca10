"""Case: which agency answers an accepted message, and by when; from waiting to closed, and again if need be."""

from __future__ import annotations

from typing import assert_never

from kernel.decider import Decider
from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain.assigning import assign, open_case, take_over
from services.routing.domain.closing import close, reopen
from services.routing.domain.evolve import evolve
from services.routing.domain.extending import ask_extension, decide_extension
from services.routing.domain.recounting import recount_deadline
from services.routing.domain.returning import ask_return, decide_return
from services.routing.domain.state import (
    Case,
    Unopened,
)
from services.routing.domain.supervising import acknowledge, miss_deadline, urge


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
        case c.AskExtension() | c.DecideExtension() | c.RecountDeadline():
            return _decide_deadline(command, case)
        case c.Urge():
            return urge(command, case)
        case c.Acknowledge():
            return acknowledge(command, case)
        case c.MissDeadline():
            return miss_deadline(command, case)
        case c.Close():
            return close(command, case)
        case c.Reopen():
            return reopen(command, case)
        case _:
            assert_never(command)


def _decide_deadline(command: c.AskExtension | c.DecideExtension | c.RecountDeadline, case: Case) -> list[e.Event]:
    """What moves a deadline: the lead asks, the dispatcher decides, the calendar changes."""
    match command:
        case c.AskExtension():
            return ask_extension(command, case)
        case c.DecideExtension():
            return decide_extension(command, case)
        case c.RecountDeadline():
            return recount_deadline(command, case)
        case _:
            assert_never(command)


DECIDER: Decider[c.Command, e.Event, Case] = Decider(Unopened(), decide, evolve)
