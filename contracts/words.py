"""What a contract field may hold: codes, numbers, dates, hashes and the official names of offices. Never a text.

A `str` in a contract is always one of the words below; `contracts.registry` refuses a bare `str`, so that free text
and personal data cannot enter an event by a slip (domain.md, rule 5).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

import msgspec


@dataclass(frozen=True, slots=True)
class Shape:
    """The only strings that a word admits, and what the word means."""

    pattern: str
    meaning: str

    @property
    def constraint(self) -> msgspec.Meta:
        """The same pattern for the fast decoder."""
        return msgspec.Meta(pattern=rf"\A(?:{self.pattern})\Z")

    def admits(self, value: str) -> bool:
        """Whether the whole of `value` has this shape."""
        return re.fullmatch(self.pattern, value) is not None


NUMBER = Shape(r"[0-9]{8}-[0-9]{6}", "a message number: the Shanghai date of its submission and six digits")
# It begins with a letter, so that no phone or ID number is a code.
CODE = Shape(r"[a-z][a-z0-9_.-]{0,63}", "a configured or enumerated code: a column, an agency, a reason")
# In tables that are imported, never in a contract: it may be anything that an old system counted by.
REFERENCE = Shape(r"[A-Za-z0-9][A-Za-z0-9_.:/#-]{0,63}", "the number of a record in the system it was imported from")
HASH = Shape(r"[0-9a-f]{64}", "a SHA-256 in lower-case hexadecimal")
_PERIOD = r"[0-9]{4}(Q[1-4]|H[12]|-[0-9]{2})?|[0-9]{8}-[0-9]{8}"
BULLETIN = Shape(rf"({_PERIOD})(-{CODE.pattern})?", "a bulletin: its period, and the column that it is about")
LABEL = Shape(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,100}", "the official name of a column, an agency or a post")

Number = Annotated[str, NUMBER, NUMBER.constraint]
Code = Annotated[str, CODE, CODE.constraint]
Hash = Annotated[str, HASH, HASH.constraint]
Bulletin = Annotated[str, BULLETIN, BULLETIN.constraint]
Label = Annotated[str, LABEL, LABEL.constraint]

# A time without an offset is no instant: both decoders refuse it.
Instant = Annotated[datetime, msgspec.Meta(tz=True)]

Kind = Literal["consultation", "suggestion", "request", "complaint", "thanks"]
Urgency = Literal["ordinary", "urgent"]
Complexity = Literal["ordinary", "complex"]
