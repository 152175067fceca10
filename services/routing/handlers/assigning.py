"""Whose a case is and until when: assignment, returns, extensions."""

from __future__ import annotations

from datetime import date

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.routing.domain import commands as c
from services.routing.domain import scope
from services.routing.domain.calendar import shanghai_date
from services.routing.domain.extending import extended, granted_now
from services.routing.domain.limits import allowance
from services.routing.domain.state import (
    ExtensionPending,
    ReturnPending,
    held,
    known,
)
from services.routing.domain.words import (
    AgencyId,
)
from services.routing.handlers.standing import (
    configuration,
    require_agency,
    require_column_of,
    require_lead_of,
    sealed,
    sealed_note,
    where_it_stands,
)
from services.routing.schema import CASE
from services.routing.statecouncil import calendar_in_force, deadline_after


def assign(unit: Unit, payload: Payload) -> Answer:
    """{number, lead, co_agencies?, working_days?} → {number, state, round, lead, co_agencies, due, provisional}."""
    number: str = payload["number"]
    matter = known(unit.state(CASE, number)).matter
    scope.require_column(unit.context.actor, scope.ASSIGN, matter.column)
    lead: AgencyId = payload["lead"]
    helpers = tuple(sorted(set(payload.get("co_agencies") or ())))
    for involved in (lead, *helpers):
        require_agency(unit, involved)
    limits = configuration(unit, matter.column).limits
    allowed = allowance(limits, matter.kind, matter.urgency, matter.complexity, payload.get("working_days"))
    deadline = deadline_after(calendar_in_force(unit), shanghai_date(unit.now), allowed.days)
    unit.execute(CASE, number, c.Assign(lead, helpers, deadline, unit.context.actor.account, unit.now, allowed))
    return where_it_stands(unit, number)


def ask_return(unit: Unit, payload: Payload) -> Answer:
    """{number, reason}: the lead says "not ours"."""
    number = require_lead_of(unit, payload)
    asked = held(unit.state(CASE, number)).returning
    reason = sealed(unit, payload, "reason", asked.reason if isinstance(asked, ReturnPending) else None)
    unit.execute(CASE, number, c.AskReturn(reason, unit.context.actor.account, unit.now))
    return where_it_stands(unit, number)


def decide_return(unit: Unit, payload: Payload) -> Answer:
    """{number, agreed, note?}: the dispatcher settles a return."""
    number = require_column_of(unit, payload, scope.DECIDE)
    note = sealed_note(unit, payload)
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
    """{number, granted, note?}: the dispatcher settles an extension."""
    number = require_column_of(unit, payload, scope.DECIDE)
    note = sealed_note(unit, payload)
    deadline = granted_now(unit.state(CASE, number), calendar_in_force(unit))
    by = unit.context.actor.account
    unit.execute(CASE, number, c.DecideExtension(payload["granted"], note, by, unit.now, deadline))
    return where_it_stands(unit, number)
