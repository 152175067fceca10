"""What the use cases share: whose message it is, what is known of its column, and where it stands."""

from __future__ import annotations

import orjson
from sqlalchemy import select

from contracts.routing import TermsV1
from kernel.service import Answer, Payload
from kernel.store import Reading, Unit
from services.intake import story
from services.intake.domain import commands as c
from services.intake.domain import numbers, scope
from services.intake.domain.letter import Board, Letter
from services.intake.domain.refusals import NotFound, TextErased
from services.intake.domain.state import Message, Unwritten, Written
from services.intake.domain.text import must_be_note, tidied
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
        contact = orjson.loads(row["terms"])["contact_required"]
        return Board(column, row["accepts"], row["title_limit"], row["body_limit"], contact)
    return None


def terms_of(reading: Reading, column: str) -> TermsV1:
    """What is agreed for a column; the house's usual terms where intake has not heard of it yet."""
    for row in reading.rows(select(columns.c.terms).where(columns.c.column == column)):
        return TermsV1(**orjson.loads(row["terms"]))
    return TermsV1()


def own(unit: Unit, payload: Payload) -> tuple[str, Written]:
    """The message of who has its query code; raises NotFound for a wrong number as for a wrong code."""
    number: str = payload["number"]
    message = found(unit, number)
    numbers.must_own(payload["query_code"], message)
    assert not isinstance(message, Unwritten)
    return number, message


def letter_of(reading: Reading, number: str) -> Letter:
    """What the citizen wrote, with name and contact: to find them in a text, and for nothing else.

    Raises NotFound, TextErased.
    """
    history = reading.history(MESSAGE, number)
    if not history or isinstance(MESSAGE.decider.fold([history[0].event]), Unwritten):
        raise NotFound
    written = history[0].event
    title, body = (reading.unseal(number, sealed) for sealed in (written.title, written.body))
    if title is None or body is None:
        raise TextErased
    given = (written.name, written.phone, written.email)
    contact = [None if sealed is None else reading.unseal(number, sealed) for sealed in given]
    return Letter(title, body, *contact)


def note(unit: Unit, number: str, field: str, text: str, before: str | None) -> c.Note:
    """A text under seal; the one that says the same as `before` keeps that form, so that a repetition is known."""
    text = tidied(text)
    must_be_note(field, text)  # before it is sealed
    again = before is not None and unit.unseal(number, before) == text
    return c.Note(text, before if again and before is not None else unit.seal(number, text))


def where_it_stands(unit: Unit, number: str) -> Answer:
    """The message after what this unit has done to it."""
    return story.standing(number, unit.state(MESSAGE, number))
