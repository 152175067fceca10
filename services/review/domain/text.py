"""The exact text of a reply, the hash that stands for it, and what can be written at all."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence

from services.review.domain.refusals import TextBlank, TextTooLong, TextUnreadable

DRAFT_LIMIT = 20_000
COMMENTS_LIMIT = 5_000
# What was published elsewhere was short enough for it; this only keeps out what is no reply at all.
IMPORTED_LIMIT = 100_000

# The Unicode Standard, 23.7: code points that never stand for a character.
_NONCHARACTERS = range(0xFDD0, 0xFDF0)
_LAST_OF_PLANE = range(0xFFFE, 0x10000)
# Unicode Technical Report 36, 2.4: embeddings, overrides and isolates show a text in another order than it is kept in.
_REORDERING = frozenset(range(0x202A, 0x202F)) | frozenset(range(0x2066, 0x206A))


def exact(text: str) -> str:
    """The text in NFC (Unicode Standard Annex 15) with one kind of line end: one hash however it was typed in."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def hash_of(text: str, files: Sequence[str] = ()) -> str:
    """SHA-256 of the exact text in UTF-8, in lower-case hexadecimal; any edit, if only of a blank, changes it.

    Of a text with files: SHA-256 of that hash and of each file's digest in its order, a line feed before each digest.
    """
    alone = hashlib.sha256(exact(text).encode()).hexdigest()
    return hashlib.sha256("\n".join((alone, *files)).encode()).hexdigest() if files else alone


def must_be_readable(field: str, text: str, limit: int) -> None:
    """At most `limit` characters, each fit for a text, and at least one that can be seen.

    Raises TextTooLong, TextBlank, or TextUnreadable for the first control character other than newline and tab, lone
    surrogate, noncharacter, or character that shows the text in another order.
    """
    if len(text) > limit:
        raise TextTooLong(field, limit, len(text))
    for position, character in enumerate(text):
        if _is_unreadable(character):
            raise TextUnreadable(field, f"U+{ord(character):04X}", position)
    if not any(unicodedata.category(character)[0] not in "ZC" for character in text):
        raise TextBlank(field)


def _is_unreadable(character: str) -> bool:
    if unicodedata.category(character) in ("Cc", "Cs"):
        return character not in "\n\t"
    code = ord(character)
    return code in _REORDERING or code in _NONCHARACTERS or code & 0xFFFF in _LAST_OF_PLANE
