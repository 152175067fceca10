"""Cases of an office's past, as an export tells them."""

from __future__ import annotations

from datetime import datetime

from kernel.clock import instant
from kernel.decider import Refusal, refused
from kernel.service import Answer, Payload
from kernel.store import Unit
from services.routing.domain import commands as c
from services.routing.domain import scope
from services.routing.domain.limits import allowance
from services.routing.domain.matter import Matter
from services.routing.domain.refusals import (
    AssignedBeforeAccepted,
    InTheFuture,
)
from services.routing.domain.state import (
    Unopened,
)
from services.routing.domain.text import known_word
from services.routing.domain.words import (
    KINDS,
    Kind,
)
from services.routing.handlers.standing import (
    configuration,
    require_agency,
    where_it_stands,
)
from services.routing.schema import CASE
from services.routing.statecouncil import calendar_in_force, deadline_after
from workdays.calendar import shanghai_date


def import_handling(unit: Unit, payload: Payload) -> Answer:
    """{rows: [{number, column, kind, accepted_at, lead, assigned_at}]} → {results: [{number, state, …}]}.

    Each row is a case as an export tells it, with its original times; a row that is known already changes nothing. A
    row that cannot be taken over answers {number, refused, values}, and holds no other up.
    """
    scope.require(unit.context.actor, scope.IMPORT)
    return {"results": [_taken_over(unit, row) for row in payload["rows"]]}


def _taken_over(unit: Unit, row: Payload) -> Answer:
    try:
        return _take_over(unit, row)
    except Refusal as refusal:
        return {"number": row["number"], **refused(refusal)}


def _take_over(unit: Unit, row: Payload) -> Answer:
    case = unit.state(CASE, row["number"])
    for touched in (row["column"], *(() if isinstance(case, Unopened) else (case.matter.column,))):
        scope.require_column(unit.context.actor, scope.IMPORT, touched)
    require_agency(unit, row["lead"])
    limits = configuration(unit, row["column"]).limits
    kind: Kind = known_word("kind", row["kind"], KINDS)
    accepted_at, assigned_at = (_past(unit, row, field) for field in ("accepted_at", "assigned_at"))
    if assigned_at < accepted_at:
        raise AssignedBeforeAccepted(accepted_at, assigned_at)
    matter = Matter(row["column"], kind, None, "ordinary", "ordinary", accepted_at, imported=True)
    allowed = allowance(limits, matter.kind, matter.urgency, matter.complexity, None)
    deadline = deadline_after(calendar_in_force(unit), shanghai_date(assigned_at), allowed.days)
    by = unit.context.actor.account
    unit.execute(CASE, row["number"], c.TakeOver(matter, row["lead"], deadline, by, assigned_at, allowed))
    return where_it_stands(unit, row["number"])


def _past(unit: Unit, row: Payload, field: str) -> datetime:
    """The instant of a row; raises InTheFuture."""
    at = instant(row[field])
    if at > unit.now:
        raise InTheFuture(field, at)
    return at
