"""What a colleague was let see of a citizen's name and contact."""

from __future__ import annotations

from kernel.service import Answer, Payload
from kernel.store import Reading
from services.intake.domain import scope
from services.intake.domain.days import day_of
from services.intake.domain.revealing import must_be_on_record
from services.intake.handlers.standing import found, letter_of
from services.intake.schema import REVEALS


def revealed(reading: Reading, payload: Payload) -> Answer:
    """{number, fields} → {number, revealed: {field: value or null}}; null: the citizen did not give it.

    Only what is on record as seen by this person today is answered. Raises NotFound, OutOfScope, NotRevealed,
    TextErased.
    """
    number: str = payload["number"]
    person = reading.context.actor
    scope.require_message(person, scope.REVEAL, found(reading, number))
    fields: list[str] = payload["fields"]
    must_be_on_record(reading.state(REVEALS, number), person.account, tuple(fields), day_of(reading.now))
    letter = letter_of(reading, number)
    return {"number": number, "revealed": {field: getattr(letter, field) for field in fields}}
