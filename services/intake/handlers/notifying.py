"""A citizen wants to be told of each step, or does not."""

from __future__ import annotations

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.intake.domain.notifying import Choose
from services.intake.handlers.standing import own
from services.intake.schema import NOTIFYING


def choose_notifications(unit: Unit, payload: Payload) -> Answer:
    """{number, query_code, notify} → {number, notify}; raises NotFound for a wrong number as for a wrong code."""
    number, _ = own(unit, payload)
    unit.execute(NOTIFYING, number, Choose(payload["notify"], unit.now))
    return {"number": number, "notify": payload["notify"]}
