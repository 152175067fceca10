"""Whose a case is: assignment, taking one back, and who helps."""

from __future__ import annotations

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.routing.dispatching import fields_above
from services.routing.domain import commands as c
from services.routing.domain import scope
from services.routing.domain.column import Configuration
from services.routing.domain.dispatch import Traits, allowance_by, propose
from services.routing.domain.limits import allowance
from services.routing.domain.rulebook import BOOK
from services.routing.domain.state import Waiting, Withdrawn, known
from services.routing.domain.words import AgencyId
from services.routing.handlers.standing import (
    configuration,
    require_agency,
    require_column_of,
    sealed,
    where_it_stands,
)
from services.routing.schema import CASE, RULES
from services.routing.statecouncil import calendar_in_force, deadline_after
from workdays.calendar import shanghai_date


def assign(unit: Unit, payload: Payload) -> Answer:
    """{number, lead, co_agencies?, working_days?} → {number, state, round, lead, co_agencies, due, provisional}.

    Where this is exactly what the rules in force propose, the rule is recorded with it.
    An agency that had the case taken back in this round keeps the deadline it had, whatever `working_days` says.
    """
    number: str = payload["number"]
    case = known(unit.state(CASE, number))
    matter = case.matter
    scope.require_column(unit.context.actor, scope.ASSIGN, matter.column)
    lead: AgencyId = payload["lead"]
    helpers = tuple(sorted(set(payload.get("co_agencies") or ())))
    for involved in (lead, *helpers):
        require_agency(unit, involved)
    run = configuration(unit, matter.column)
    allowed = allowance(run.limits, matter.kind, matter.urgency, matter.complexity, payload.get("working_days"))
    deadline = deadline_after(calendar_in_force(unit), shanghai_date(unit.now), allowed.days)
    rule = _as_proposed(unit, case, run, (lead, helpers, allowed.days)) if isinstance(case, Waiting) else None
    unit.execute(CASE, number, c.Assign(lead, helpers, deadline, unit.context.actor.account, unit.now, allowed, rule))
    return where_it_stands(unit, number)


def _as_proposed(
    unit: Unit, case: Waiting, run: Configuration, chosen: tuple[AgencyId, tuple[AgencyId, ...], int]
) -> str | None:
    """The rule whose proposal this is, days included; None where it is the dispatcher's own choice."""
    traits = Traits.of(case.matter, run.jurisdiction)
    first = propose(unit.state(RULES, BOOK).on.rules, traits, fields_above(unit), case.let_go).first
    if first is None:
        return None
    days = allowance_by(first.rule, run.limits, traits).days
    return first.rule.name if chosen == (first.rule.lead, tuple(sorted(first.co_agencies)), days) else None


def withdraw_assignment(unit: Unit, payload: Payload) -> Answer:
    """{number, reason}: the dispatcher takes a wrong assignment back; the case waits."""
    number = require_column_of(unit, payload, scope.WITHDRAW)
    case = known(unit.state(CASE, number))
    before = case.last.reason if isinstance(case, Waiting) and isinstance(case.last, Withdrawn) else None
    reason = sealed(unit, payload, "reason", before)
    unit.execute(CASE, number, c.WithdrawAssignment(reason, unit.context.actor.account, unit.now))
    return where_it_stands(unit, number)


def arrange_help(unit: Unit, payload: Payload) -> Answer:
    """{number, add?, withdraw?}: these agencies help the lead from now on, and those no longer."""
    number = require_column_of(unit, payload, scope.ARRANGE_HELP)
    added, withdrawn = (frozenset(payload.get(way) or ()) for way in ("add", "withdraw"))
    for agency in sorted(added):
        require_agency(unit, agency)
    unit.execute(CASE, number, c.ArrangeHelp(added, withdrawn, unit.context.actor.account, unit.now))
    return where_it_stands(unit, number)
