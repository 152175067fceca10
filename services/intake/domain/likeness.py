"""Likeness: what makes a message a likely duplicate of another, and what its field likely is. Never a decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from services.intake.domain.reaching import dialled, plain

LEAST_SIMILAR = 0.5
"""From this similarity (the cosine of weighted characters and pairs of characters, 0 to 1) on, two texts are alike."""

CONTACT_CLOSES = 0.5
"""The share of what is missing to certainty that a contact in common makes up for."""

MOST_DUPLICATES = 10
MOST_FIELDS = 3
NEAREST = 9
"""So many accepted messages, the most similar ones, have a say in the field."""

SHARPNESS = 4
"""A vote weighs similarity to this power: what is nearly the same outweighs what merely has some words in common."""

LEAST_EXAMPLES = 20
LEAST_FIELDS = 2
KEPT = timedelta(days=400)
"""How far back messages are compared and learnt from."""

_LEAST_DIGITS = 7
_LEAST_TEXT = 10


class Reason(StrEnum):
    """Why a message may be a duplicate."""

    SAME_TEXT = "same_text"
    SIMILAR_TEXT = "similar_text"
    SAME_PHONE = "same_phone"
    SAME_EMAIL = "same_email"


@dataclass(frozen=True, slots=True)
class Likely:
    """Another message that this one may repeat; `score` from 0 to 1 is what they are ranked by."""

    number: str
    score: float
    similarity: float
    reasons: tuple[Reason, ...]


def phone_key(phone: str | None) -> str | None:
    """What makes two phone numbers the same one; None where there are too few digits for somebody's own."""
    digits = dialled(phone or "")
    return digits if len(digits) >= _LEAST_DIGITS else None


def email_key(email: str | None) -> str | None:
    """What makes two e-mail addresses the same one."""
    address = plain(email or "")
    return address if "@" in address else None


def text_key(title: str, body: str) -> str:
    """What makes two texts the same one: letters and digits of the text, with the title where the text says little."""
    said = re.sub(r"[\W_]+", "", body).casefold()
    return said if len(said) >= _LEAST_TEXT else re.sub(r"[\W_]+", "", f"{title}{body}").casefold()


def read_as(title: str, body: str) -> str:
    """The text by which messages are compared: the title says in few words what it is about, so it counts threefold."""
    return f"{title}\n{title}\n{title}\n{body}"


def likely(number: str, similarity: float, *, same_text: bool, contacts: Sequence[Reason]) -> Likely | None:
    """What speaks for a duplicate; None where nothing does."""
    similarity = 1.0 if same_text else min(max(similarity, 0.0), 1.0)
    texts = (Reason.SAME_TEXT,) if same_text else (Reason.SIMILAR_TEXT,) if similarity >= LEAST_SIMILAR else ()
    if not texts and not contacts:
        return None
    score = 1 - (1 - similarity) * (1 - CONTACT_CLOSES) ** len(contacts)
    return Likely(number, score, similarity, (*texts, *contacts))


def ranked(found: Iterable[Likely]) -> list[Likely]:
    """The likeliest first, equal ones by number; no more than a clerk looks at."""
    return sorted(found, key=lambda one: (-one.score, one.number))[:MOST_DUPLICATES]


def is_enough(fields: Sequence[str]) -> bool:
    """Whether so many examples say anything about a field."""
    return len(fields) >= LEAST_EXAMPLES and len(set(fields)) >= LEAST_FIELDS


def likely_fields(neighbours: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """Fields with their share of the votes of the nearest messages, given as (field, similarity)."""
    nearest = sorted(neighbours, key=lambda one: (-one[1], one[0]))[:NEAREST]
    votes: dict[str, float] = {}
    for field, similarity in nearest:
        votes[field] = votes.get(field, 0.0) + max(similarity, 0.0) ** SHARPNESS
    cast = sum(votes.values())
    if not cast:
        return []
    return sorted(((field, vote / cast) for field, vote in votes.items()), key=lambda one: (-one[1], one[0]))[
        :MOST_FIELDS
    ]
