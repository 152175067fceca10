"""The office words the advice that citizens of declined messages read."""

from __future__ import annotations

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.intake.domain import advice, scope
from services.intake.domain.text import tidied, word
from services.intake.domain.words import Reason
from services.intake.queries.advice import advice_for
from services.intake.schema import ADVICE


def word_advice(unit: Unit, payload: Payload) -> Answer:
    """{reason, text} → the advice for the reason (queries.advice); without a text the one that comes with the program.

    Raises OutOfScope, UnknownWord, and TextBlank, TextUnreadable, TextTooLong for what is no text.
    """
    scope.require(unit.context.actor, scope.WORD_ADVICE)
    reason = word(Reason, "reason", payload["reason"])
    text = None if payload.get("text") is None else tidied(payload["text"])
    unit.execute(ADVICE, reason.value, advice.Word(reason, text, unit.context.actor.account, unit.now))
    return advice_for(unit, reason)
