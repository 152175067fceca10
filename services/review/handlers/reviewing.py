"""Reviewing: the level whose turn it is passes the text that it read, or sends it back."""

from __future__ import annotations

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.review.domain import commands as c
from services.review.domain.scope import PASS, SEND_BACK, mandate_of, require_turn
from services.review.domain.state import ToRework
from services.review.domain.text import exact
from services.review.handlers.parts import (
    for_everyone,
    known,
    must_be_open,
    part_of,
    sealed,
    text_of,
    where_it_stands,
)


def pass_reply(unit: Unit, payload: Payload) -> Answer:
    """{number, part?, level, text_hash}: the text that was read is good; the last level's pass sends it out at once."""
    number: str = payload["number"]
    part = part_of(payload)
    reply = known(unit, part, number)
    level: int = payload["level"]
    by = unit.context.actor.account
    require_turn(unit.context.actor, PASS, mandate_of(reply), level)
    must_be_open(unit, part, number)
    text = text_of(unit, number, reply)
    command = c.Pass(level, payload["text_hash"], text, for_everyone(unit, number, text), by, unit.now)
    unit.execute(part, number, command)
    return where_it_stands(unit, part, number)


def send_back(unit: Unit, payload: Payload) -> Answer:
    """{number, part?, level, comments}: the text needs work; the agency reads why."""
    number: str = payload["number"]
    part = part_of(payload)
    reply = known(unit, part, number)
    level: int = payload["level"]
    require_turn(unit.context.actor, SEND_BACK, mandate_of(reply), level)
    comments = exact(payload["comments"])
    again = isinstance(reply, ToRework) and unit.unseal(number, reply.comments) == comments
    kept = reply.comments if again and isinstance(reply, ToRework) else sealed(unit, number, reply, comments)
    command = c.SendBack(level, comments, kept, unit.context.actor.account, unit.now)
    unit.execute(part, number, command)
    return where_it_stands(unit, part, number)
