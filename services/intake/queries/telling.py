"""What the questions share: one message with all that happened to it, and the name of its column."""

from __future__ import annotations

from sqlalchemy import select

from kernel.store import Reading
from services.intake import story
from services.intake.domain import numbers
from services.intake.domain.state import Merged, Unwritten
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


def merges(reading: Reading, told: story.Told) -> list[story.Told]:
    """The messages that a merged one is followed under, from the next one to the last; none where it was not merged."""
    found: list[story.Told] = []
    while isinstance(told.message, Merged):
        other = tell(reading, told.message.into)
        if other is None:
            break
        found.append(other)
        told = other
    return found


def duplicates(reading: Reading, number: str) -> list[str]:
    """The messages that are followed under this one, each before those that are followed under it in turn."""
    found: list[str] = []
    to_look_at = merged_into(reading, number)
    while to_look_at:
        duplicate, *others = to_look_at
        found.append(duplicate)
        to_look_at = [*merged_into(reading, duplicate), *others]
    return found


def merged_into(reading: Reading, number: str) -> list[str]:
    """The messages that were merged into this very one and have not been released since."""
    state = reading.state(MESSAGE, number)
    joined = () if isinstance(state, Unwritten) else state.submission.duplicates
    return [
        duplicate
        for duplicate in joined
        if isinstance(other := reading.state(MESSAGE, duplicate), Merged) and other.into == number
    ]


def column_name(reading: Reading, column: str) -> str | None:
    """The column's name, None where intake has not heard of it (yet)."""
    rows = reading.rows(select(columns.c.name).where(columns.c.column == column))
    return rows[0]["name"] if rows else None
