"""What is not done in time: the deadlines that are near, and those that pass."""

from __future__ import annotations

from sqlalchemy import select

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.routing.domain import commands as c
from services.routing.domain import scope
from services.routing.projections import ASSIGNED, PLACES
from services.routing.queries.board import board
from services.routing.schema import CASE
from services.routing.tables import cases

LOOK_LIMIT = 200  # deadlines noted in one transaction


def look_for_due_soon(unit: Unit, _: Payload) -> Answer:
    """{} → {noted, more}: note the deadlines that are near by their columns' terms, a limited number at a time.

    Each once, as in look_at_deadlines; one that is over by then was missed, and is not near any more.
    """
    scope.require(unit.context.actor, scope.LOOK)
    now = board(unit)
    near = now.light().in_(("due_soon", "yellow"))
    fresh = cases.c.soon.is_(None) | (cases.c.soon != cases.c.due)
    wanted = select(cases.c.number, cases.c.due).where(cases.c.place == PLACES[ASSIGNED], near, fresh)
    rows = unit.rows(wanted.order_by(cases.c.pressing, cases.c.number).limit(LOOK_LIMIT))
    noted = sum(len(unit.execute(CASE, row["number"], c.NoteDueSoon(row["due"], unit.now))) for row in rows)
    return {"noted": noted, "more": noted > 0 and len(rows) == LOOK_LIMIT}


def look_at_deadlines(unit: Unit, _: Payload) -> Answer:
    """{} → {missed, more}: note the deadlines that have passed, the oldest first, a limited number at a time.

    Any number of replicas may look at once, as often as they like and as late as it may be: each deadline is noted by
    one of them, as of the instant at which it was over. `more`: look again, for there may be others.
    """
    scope.require(unit.context.actor, scope.LOOK)
    due = select(cases.c.number).where(cases.c.watched_from <= unit.now).order_by(cases.c.watched_from)
    numbers = [row["number"] for row in unit.rows(due.limit(LOOK_LIMIT))]
    missed = sum(len(unit.execute(CASE, number, c.MissDeadline(unit.now))) for number in numbers)
    return {"missed": missed, "more": missed > 0 and len(numbers) == LOOK_LIMIT}
