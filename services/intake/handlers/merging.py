"""Following merges: where one leads in the end, and what becomes of it when that message is gone."""

from __future__ import annotations

from kernel.store import Unit
from services.intake.domain import commands as c
from services.intake.domain.state import Erased, Merged, Message, Withdrawn
from services.intake.handlers.standing import found
from services.intake.schema import MESSAGE


def followed_under(unit: Unit, message: Message) -> Message:
    """The message itself, or where it was merged the one that it is followed under in the end."""
    while isinstance(message, Merged):
        message = found(unit, message.into)
    return message


def release_duplicates(unit: Unit, number: str) -> None:
    """What was merged into a message that nobody will decide on any more waits again."""
    gone = unit.state(MESSAGE, number)
    if isinstance(gone, Withdrawn | Erased):
        for duplicate in gone.submission.duplicates:
            unit.execute(MESSAGE, duplicate, c.Release(number, unit.now))
