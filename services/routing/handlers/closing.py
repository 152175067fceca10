"""Striking a case off, and handling it again."""

from __future__ import annotations

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.routing.domain import commands as c
from services.routing.domain import scope
from services.routing.domain.state import (
    known,
)
from services.routing.domain.text import known_word
from services.routing.domain.words import (
    REOPENING_REASONS,
    ReopeningReason,
)
from services.routing.handlers.standing import (
    require_column_of,
    where_it_stands,
)
from services.routing.schema import CASE


def close(unit: Unit, payload: Payload) -> Answer:
    """{number}: the office strikes off the case that an agency has, without a published reply."""
    number = require_column_of(unit, payload, scope.CLOSE)
    current = known(unit.state(CASE, number)).round
    unit.execute(CASE, number, c.Close(current, None, "office", unit.context.actor.account, unit.now))
    return where_it_stands(unit, number)


def reopen(unit: Unit, payload: Payload) -> Answer:
    """{number, reason: dissatisfied | mistake}: the next round begins."""
    number = require_column_of(unit, payload, scope.REOPEN)
    reason: ReopeningReason = known_word("reason", payload["reason"], REOPENING_REASONS)
    unit.execute(CASE, number, c.Reopen(reason, unit.context.actor.account, unit.now))
    return where_it_stands(unit, number)
