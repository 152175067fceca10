"""Rules of dispatch: a case that nobody has had to look at yet goes where the office's rules send it."""

from __future__ import annotations

from typing import TypeGuard

from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain.state import Case, Waiting


def dispatch(command: c.Dispatch, case: Case) -> list[e.Event]:
    """A rule assigns a case that waits for the rules; a dispatcher who was quicker, or a closing, stands."""
    if not _waits_for_rules(case) or command.lead in case.let_go:
        return []
    return [
        e.Assigned(
            column=case.matter.column,
            lead=command.lead,
            co_agencies=command.co_agencies,
            deadline=command.deadline,
            round=case.round,
            by=command.by,
            at=command.at,
            imported=False,
            allowance=command.allowance,
            rule=command.rule,
        )
    ]


def leave_to_dispatcher(command: c.LeaveToDispatcher, case: Case) -> list[e.Event]:
    """The rules are asked once, each time that a case begins to wait for them."""
    if not _waits_for_rules(case):
        return []
    return [e.LeftToDispatcher(case.matter.column, case.round, command.cause, command.rules, command.at)]


def _waits_for_rules(case: Case) -> TypeGuard[Waiting]:
    return isinstance(case, Waiting) and not case.for_dispatcher
