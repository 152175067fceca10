"""The history of a message as far as it is review's: who wrote, passed and sent back which text, and what went out."""

from __future__ import annotations

from typing import Final

from kernel.history import history, nothing_sealed
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.review.domain import events as e
from services.review.domain.scope import sight
from services.review.queries.texts import row_of, visible
from services.review.schema import PARTS, REPLY

TOLD_ELSEWHERE: Final = (e.ConsentLearnt, e.Entrusted, e.TakenBack, e.Reopened, e.Erased)
"""What intake and routing tell of the message."""


def reply_history(reading: Reading, payload: Payload) -> Answer:
    """{number, after?, limit} → {items, total}, see kernel.history; raises NotFound, OutOfScope.

    Texts are told by their hashes alone; what reviewers said of them is read by the column's staff. Agencies that gave
    or owed the reply of some round are told its way; one that only helps is told nothing, and not refused, since the
    message itself may well be its to see.
    """
    number: str = payload["number"]
    person = reading.context.actor
    if sight(person).agencies is None:
        visible(reading, number)
    else:
        row_of(reading, number)
        if not led_by(reading, number, person.agencies or ()):
            return {"items": [], "total": 0}
    streams = [(part, number) for part in PARTS.values()]
    tells = nothing_sealed if person.agencies is not None else reviewers_said
    return history(reading, number, streams, payload, untold=TOLD_ELSEWHERE, tells=tells)


def led_by(reading: Reading, number: str, agencies: tuple[str, ...]) -> bool:
    """Whether one of these was given the reply of any round."""
    events = (recorded.event for recorded in reading.history(REPLY, number))
    return any(isinstance(event, e.Entrusted) and event.lead in agencies for event in events)


def reviewers_said(event: type, name: str) -> bool:
    """Whether a text is a comment, or why a text was sent back."""
    return event in (e.SentBack, e.Commented) and name == "sealed"
