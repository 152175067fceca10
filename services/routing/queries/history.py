"""The history of a message as far as it is routing's: who answered for it, by when, and how it was pressed for."""

from __future__ import annotations

from typing import Final

from kernel.history import history, nothing_sealed
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.routing.domain import events as e
from services.routing.queries.cases import visible
from services.routing.schema import CASE

TOLD_ELSEWHERE: Final = (e.Rated,)
"""What intake tells of the message."""

STAFF_WROTE: Final = frozenset({"reason", "note", "receipt"})
"""What a column's staff read in words."""


def staff_wrote(_event: type, name: str) -> bool:
    """Whether a text is one of those that a column's staff read."""
    return name in STAFF_WROTE


def case_history(reading: Reading, payload: Payload) -> Answer:
    """{number, after?, limit} → {items, total}, see kernel.history; raises NotFound, OutOfScope."""
    number: str = payload["number"]
    visible(reading, number)
    tells = nothing_sealed if reading.context.actor.agencies is not None else staff_wrote
    return history(reading, number, [(CASE, number)], payload, untold=TOLD_ELSEWHERE, tells=tells)
