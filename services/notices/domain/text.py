"""What a notice says: texts that can be read, and links that lead somewhere."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Any

from services.notices.domain.refusals import NotALink, TextBlank, TextTooLong, TextUnreadable, UnknownWord

TITLE_LIMIT = 100
BODY_LIMIT = 20_000
REASON_LIMIT = 2_000
LINK_LIMIT = 500

# Controls, surrogates and noncharacters, and what shows a text in another order than it is stored in: embeddings,
# overrides and isolates (Unicode TR 36, 2.4).
_LAST_OF_PLANE = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNREADABLE = rf"\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\u202a-\u202e\u2066-\u2069{_LAST_OF_PLANE}"
_NOT_IN_A_LINE = re.compile(rf"[\x00-\x1f{_UNREADABLE}]")
_NOT_IN_LINES = re.compile(rf"[\x00-\x08\x0b-\x1f{_UNREADABLE}]")
_LINK = re.compile(r"https?://[!-~]+")


def tidied(text: str) -> str:
    """The text with one kind of line end, and without blank space around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def hash_of(text: str) -> str:
    """SHA-256 of the text in UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def must_be_readable(field: str, text: str, limit: int, *, lines: bool = True) -> None:
    """At most `limit` characters, each fit for a text, and at least one that can be seen.

    `lines` admits line feeds and tabs. Raises TextTooLong, TextUnreadable, TextBlank.
    """
    if len(text) > limit:
        raise TextTooLong(field, limit, len(text))
    found = (_NOT_IN_LINES if lines else _NOT_IN_A_LINE).search(text)
    if found is not None:
        raise TextUnreadable(field, f"U+{ord(found[0]):04X}", found.start())
    if all(unicodedata.category(character)[0] in "ZC" for character in text):
        raise TextBlank(field)


def must_be_link(link: str) -> None:
    """An address of the web that is written without blanks; raises NotALink."""
    if len(link) > LINK_LIMIT or not _LINK.fullmatch(link):
        raise NotALink(LINK_LIMIT)


def known_word(field: str, word: Any, known: tuple[Any, ...]) -> Any:
    """The word, one of those there are for the field; raises UnknownWord."""
    if word not in known:
        raise UnknownWord(field, known)
    return word
