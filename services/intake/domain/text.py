"""Text: what a person may write at all, and the codes that stand for words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from typing import TypeVar

from services.intake.domain.refusals import TextBlank, TextTooLong, TextUnreadable, UnknownWord

W = TypeVar("W", bound=Enum)

NOTE_LIMIT = 2000

# Controls, surrogates and noncharacters, and what shows a text in another order than it is stored in: embeddings,
# overrides and isolates (Unicode TR 36, 2.4).
_LAST_OF_PLANE = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNREADABLE = rf"\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\u202a-\u202e\u2066-\u2069{_LAST_OF_PLANE}"
_NOT_IN_A_LINE = re.compile(rf"[\x00-\x1f{_UNREADABLE}]")
_NOT_IN_LINES = re.compile(rf"[\x00-\x08\x0b-\x1f{_UNREADABLE}]")


def word(words: Iterable[W], field: str, value: object) -> W:
    """The code as one of the words there are; raises UnknownWord."""
    known = {one.value: one for one in words}
    try:
        return known[value]
    except (KeyError, TypeError):
        raise UnknownWord(field, tuple(str(code) for code in known)) from None


def tidied(text: str) -> str:
    """The text with one kind of line end, and without blank space around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


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
