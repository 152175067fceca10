"""Correcting: the lead agency puts right what went out, or leaves it as it is."""

from __future__ import annotations

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.review.domain import commands as c
from services.review.domain.refusals import UnknownWord
from services.review.domain.scope import CORRECT, mandate_of, require_lead
from services.review.domain.text import exact
from services.review.domain.words import REASONS, Reason
from services.review.handlers.parts import known, part_of, same_words, sealed, where_it_stands
from services.review.story import correction_of


def open_correction(unit: Unit, payload: Payload) -> Answer:
    """{number, part?, reason, words}: what went out last is put right as its next version, drafted and reviewed anew.

    Until that goes out, what went out stays what everyone reads. `reason` is a word of domain/words.py, which everyone
    reads later; `words` say to staff what is wrong.
    """
    number: str = payload["number"]
    part = part_of(payload)
    reply = known(unit, part, number)
    require_lead(unit.context.actor, CORRECT, mandate_of(reply))
    if payload["reason"] not in REASONS:
        raise UnknownWord("reason", REASONS)
    words = exact(payload["words"])
    under_way = correction_of(reply)
    kept = same_words(unit, number, under_way.sealed if under_way else None, words) or sealed(
        unit, number, reply, words
    )
    by = unit.context.actor.account
    unit.execute(part, number, c.OpenCorrection(Reason(payload["reason"]), words, kept, by, unit.now))
    return where_it_stands(unit, part, number)


def give_up_correction(unit: Unit, payload: Payload) -> Answer:
    """{number, part?}: what went out stays as it is; the drafts made since go nowhere."""
    number: str = payload["number"]
    part = part_of(payload)
    require_lead(unit.context.actor, CORRECT, mandate_of(known(unit, part, number)))
    unit.execute(part, number, c.GiveUpCorrection(unit.context.actor.account, unit.now))
    return where_it_stands(unit, part, number)
