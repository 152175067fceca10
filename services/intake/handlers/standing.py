"""What the use cases share: whose message it is, what is known of its column, and where it stands."""

from __future__ import annotations

from sqlalchemy import select

from kernel.service import Answer, Payload
from kernel.store import Reading, Unit
from services.intake import story
from services.intake.domain import numbers, scope
from services.intake.domain.letter import Board
from services.intake.domain.state import Message, Unwritten
from services.intake.domain.words import is_code
from services.intake.schema import MESSAGE
from services.intake.tables import columns


def found(reading: Reading, number: str) -> Message:
    """The message of a number, Unwritten for what is no number at all."""
    return reading.state(MESSAGE, number) if numbers.is_number(number) else Unwritten()


def in_reach(unit: Unit, payload: Payload, act: scope.Act) -> tuple[str, str]:
    """The number of a message on which the account may act so, and the account; raises NotFound, OutOfScope."""
    number: str = payload["number"]
    scope.require_message(unit.context.actor, act, found(unit, number))
    return number, unit.context.actor.account


def board_of(reading: Reading, column: str) -> Board | None:
    """What intake has heard of a column."""
    if not is_code(column):
        return None
    for row in reading.rows(select(columns).where(columns.c.column == column)):
        return Board(column, row["accepts"], row["title_limit"], row["body_limit"])
    return None


def where_it_stands(unit: Unit, number: str) -> Answer:
    """The message after what this unit has done to it."""
    return story.standing(number, unit.state(MESSAGE, number))
