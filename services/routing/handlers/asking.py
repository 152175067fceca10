"""What the lead asks for, and what the dispatcher says to it: returns and extensions."""

from __future__ import annotations

from datetime import date

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.routing.domain import commands as c
from services.routing.domain import scope
from services.routing.domain.extending import extended, granted_now
from services.routing.domain.state import (
    Case,
    ExtensionPending,
    ExtensionSettled,
    ReturnDecided,
    ReturnPending,
    Waiting,
    WithAgency,
    held,
)
from services.routing.domain.words import Sealed
from services.routing.handlers.standing import (
    require_column_of,
    require_lead_of,
    returnable_until,
    sealed,
    sealed_note,
    where_it_stands,
)
from services.routing.schema import CASE
from services.routing.statecouncil import calendar_in_force


def ask_return(unit: Unit, payload: Payload) -> Answer:
    """{number, reason}: the lead says "not ours"."""
    number = require_lead_of(unit, payload)
    case = held(unit.state(CASE, number))
    asked = case.returning
    reason = sealed(unit, payload, "reason", asked.reason if isinstance(asked, ReturnPending) else None)
    until = returnable_until(unit, case)
    unit.execute(CASE, number, c.AskReturn(until, reason, unit.context.actor.account, unit.now))
    return where_it_stands(unit, number)


def decide_return(unit: Unit, payload: Payload) -> Answer:
    """{number, agreed, note?}: the dispatcher agrees to a return, or refuses it with a reason."""
    number = require_column_of(unit, payload, scope.DECIDE)
    note = sealed_note(unit, payload, _said_of_return(unit.state(CASE, number)))
    unit.execute(CASE, number, c.DecideReturn(payload["agreed"], note, unit.context.actor.account, unit.now))
    return where_it_stands(unit, number)


def ask_extension(unit: Unit, payload: Payload) -> Answer:
    """{number, until, reason}: the lead asks for a later deadline."""
    number = require_lead_of(unit, payload)
    deadline = extended(unit.state(CASE, number), calendar_in_force(unit), date.fromisoformat(payload["until"]))
    asked = held(unit.state(CASE, number)).extending
    reason = sealed(unit, payload, "reason", asked.reason if isinstance(asked, ExtensionPending) else None)
    unit.execute(CASE, number, c.AskExtension(deadline, reason, unit.context.actor.account, unit.now))
    return where_it_stands(unit, number)


def decide_extension(unit: Unit, payload: Payload) -> Answer:
    """{number, granted, note?}: the dispatcher grants an extension, or refuses it with a reason."""
    number = require_column_of(unit, payload, scope.DECIDE)
    note = sealed_note(unit, payload, _said_of_extension(unit.state(CASE, number)))
    deadline = granted_now(unit.state(CASE, number), calendar_in_force(unit))
    by = unit.context.actor.account
    unit.execute(CASE, number, c.DecideExtension(payload["granted"], note, by, unit.now, deadline))
    return where_it_stands(unit, number)


def _said_of_return(case: Case) -> Sealed | None:
    """In which words the last return was decided."""
    match case:
        case Waiting(last=ReturnDecided() as decided) | WithAgency(returning=ReturnDecided() as decided):
            return decided.note
        case _:
            return None


def _said_of_extension(case: Case) -> Sealed | None:
    """In which words the last extension was decided."""
    settled = case.extending if isinstance(case, WithAgency) else None
    return settled.note if isinstance(settled, ExtensionSettled) else None
