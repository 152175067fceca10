"""What can happen to a message, as stats keeps it: numbers, since a million of them are compared at once.

They are stored: a number keeps its meaning for ever.
"""

from __future__ import annotations

from enum import IntEnum


class MessageFact(IntEnum):
    """Told by intake."""

    SUBMITTED = 1
    ACCEPTED = 2
    DECLINED = 3
    REDIRECTED = 4
    MERGED = 5
    RELEASED = 6
    WITHDRAWN = 7
    ERASED = 8
    EVALUATED = 9


class CaseFact(IntEnum):
    """Told by routing."""

    ASSIGNED = 1
    RETURNED = 2
    TAKEN_BACK = 3
    EXTENDED = 4
    MOVED = 5
    CLOSED = 6
    REOPENED = 7
    HANDED_OVER = 8
    ARRANGED = 9


class ReplyFact(IntEnum):
    """Told by review."""

    REPLIED = 1
