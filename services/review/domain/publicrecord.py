"""Public record: what everyone could read last, which an erasure of the message leaves.

Every version that went to everyone is sealed under a key of its own, so that one that a correction replaced goes with
the message while the one that is read now stays.
"""

from __future__ import annotations

from services.review.domain import commands as c
from services.review.domain.state import Answer, Audience, InReview, Past, Reply


def goes_to_everyone(level: int, reply: Reply) -> tuple[int, int] | None:
    """As which turn and version a pass of this level sends the text to everyone; None where it does not."""
    if not isinstance(reply, InReview) or level != reply.levels:
        return None
    if reply.correction is not None:
        corrected = reply.correction.corrected
        return (corrected.turn, reply.correction.version) if corrected.public else None
    return (reply.past.next_turn, 1) if reply.past.audience is Audience.EVERYONE else None


def sealed_for_everyone(command: c.Pass | c.Import) -> str:
    """The text under the key of the version as which it goes out: who sends it to everyone has sealed it so."""
    assert command.published is not None
    return command.published


def public_record(past: Past) -> tuple[Answer, ...]:
    """What everyone could read last: of each turn the newest version."""
    return tuple(answer for answer in past.answers if answer.public and not _is_replaced(answer, past))


def replaced(past: Past) -> tuple[Answer, ...]:
    """What everyone could read until a correction went out in its place."""
    return tuple(answer for answer in past.answers if answer.public and _is_replaced(answer, past))


def files_on_record(past: Past) -> frozenset[str]:
    """The ids of the files that went out with what everyone could read last."""
    return frozenset(file.attachment for answer in public_record(past) for file in answer.files)


def _is_replaced(answer: Answer, past: Past) -> bool:
    return any(other.turn == answer.turn and other.version > answer.version for other in past.answers)
