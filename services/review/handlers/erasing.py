"""Erasing: with the message goes what a correction has replaced, which everyone could read before."""

from __future__ import annotations

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.review.domain.publicrecord import replaced
from services.review.handlers.parts import version_subject
from services.review.schema import PARTS


def erase_replaced(unit: Unit, payload: Payload) -> Answer:
    """{number} → {}: of what was published only what everyone could read last is left, text and files."""
    number: str = payload["number"]
    for part in PARTS.values():
        for answer in replaced(unit.state(part, number).past):
            unit.erase(version_subject(part.category, number, answer.turn, answer.version))
    return {}
