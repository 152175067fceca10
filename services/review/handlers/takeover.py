"""Taking over: replies that were given before this system kept their review."""

from __future__ import annotations

from dataclasses import replace

from kernel.clock import instant
from kernel.decider import Refusal, refused
from kernel.service import Answer, Payload
from kernel.store import Unit
from services.review.domain import commands as c
from services.review.domain.scope import IMPORT, require, require_column
from services.review.domain.takeover import import_reply
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
            sealed="",
            published="" if row["public"] else None,
            public=row["public"],
            by=unit.context.actor.account,
            at=instant(row["replied_at"]),
            now=unit.now,
        )
        if import_reply(command, unit.state(REPLY, number)):  # before anything is sealed: a key is staged with it
            unit.execute(REPLY, number, _sealed(unit, number, command))
    except Refusal as refusal:
        return {"number": number, **refused(refusal)}
    return where_it_stands(unit, REPLY, number)


def _sealed(unit: Unit, number: str, command: c.Import) -> c.Import:
    """The text under the message's key, and under that of the version as which everyone reads it; raises TextErased."""
    reply = unit.state(REPLY, number)
    kept = sealed(unit, number, reply, command.text)
    if not command.public:
        return replace(command, sealed=kept)
    subject = version_subject(REPLY.category, number, reply.past.next_turn, 1)
    return replace(command, sealed=kept, published=unit.seal(subject, command.text))
