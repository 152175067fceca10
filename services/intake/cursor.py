"""Cursors: where a page of a list ended. They mean nothing to whoever hands them back."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from kernel.decider import Refusal
from kernel.tables import from_micros, to_micros

_PLACE = re.compile(rb"([0-9]{1,18})/([0-9]{8}-[0-9]{6})")


@dataclass(eq=False)
class CursorUnusable(Refusal):
    """A cursor that this list never gave out."""

    code: ClassVar[str] = "intake.cursor_unusable"


def after(at: datetime, number: str) -> str:
    """The cursor of a row."""
    return base64.urlsafe_b64encode(f"{to_micros(at)}/{number}".encode()).decode().rstrip("=")


def place(text: str) -> tuple[datetime, str]:
    """The row of a cursor; raises CursorUnusable."""
    try:
        found = _PLACE.fullmatch(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        raise CursorUnusable from None
    if found is None:
        raise CursorUnusable
    try:
        return from_micros(int(found[1])), found[2].decode()
    except OverflowError:
        raise CursorUnusable from None
