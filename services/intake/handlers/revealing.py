"""A colleague asks to see a citizen's name or contact."""

from __future__ import annotations

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.intake.domain import scope
from services.intake.domain.days import day_of
from services.intake.domain.refusals import TextErased
from services.intake.domain.revealing import Reveal, kept
from services.intake.domain.state import Unwritten
from services.intake.domain.text import must_be_note, tidied
from services.intake.handlers.standing import found, in_reach
from services.intake.schema import REVEALS


def reveal(unit: Unit, payload: Payload) -> Answer:
    """{number, fields, reason} → {number, fields}: on record; what they hold is asked for next (queries.revealed).

    The answer of a command is kept, so it holds nothing personal. Raises NotFound, OutOfScope, TextErased, and what a
    reason is refused for.
    """
    number, by = in_reach(unit, payload, scope.REVEAL)
    message = found(unit, number)
    assert not isinstance(message, Unwritten)
    reason = tidied(payload["reason"])
    must_be_note("reason", reason)  # before it is sealed
    if message.submission.erased:
        raise TextErased
    fields = tuple(sorted(set(payload["fields"])))
    command = Reveal(message.submission.column, fields, reason, _sealed(unit, number, reason, by), by, unit.now)
    unit.execute(REVEALS, number, command)
    return {"number": number, "fields": list(fields)}


def _sealed(unit: Unit, number: str, reason: str, by: str) -> str:
    """The reason under seal; given again on the same day, as it was sealed then: each seal looks different."""
    before = kept(unit.state(REVEALS, number), by, day_of(unit.now))
    return next((each for each in sorted(before) if unit.unseal(number, each) == reason), None) or unit.seal(
        number, reason
    )
