"""Rows of the read models as they are answered."""

from __future__ import annotations

from sqlalchemy import RowMapping

from kernel.decider import plain
from kernel.service import Answer
from kernel.store import Reading
from services.review.domain.words import REASON_NAMES, Reason
from services.review.handlers import version_subject

_KEPT_BACK = frozenset({"sealed", "turn", "words_hash"})


def item(row: RowMapping) -> Answer:
    """A row of a read model as JSON, without what only the program needs."""
    shown: Answer = plain({name: value for name, value in row.items() if name not in _KEPT_BACK})
    return shown


def answer(reading: Reading, row: RowMapping) -> Answer:
    """What went out, as JSON, unsealed with the key of that version or the message's own."""
    reason = row["correction_reason"]
    return {
        **item(row),
        "correction_reason_name": None if reason is None else REASON_NAMES[Reason(reason)],
        "text": reading.unseal(subject(row), row["sealed"]),
    }


def subject(row: RowMapping) -> str:
    """Whose key opens what went out, a text or a file: the version's, or the message's own."""
    number: str = row["number"]
    return version_subject(row["part"], number, row["turn"], row["version"]) if row["public"] else number
