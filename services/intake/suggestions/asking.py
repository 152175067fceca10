"""What the clerk asks: what this message may repeat, and what it may be about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from kernel.clock import rfc3339
from kernel.service import Answer, Payload, Query
from kernel.store import Reading
from services.intake.domain import scope
from services.intake.domain.likeness import Likely, is_enough, likely, likely_fields, ranked
from services.intake.domain.state import Unwritten
from services.intake.domain.words import STANDING_NAMES, Standing
from services.intake.handlers.standing import found, letter_of, terms_of
from services.intake.queries.fields import in_their_fields
from services.intake.suggestions.memory import Kept, Memory, Remembered
from services.intake.tables import messages


def suggest(memory: Memory) -> Query:
    """{number} → {number, duplicates, fields, compared: {messages, from, until}, learnt_from, complete}.

    `duplicates`: {number, score, similarity, reasons, title, column, state, state_name, submitted_at}, the likeliest
    first: of the person's columns, written within the column's `repeat_days` before or after. `fields`: {field,
    name, field_path, probability}, three at most, and none before there are examples enough; the name is None and the
    path empty where the field is not of the office's tree. `complete`: whether all there is was looked
    at; not so in the first seconds after a start. Raises NotFound, OutOfScope, TextErased.
    """

    def ask(reading: Reading, payload: Payload) -> Answer:
        number: str = payload["number"]
        message = found(reading, number)
        scope.require_message(reading.context.actor, scope.SUGGEST, message)
        assert not isinstance(message, Unwritten)
        submission = message.submission
        letter = letter_of(reading, number)
        remembered = memory.remembered()
        contact = (letter.title, letter.body, letter.phone, letter.email)
        this = memory.made_of(number, submission.column, submission.at, contact)
        similarities = remembered.space.similarities(this.vector)
        window = timedelta(days=terms_of(reading, submission.column).repeat_days)
        within = (submission.at - window, submission.at + window)
        compared = [
            (kept, similarity)
            for kept, similarity in zip(remembered.kept, similarities, strict=True)
            if kept.number != number and within[0] <= kept.at <= within[1] and in_sight(reading, kept.column)
        ]
        learnt = learnt_from(remembered, number, similarities)
        return {
            "number": number,
            "duplicates": told(reading, duplicates(this, compared)),
            "fields": fields(reading, learnt),
            "compared": {"messages": len(compared), "from": rfc3339(within[0]), "until": rfc3339(within[1])},
            "learnt_from": len(learnt),
            "complete": remembered.complete,
        }

    return ask


def in_sight(reading: Reading, column: str) -> bool:
    """Whether the column is one of the person's."""
    granted = reading.context.actor.columns
    return granted is None or column in granted


def duplicates(this: Kept, others: list[tuple[Kept, float]]) -> list[Likely]:
    """The likeliest of the others to be the same matter."""
    judged = (
        likely(
            other.number,
            similarity,
            same_text=other.text == this.text,
            contacts=[reason for reason, key in this.contacts.items() if other.contacts.get(reason) == key],
        )
        for other, similarity in others
    )
    return ranked(one for one in judged if one is not None)


def learnt_from(remembered: Remembered, number: str, similarities: Sequence[float]) -> list[tuple[str, float]]:
    """Every other message whose field a clerk chose, with its similarity."""
    return [
        (kept.field, similarity)
        for kept, similarity in zip(remembered.kept, similarities, strict=True)
        if kept.field is not None and kept.number != number
    ]


def fields(reading: Reading, learnt: list[tuple[str, float]]) -> list[Answer]:
    """The likeliest fields by name, once there is enough to learn from."""
    if not is_enough([field for field, _ in learnt]):
        return []
    likeliest = [{"field": field, "probability": round(share, 3)} for field, share in likely_fields(learnt)]
    named = in_their_fields(reading, likeliest)
    return [{**one, "name": one["field_path"][-1] if one["field_path"] else None} for one in named]


def told(reading: Reading, found_: list[Likely]) -> list[Answer]:
    """Duplicates as a clerk reads them, without what was erased this very moment."""
    numbers = [one.number for one in found_]
    rows = {row["number"]: row for row in reading.rows(select(messages).where(messages.c.number.in_(numbers)))}
    reading.will_unseal(numbers)
    shown = []
    for one in found_:
        row = rows.get(one.number)
        title = None if row is None else reading.unseal(one.number, row["title"])
        if row is not None and title is not None:
            at: datetime = row["submitted_at"]
            shown.append(
                {
                    "number": one.number,
                    "score": round(one.score, 3),
                    "similarity": round(one.similarity, 3),
                    "reasons": [reason.value for reason in one.reasons],
                    "title": title,
                    "column": row["column"],
                    "state": row["state"],
                    "state_name": STANDING_NAMES[Standing(row["state"])],
                    "submitted_at": rfc3339(at),
                }
            )
    return shown
