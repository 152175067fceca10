"""Drafting: the lead agency writes, edits and hands in."""

from __future__ import annotations

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.review.domain import commands as c
from services.review.domain.interim import owed_by
from services.review.domain.scope import DRAFT, SUBMIT, mandate_of, require_lead
from services.review.domain.text import exact
from services.review.handlers.parts import known, levels_of, must_be_open, part_of, sealed, where_it_stands
from services.review.schema import INTERIM, REPLY


def save_draft(unit: Unit, payload: Payload) -> Answer:
    """{number, part?, text}: the lead agency drafts or edits; an edit ends a review and voids its passes."""
    number: str = payload["number"]
    part = part_of(payload)
    text = exact(payload["text"])
    if part is INTERIM:
        begin_interim(unit, number, text)
    reply = known(unit, part, number)
    require_lead(unit.context.actor, DRAFT, mandate_of(reply))
    command = c.SaveDraft(text, sealed(unit, number, reply, text), unit.context.actor.account, unit.now)
    unit.execute(part, number, command)
    return where_it_stands(unit, part, number)


def begin_interim(unit: Unit, number: str, text: str) -> None:
    """A page beside the reply, for the agency that owes that one and no other."""
    reply = known(unit, REPLY, number)
    require_lead(unit.context.actor, DRAFT, mandate_of(reply))
    mandate = owed_by(reply)
    command = c.BeginInterim(mandate.column, mandate.lead, mandate.round, text, unit.now)
    unit.execute(INTERIM, number, command)


def submit(unit: Unit, payload: Payload) -> Answer:
    """{number, part?}: the lead agency hands the draft to level 1 of as many as its column has at this time."""
    number: str = payload["number"]
    part = part_of(payload)
    reply = known(unit, part, number)
    require_lead(unit.context.actor, SUBMIT, mandate_of(reply))
    must_be_open(unit, part, number)
    unit.execute(part, number, c.Submit(levels_of(unit, reply), unit.context.actor.account, unit.now))
    return where_it_stands(unit, part, number)
