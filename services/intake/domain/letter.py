"""Letter: what a citizen may write, and how long it may be."""

from __future__ import annotations

from dataclasses import dataclass

from services.intake.domain.reaching import unusable
from services.intake.domain.refusals import ColumnClosed, ContactRequired, UnknownColumn
from services.intake.domain.text import must_be_readable, must_be_short, tidied

NAME_LIMIT = 50
PHONE_LIMIT = 30
EMAIL_LIMIT = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets
# What another system took was long enough for it; these limits only keep out what is no message at all.
IMPORTED_TITLE_LIMIT = 500
IMPORTED_BODY_LIMIT = 100_000


@dataclass(frozen=True, slots=True)
class Letter:
    """A message in the citizen's own words; the whole of it is sealed before it is kept."""

    title: str
    body: str
    name: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """What intake knows of a column; lengths in characters."""

    column: str
    accepts: bool
    title_limit: int
    body_limit: int
    contact_required: bool = False


def tidied_letter(letter: Letter) -> Letter:
    """The letter as it is kept: each text tidied, and contact that is blank counted as not given."""
    contact = [
        tidied(value) or None if value is not None else None for value in (letter.name, letter.phone, letter.email)
    ]
    return Letter(tidied(letter.title), tidied(letter.body), *contact)


def must_be_admitted(letter: Letter, board: Board | None, column: str, *, imported: bool) -> None:
    """The column takes the letter, within its limits; what is imported was taken long ago, within the limits then."""
    if imported:
        must_know(board, column)
        must_be_fit(letter, IMPORTED_TITLE_LIMIT, IMPORTED_BODY_LIMIT)
    else:
        taking = must_take(board, column)
        must_be_fit(letter, taking.title_limit, taking.body_limit)
        must_be_reachable(letter, taking)


def must_take(board: Board | None, column: str) -> Board:
    """A citizen can write only to a column that exists and accepts messages; raises UnknownColumn, ColumnClosed."""
    known = must_know(board, column)
    if not known.accepts:
        raise ColumnClosed(column)
    return known


def must_know(board: Board | None, column: str) -> Board:
    """The column exists; raises UnknownColumn."""
    if board is None:
        raise UnknownColumn(column)
    return board


def must_be_reachable(letter: Letter, board: Board) -> None:
    """Where the column asks for it, one contact has the form of a phone number or e-mail; raises ContactRequired."""
    given = sum(contact is not None for contact in (letter.phone, letter.email))
    if board.contact_required and len(unusable(letter.phone, letter.email)) == given:
        raise ContactRequired(board.column)


def must_be_fit(letter: Letter, title_limit: int, body_limit: int) -> None:
    """Everything in the letter can be read, its title and body say something, and nothing is over its limit."""
    must_be_readable("title", letter.title, lines=False)
    must_be_readable("body", letter.body, lines=True)
    must_be_short("title", letter.title, title_limit)
    must_be_short("body", letter.body, body_limit)
    for field, value, limit in (
        ("name", letter.name, NAME_LIMIT),
        ("phone", letter.phone, PHONE_LIMIT),
        ("email", letter.email, EMAIL_LIMIT),
    ):
        if value is not None:
            must_be_readable(field, value, lines=False)
            must_be_short(field, value, limit)
