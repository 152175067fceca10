"""What is not done in time: the deadlines that pass, and pressing the lead."""

from __future__ import annotations

from sqlalchemy import select

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.routing.domain import commands as c
from services.routing.domain import scope
from services.routing.domain.state import (
    held,
)
from services.routing.domain.text import known_word
from services.routing.domain.words import (
    URGING_LEVELS,
    UrgingLevel,
)
from services.routing.handlers.standing import (
    require_column_of,
    sealed_note,
    where_it_stands,
)
from services.routing.schema import CASE
from services.routing.tables import cases

LOOK_LIMIT = 200  # deadlines noted in one transaction


def look_at_deadlines(unit: Unit, _: Payload) -> Answer:
    """{} → {missed, more}: note the deadlines that have passed, the oldest first, a limited number at a time."""
    scope.require(unit.context.actor, scope.LOOK)
    due = select(cases.c.number).where(cases.c.watched_from <= unit.now).order_by(cases.c.watched_from)
    numbers = [row["number"] for row in unit.rows(due.limit(LOOK_LIMIT))]
    missed = sum(len(unit.execute(CASE, number, c.MissDeadline(unit.now))) for number in numbers)
    return {"missed": missed, "more": missed == LOOK_LIMIT}


def urge(unit: Unit, payload: Payload) -> Answer:
    """{number, level: reminder | letter | criticism, note?}: a supervisor presses the lead."""
    number = require_column_of(unit, payload, scope.URGE)
    level: UrgingLevel = known_word("level", payload["level"], URGING_LEVELS)
    urged = [each for each in held(unit.state(CASE, number)).urged if each.level == level]
    note = sealed_note(unit, payload, urged[-1].note if urged else None)
    unit.execute(CASE, number, c.Urge(level, note, unit.context.actor.account, unit.now))
    return where_it_stands(unit, number)
