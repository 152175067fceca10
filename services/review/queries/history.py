"""The history of a message as far as it is review's: who wrote, passed and sent back which text, and what went out."""

from __future__ import annotations

from typing import Final

from kernel.history import history
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.review.domain import events as e
from services.review.queries.texts import visible
from services.review.schema import PARTS

TOLD_ELSEWHERE: Final = (e.ConsentLearnt, e.Entrusted, e.TakenBack, e.Reopened, e.Erased)
"""What intake and routing tell of the message."""


def reply_history(reading: Reading, payload: Payload) -> Answer:
    """{number, after?, limit} → {items, total}, see kernel.history; raises NotFound, OutOfScope.

    Texts are told by their hashes alone: an agency reads nothing that another drafted.
    """
    number: str = payload["number"]
    visible(reading, number)
    streams = [(part, number) for part in PARTS.values()]
    return history(reading, number, streams, payload, untold=TOLD_ELSEWHERE)
