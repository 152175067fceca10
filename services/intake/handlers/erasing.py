"""Erasing: the citizen asks for it, the office carries it out or says why not."""

from __future__ import annotations

from kernel.clock import rfc3339
from kernel.service import Answer, Payload
from kernel.store import Unit
from services.intake.domain import commands as c
from services.intake.domain import scope
from services.intake.domain.attachments import EraseAll
from services.intake.domain.state import ErasureAsked, ErasureRefused, Unwritten
from services.intake.handlers.merging import release_duplicates
from services.intake.handlers.standing import found, in_reach, note, own, where_it_stands
from services.intake.schema import ATTACHMENTS, MESSAGE


def ask_erasure(unit: Unit, payload: Payload) -> Answer:
    """{number, query_code} → {number, state, state_name, erased, asked_at}: nothing is erased yet."""
    number, _ = own(unit, payload)
    unit.execute(MESSAGE, number, c.AskErasure(unit.now))
    _, message = own(unit, payload)
    wish = message.submission.erasure
    return {
        **where_it_stands(unit, number),
        "erased": message.submission.erased,
        "asked_at": rfc3339(wish.at) if isinstance(wish, ErasureAsked) else None,
    }


def refuse_erasure(unit: Unit, payload: Payload) -> Answer:
    """{number, why} → {number, state, state_name, erased}: the citizen reads why."""
    number, by = in_reach(unit, payload, scope.ERASE)
    message = found(unit, number)
    wish = None if isinstance(message, Unwritten) else message.submission.erasure
    before = wish.why if isinstance(wish, ErasureRefused) else None
    unit.execute(MESSAGE, number, c.RefuseErasure(note(unit, number, "why", payload["why"], before), by, unit.now))
    return {**where_it_stands(unit, number), "erased": False}


def erase(unit: Unit, payload: Payload) -> Answer:
    """{number} → {number, state, state_name, erased}: texts, files and personal data go, with their keys."""
    number, by = in_reach(unit, payload, scope.ERASE)
    if unit.execute(MESSAGE, number, c.Erase(by, unit.now)):
        unit.execute(ATTACHMENTS, number, EraseAll(unit.now))
        unit.erase(number)
        release_duplicates(unit, number)
    return {**where_it_stands(unit, number), "erased": True}
