"""Letter: what a citizen may write, and how long it may be."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from services.intake.domain.refusals import (
    BodyTooLong,
    ColumnClosed,
    ColumnUnknown,
    TextBlank,
    TextTooLong,
    TextUnreadable,
    TitleTooLong,
)

NAME_LIMIT = 50
PHONE_LIMIT = 30
EMAIL_LIMIT = 254  # RFC 5321, 4.5.3.1.3, without the angle brackets
NOTE_LIMIT = 2000
# What another system took was long enough for it; these limits only keep out what is no message at all.
IMPORTED_TITLE_LIMIT = 500
IMPORTED_BODY_LIMIT = 100_000

# Controls, surrogates and noncharacters, and what shows a text in another order than it is stored in: embeddings,
# overrides and isolates (Unicode TR 36, 2.4).
_UNREADABLE = r"\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069"
_NOT_IN_A_LINE = re.compile(rf"[\x00-\x1f{_UNREADABLE}]")
_NOT_IN_LINES = re.compile(rf"[\x00-\x08\x0b-\x1f{_UNREADABLE}]")


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


def tidied(text: str) -> str:
    """The text with one kind of line end, and without blank space around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


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


def must_take(board: Board | None, column: str) -> Board:
    """A citizen can write only to a column that exists and accepts messages; raises ColumnUnknown, ColumnClosed."""
    known = must_know(board, column)
    if not known.accepts:
        raise ColumnClosed(column)
    return known


def must_know(board: Board | None, column: str) -> Board:
    """The column exists; raises ColumnUnknown."""
    if board is None:
        raise ColumnUnknown(column)
    return board


def must_be_fit(letter: Letter, title_limit: int, body_limit: int) -> None:
    """Everything in the letter can be read, its title and body say something, and nothing is over its limit."""
    must_be_readable("title", letter.title, lines=False)
    must_be_readable("body", letter.body, lines=True)
    if len(letter.title) > title_limit:
        raise TitleTooLong(title_limit, len(letter.title))
    if len(letter.body) > body_limit:
        raise BodyTooLong(body_limit, len(letter.body))
    for field, value, limit in (
        ("name", letter.name, NAME_LIMIT),
        ("phone", letter.phone, PHONE_LIMIT),
        ("email", letter.email, EMAIL_LIMIT),
    ):
        if value is not None:
            must_be_readable(field, value, lines=False)
            must_be_short(field, value, limit)


def must_be_note(field: str, text: str) -> None:
    """What a clerk writes to the citizen can be read, says something, and is no longer than a note."""
    must_be_readable(field, text, lines=True)
    must_be_short(field, text, NOTE_LIMIT)


def must_be_short(field: str, text: str, limit: int) -> None:
    """At most `limit` characters; raises TextTooLong."""
    if len(text) > limit:
        raise TextTooLong(field, limit, len(text))


def must_be_readable(field: str, text: str, *, lines: bool) -> None:
    """No control character, lone surrogate or noncharacter, and at least one that can be seen.

    `lines` admits line feeds and tabs. Raises TextUnreadable, which says the first such character, or TextBlank.
    """
    found = (_NOT_IN_LINES if lines else _NOT_IN_A_LINE).search(text)
    if found is not None:
        raise TextUnreadable(field, f"U+{ord(found[0]):04X}", found.start())
    if all(unicodedata.category(character)[0] in "ZC" for character in text):
        raise TextBlank(field)
