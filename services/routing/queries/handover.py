"""Where an accepted matter was handed to."""

from __future__ import annotations

from kernel.clock import rfc3339
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.routing.domain.refusals import NotFound
from services.routing.domain.state import HandedOver
from services.routing.schema import CASE


def handover(reading: Reading, payload: Payload) -> Answer:
    """{number, own} → {number, system, receipt, at}: where an accepted matter was handed to, under which receipt.

    `own` says that the caller has seen the query code: it is for the citizen who wrote. The receipt is null once the
    message was erased. Raises NotFound.
    """
    number: str = payload["number"]
    case_ = reading.state(CASE, number)
    if not payload.get("own", False) or not isinstance(case_, HandedOver):
        raise NotFound
    receipt = reading.unseal(number, case_.receipt)
    return {"number": number, "system": case_.system, "receipt": receipt, "at": rfc3339(case_.at)}
