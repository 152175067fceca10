"""What the questions share: one message with all that happened to it, and the name of its column."""

from __future__ import annotations

from sqlalchemy import select

from kernel.store import Reading
from services.intake import story
from services.intake.domain import numbers
from services.intake.domain.state import Unwritten
from services.intake.schema import MESSAGE
from services.intake.tables import columns


def tell(reading: Reading, number: str) -> story.Told | None:
    """A message with all that happened to it; None where nobody has the number."""
    if not numbers.is_number(number):
        return None
    events = [recorded.event for recorded in reading.history(MESSAGE, number)]
    written = MESSAGE.decider.fold(events)
    if isinstance(written, Unwritten):
        return None
    return story.Told(number, written, events, lambda text: reading.unseal(number, text))


def column_name(reading: Reading, column: str) -> str | None:
    """The column's name, None where intake has not heard of it (yet)."""
    rows = reading.rows(select(columns.c.name).where(columns.c.column == column))
    return rows[0]["name"] if rows else None
