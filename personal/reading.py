"""How a text is read when something is looked for in it: signs for plain ones, and nothing that nobody can see."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

_FULL_WIDTH: Final = range(0xFF01, 0xFF5F)
# Minus, the mark of a long vowel, the middle dot: written for a hyphen, and not of the category of dashes.
_HYPHENS: Final = frozenset("\u2212\u30fc\u00b7")
_LINES: Final = frozenset("\n\t\r\f\v\x85")
# Unicode Standard Annex 44, Default_Ignorable_Code_Point, what is not of the categories of `_unseen`; and
# the cell of Braille without dots.
_FILLERS: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_RESERVED: Final = (range(0x2065, 0x2066), range(0xFFF0, 0xFFF9), range(0xE0000, 0xE1000))


@dataclass(frozen=True, slots=True)
class Plain:
    """A text as it is read, and where each of its characters stands in the text as it was written."""

    text: str
    places: range | list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From where to before where a place of the plain text stands in the written one; what is unseen there too."""
        return self.places[start], self.places[end - 1] + 1


def plain(text: str) -> Plain:
    """Digits of any script and width, in circles and raised ones too, as the plain ones.

    So are full-width letters and signs, any blank, and any hyphen or dash. Left out is what is shown as nothing or on
    top of another sign: it parts no number and no word.
    """
    signs = {sign: _read(sign) for sign in set(text)}
    if all(signs.values()):
        return Plain("".join(map(signs.__getitem__, text)), range(len(text)))
    places = [place for place, sign in enumerate(text) if signs[sign]]
    return Plain("".join(signs[text[place]] for place in places), places)


def readings(text: str) -> tuple[Plain, ...]:
    """The text as it is read and, where digits in circles or raised ones stand in it, without these as digits.

    They may be part of a number (①③⑧…), number what follows (①138…), or stand behind it (50m²). Whatever is read stands
    at the same place in both.
    """
    read = plain(text)
    apart = {sign for sign in set(text) if unicodedata.category(sign) == "No" and _read(sign) != sign}
    if not apart:
        return (read,)
    signs = (text[place] if text[place] in apart else sign for place, sign in zip(read.places, read.text, strict=True))
    return read, Plain("".join(signs), read.places)


def _read(sign: str) -> str:
    """The one sign that it is read as; none where it is not seen."""
    if sign.isascii():
        return sign if sign >= " " or sign in _LINES else ""
    if ord(sign) in _FULL_WIDTH:
        return chr(ord(sign) - 0xFEE0)
    category = unicodedata.category(sign)
    if _unseen(sign, category):
        return ""
    if category in {"Zs", "Zl", "Zp"}:
        return " "
    if category in {"Nd", "No"}:
        return str(unicodedata.digit(sign, sign))
    return "-" if category == "Pd" or sign in _HYPHENS else sign


def _unseen(sign: str, category: str) -> bool:
    """Format characters and marks, control characters other than line ends, and the fillers."""
    if category in {"Cf", "Mn", "Me"} or (category == "Cc" and sign not in _LINES):
        return True
    return sign in _FILLERS or any(ord(sign) in each for each in _RESERVED)
