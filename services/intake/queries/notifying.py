"""How a citizen can be told of a step: asked by the program just before it does so, and kept by nobody else."""

from __future__ import annotations

from kernel.service import Answer, Payload
from kernel.store import Reading
from services.intake.domain import scope
from services.intake.domain.refusals import NotFound
from services.intake.domain.state import Unwritten
from services.intake.handlers.standing import found, letter_of
from services.intake.schema import NOTIFYING

NOBODY: Answer = {"email": None, "phone": None, "wants": False}


def contact_for_notice(reading: Reading, payload: Payload) -> Answer:
    """{number} → {email, phone, wants}; raises NotFound, OutOfScope.

    Nulls and false once the message was erased, and where it was imported: its citizen has never been asked.
    """
    number: str = payload["number"]
    scope.require(reading.context.actor, scope.NOTIFY)
    message = found(reading, number)
    if isinstance(message, Unwritten):
        raise NotFound
    if message.submission.erased or message.submission.imported:
        return NOBODY
    letter = letter_of(reading, number)
    return {"email": letter.email, "phone": letter.phone, "wants": reading.state(NOTIFYING, number).wants}
