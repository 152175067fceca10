"""Taking over: messages that an office received before it had this system."""

from __future__ import annotations

import hashlib
from datetime import datetime

from services.intake.domain.refusals import AcceptedTooEarly, InTheFuture, ReferenceUnusable
from services.intake.domain.words import is_reference


def draw(column: str, reference: str, attempt: int) -> int:
    """What a number is made of: the same for the same row, so that taking it over twice meets the first time."""
    digest = hashlib.sha256(f"{column} {reference} {attempt}".encode()).digest()
    return int.from_bytes(digest[:8], "big")


def must_be_reference(reference: str) -> None:
    """The row has a number of its own by which it is known again; raises ReferenceUnusable."""
    if not is_reference(reference):
        raise ReferenceUnusable


def must_follow(accepted_at: datetime, submitted_at: datetime) -> None:
    """Nothing is accepted before it was written; raises AcceptedTooEarly."""
    if accepted_at < submitted_at:
        raise AcceptedTooEarly(submitted_at)


def must_be_past(at: datetime, now: datetime) -> None:
    """What is taken over has happened; raises InTheFuture."""
    if at > now:
        raise InTheFuture(at)
