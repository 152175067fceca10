"""Taking over: replies that were given before this system kept their review."""

from __future__ import annotations

from kernel.clock import instant
from kernel.decider import Refusal, refused
from kernel.service import Answer, Payload
from kernel.store import Unit
from services.review.domain import commands as c
from services.review.domain.scope import IMPORT, require, require_column
from services.review.domain.takeover import is_taken_over
from services.review.domain.text import exact
from services.review.handlers.parts import sealed, version_subject, where_it_stands
from services.review.schema import REPLY


def import_replies(unit: Unit, payload: Payload) -> Answer:
    """{rows: [{number, column, lead, text, replied_at, public, round?}]} → {results: [{number, state, …}]}.

    Each row is a reply as an export tells it: recorded as drafted and sent out at its own time, to everyone or to the
    citizen alone, with nobody's submission, pass or approval, since nobody gave one here. A row may come before its
    assignment, and any number of times; one that comes before its message's acceptance waits: it answers
    `review.acceptance_unknown`. One that cannot be taken answers {number, refused, values}, and the others are taken.
    """
    require(unit.context.actor, IMPORT)
    return {"results": [_take_over(unit, row) for row in payload["rows"]]}


def _take_over(unit: Unit, row: Payload) -> Answer:
    number: str = row["number"]
    text = exact(row["text"])
    try:
        require_column(unit.context.actor, IMPORT, row["column"])
        command = c.Import(
            column=row["column"],
            lead=row["lead"],
            round=row.get("round", 1),
            text=text,
            sealed=sealed(unit, number, unit.state(REPLY, number), text),
            published=_for_everyone(unit, row, text),
            public=row["public"],
            by=unit.context.actor.account,
            at=instant(row["replied_at"]),
            now=unit.now,
        )
        unit.execute(REPLY, number, command)
    except Refusal as refusal:
        return {"number": number, **refused(refusal)}
    return where_it_stands(unit, REPLY, number)


def _for_everyone(unit: Unit, row: Payload, text: str) -> str | None:
    """The text under the key of the version as which it is taken over; None where nothing goes out to everyone."""
    number: str = row["number"]
    reply = unit.state(REPLY, number)
    if not row["public"] or is_taken_over(row.get("round", 1), text, reply):
        return None
    return unit.seal(version_subject(REPLY.category, number, reply.past.next_turn, 1), text)
