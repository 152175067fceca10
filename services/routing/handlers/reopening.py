"""What comes after a closing: the citizen's rating of it, and handling the matter once more."""

from __future__ import annotations

from contextlib import suppress

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.routing.domain import commands as c
from services.routing.domain import scope
from services.routing.domain.case_refusals import ReopeningOver
from services.routing.domain.state import Reopening, Waiting, known
from services.routing.domain.text import known_word
from services.routing.domain.words import DISSATISFIED, REOPENING_REASONS, ReopeningReason
from services.routing.handlers.standing import configuration, require_column_of, sealed_note, where_it_stands
from services.routing.schema import CASE


def reopen(unit: Unit, payload: Payload) -> Answer:
    """{number, reason: dissatisfied | mistake | handed_back, note?}: the next round begins.

    A mistake is a supervisor's to find, and so is taking back what was handed over; both say why.
    """
    reason: ReopeningReason = known_word("reason", payload["reason"], REOPENING_REASONS)
    number = require_column_of(unit, payload, scope.REOPEN if reason == "dissatisfied" else scope.CORRECT)
    case = known(unit.state(CASE, number))
    before = case.last.note if isinstance(case, Waiting) and isinstance(case.last, Reopening) else None
    days = configuration(unit, case.matter.column).terms.reopening_days
    by = unit.context.actor.account
    unit.execute(CASE, number, c.Reopen(reason, sealed_note(unit, payload, before), days, by, unit.now))
    return where_it_stands(unit, number)


def follow_evaluation(unit: Unit, payload: Payload) -> Answer:
    """{number, round, satisfaction, at} → {rated, reopened}: the case keeps the rating of its closing.

    Where the column reopens by itself, the two lowest ratings begin the next round; not after the column's term.
    """
    number, satisfaction, at = payload["number"], payload["satisfaction"], payload["at"]
    rated = unit.execute(CASE, number, c.Rate(payload["round"], satisfaction, at))
    if not rated or satisfaction > DISSATISFIED:
        return {"rated": bool(rated), "reopened": False}
    terms = configuration(unit, known(unit.state(CASE, number)).matter.column).terms
    if not terms.reopens_itself:
        return {"rated": True, "reopened": False}
    reopen_ = c.Reopen("dissatisfied", None, terms.reopening_days, unit.context.actor.account, at)
    with suppress(ReopeningOver):
        unit.execute(CASE, number, reopen_)
    return {"rated": True, "reopened": isinstance(unit.state(CASE, number), Waiting)}
