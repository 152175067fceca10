"""Striking a case off without a reply, and handing it to another system."""

from __future__ import annotations

from contracts.words import REFERENCE
from kernel.service import Answer, Payload
from kernel.store import Unit
from services.routing.domain import commands as c
from services.routing.domain import scope
from services.routing.domain.case_refusals import NotAReceipt
from services.routing.domain.state import Closed, HandedOver, known
from services.routing.domain.text import known_word
from services.routing.domain.words import CLOSING_REASONS, SYSTEMS, ClosingReason, Sealed, System
from services.routing.handlers.standing import require_column_of, sealed, where_it_stands
from services.routing.schema import CASE


def close(unit: Unit, payload: Payload) -> Answer:
    """{number, reason, note}: the office strikes off the case that an agency has, without a published reply.

    `reason` is answered_directly, given_up, settled, repeated or other; the note says more.
    """
    number = require_column_of(unit, payload, scope.CLOSE)
    case = known(unit.state(CASE, number))
    reason: ClosingReason = known_word("reason", payload["reason"], CLOSING_REASONS)
    note = sealed(unit, payload, "note", case.note if isinstance(case, Closed) else None)
    by = unit.context.actor.account
    unit.execute(CASE, number, c.Close(case.round, None, "office", by, unit.now, reason=reason, note=note))
    return where_it_stands(unit, number)


def hand_over(unit: Unit, payload: Payload) -> Answer:
    """{number, system: petition | hotline, reason, receipt}: the matter goes there, under the receipt number given.

    Raises NotAReceipt.
    """
    number = require_column_of(unit, payload, scope.HAND_OVER)
    case = known(unit.state(CASE, number))
    system: System = known_word("system", payload["system"], SYSTEMS)
    if not REFERENCE.admits(payload["receipt"]):
        raise NotAReceipt
    reason_before: Sealed | None = case.reason if isinstance(case, HandedOver) else None
    receipt_before: Sealed | None = case.receipt if isinstance(case, HandedOver) else None
    command = c.HandOver(
        system=system,
        reason=sealed(unit, payload, "reason", reason_before),
        receipt=sealed(unit, payload, "receipt", receipt_before),
        by=unit.context.actor.account,
        at=unit.now,
    )
    unit.execute(CASE, number, command)
    return where_it_stands(unit, number)
