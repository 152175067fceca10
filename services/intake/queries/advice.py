"""The advice for each reason to decline, as it is in force."""

from __future__ import annotations

from kernel.clock import rfc3339
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.intake.domain import advice as rules
from services.intake.domain import scope
from services.intake.domain.words import REASON_NAMES, Reason
from services.intake.schema import ADVICE


def advice(reading: Reading, _: Payload) -> Answer:
    """{} → {items: [{reason, reason_name, text, provided, by, at}], total}; raises OutOfScope.

    `provided`: the text is the one that comes with the program; `by` and `at`: who worded it last, and when.
    """
    scope.require(reading.context.actor, scope.READ_ADVICE)
    items = [advice_for(reading, reason) for reason in Reason]
    return {"items": items, "total": len(items)}


def advice_for(reading: Reading, reason: Reason) -> Answer:
    """The advice for one reason."""
    state = reading.state(ADVICE, reason.value)
    worded = state if isinstance(state, rules.InForce) else None
    return {
        "reason": reason.value,
        "reason_name": REASON_NAMES[reason],
        "text": rules.in_force(reason, state),
        "provided": worded is None or worded.text is None,
        "by": None if worded is None else worded.by,
        "at": None if worded is None else rfc3339(worded.at),
    }
