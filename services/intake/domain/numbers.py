"""Numbers: the citizen's handle on a message, and the query code that proves it is theirs."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime

from services.intake.domain.days import SHANGHAI
from services.intake.domain.refusals import NotFound
from services.intake.domain.state import Message, Submission, Unwritten

DIGITS = 1_000_000
"""How many numbers there are for a day."""

_NUMBER = re.compile(r"[0-9]{8}-[0-9]{6}")
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 12
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def is_number(text: str) -> bool:
    """Whether `text` has the shape of a number."""
    return _NUMBER.fullmatch(text) is not None


def number(at: datetime, draw: int) -> str:
    """`YYYYMMDD-dddddd`: the Shanghai date of `at`, and six digits made of `draw`."""
    return f"{at.astimezone(SHANGHAI):%Y%m%d}-{draw % DIGITS:06d}"


def query_code(secret: bytes) -> str:
    """Twelve characters of Crockford's base 32 (60 bits), from at least eight secret bytes."""
    bits = int.from_bytes(secret[:8], "big") >> 4
    return "".join(_CROCKFORD[bits >> 5 * place & 31] for place in reversed(range(_CODE_LENGTH)))


def code_hash(code: str) -> str:
    """What is kept of a query code: SHA-256 of it as it is read, so that case, hyphens and O for 0 do not matter."""
    return hashlib.sha256(code.upper().translate(_READ_AS).encode(errors="replace")).hexdigest()


def must_own(code: str, message: Message) -> Submission:
    """Only who has the query code learns of a message; raises NotFound for a wrong number as for a wrong code."""
    kept = "" if isinstance(message, Unwritten) else message.submission.code_hash
    owns = hmac.compare_digest(code_hash(code), kept)
    if isinstance(message, Unwritten) or not owns:
        raise NotFound
    return message.submission
