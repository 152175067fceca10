"""What people send with a decision: texts that can be read, and words that are known."""

from __future__ import annotations

import unicodedata
from typing import Any

from services.routing.domain.refusals import TextBlank, TextTooLong, TextUnreadable, UnknownWord

LIMIT = 2_000
"""Characters of a reason or a note."""

# The Unicode Standard, 23.7: code points that never stand for a character.
_NONCHARACTERS = range(0xFDD0, 0xFDF0)
_LAST_OF_PLANE = range(0xFFFE, 0x10000)
# Unicode Standard Annex 9: what makes a line read otherwise than it is written.
_OVERRIDES = (range(0x202A, 0x202F), range(0x2066, 0x206A))


def readable(field: str, text: str, limit: int = LIMIT) -> str:
    """The text, its line ends as one character: something that can be seen, and nothing that cannot be meant.

    Raises TextTooLong, TextUnreadable (the first control character, lone surrogate, noncharacter or bidirectional
    override) or TextBlank.
    """
    text = text.replace("\r\n", "\n")
    if len(text) > limit:
        raise TextTooLong(field, limit, len(text))
    for position, character in enumerate(text):
        if _is_unreadable(character):
            raise TextUnreadable(field, f"U+{ord(character):04X}", position)
    if not any(unicodedata.category(character)[0] not in "ZC" for character in text):
        raise TextBlank(field)
    return text


def _is_unreadable(character: str) -> bool:
    if unicodedata.category(character) in ("Cc", "Cs"):
        return character not in "\n\t"
    code = ord(character)
    return (
        code in _NONCHARACTERS or code & 0xFFFF in _LAST_OF_PLANE or any(code in overrides for overrides in _OVERRIDES)
    )


def known_word(field: str, word: Any, known: tuple[str, ...]) -> Any:
    """The word, one of those there are for the field; raises UnknownWord."""
    if word not in known:
        raise UnknownWord(field, known)
    return word
