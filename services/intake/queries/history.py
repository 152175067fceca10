"""The history of a message as far as it is intake's: what the citizen and the clerks did, and who looked at what."""

from __future__ import annotations

from typing import Final

from kernel.history import Stream, history, nothing_sealed
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.intake.domain import events as e
from services.intake.domain import scope
from services.intake.handlers.standing import found
from services.intake.schema import ATTACHMENTS, MESSAGE, NOTIFYING, PUBLIC_TEXT, REVEALS

TOLD_ELSEWHERE: Final = (
    e.HandlingBegan,
    e.HandlingReturned,
    e.HandlingExtended,
    e.ExtensionRefused,
    e.HandlingMoved,
    e.AnswerPublished,
    e.InterimReplyPublished,
    e.FollowUpAnswered,
    e.AnswerCorrected,
    e.HandlingEnded,
    e.HandlingShared,
    e.HandlingPassedOn,
    e.HandlingReopened,
)
"""What routing and review tell of the message, whose events these are."""

STAFF_WROTE: Final = frozenset({"advice", "where", "contact", "why", "reason"})
"""What a column's staff read in words; what the citizen wrote is in the message, or behind a reveal."""


def staff_wrote(_event: type, name: str) -> bool:
    """Whether a text is one of those that a column's staff read."""
    return name in STAFF_WROTE


def message_history(reading: Reading, payload: Payload) -> Answer:
    """{number, after?, limit} → {items, total}, see kernel.history; raises NotFound, OutOfScope."""
    number: str = payload["number"]
    person = reading.context.actor
    scope.require_message(person, scope.READ, found(reading, number))
    streams: list[Stream] = [
        (aggregate, number) for aggregate in (MESSAGE, PUBLIC_TEXT, REVEALS, ATTACHMENTS, NOTIFYING)
    ]
    tells = nothing_sealed if person.agencies is not None else staff_wrote
    return history(reading, number, streams, payload, untold=TOLD_ELSEWHERE, tells=tells)
