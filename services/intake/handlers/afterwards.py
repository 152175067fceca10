"""What citizens do with a message later, and erasing."""

from __future__ import annotations

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.intake import story
from services.intake.domain import commands as c
from services.intake.domain import numbers, scope
from services.intake.domain.text import word
from services.intake.domain.words import Satisfaction
from services.intake.handlers.screening import screened
from services.intake.handlers.standing import found, in_reach, where_it_stands
from services.intake.schema import MESSAGE


def withdraw(unit: Unit, payload: Payload) -> Answer:
    """{number, query_code} → {number, state, state_name, at}."""
    number: str = payload["number"]
    numbers.must_own(payload["query_code"], found(unit, number))
    unit.execute(MESSAGE, number, c.Withdraw(unit.now))
    return screened(unit, number)


def evaluate(unit: Unit, payload: Payload) -> Answer:
    """{number, query_code, satisfaction: 1…5} → {number, state, state_name, satisfaction, round, at}."""
    number: str = payload["number"]
    numbers.must_own(payload["query_code"], found(unit, number))
    satisfaction = word(Satisfaction, "satisfaction", payload["satisfaction"])
    unit.execute(MESSAGE, number, c.Evaluate(satisfaction, unit.now))
    message = unit.state(MESSAGE, number)
    return {
        **story.standing(number, message),
        **(story.evaluation(message) or {}),
        "round": story.round_of(message),
    }


def erase(unit: Unit, payload: Payload) -> Answer:
    """{number} → {number, state, state_name, erased}: texts and personal data go, with the key that reads them."""
    number, by = in_reach(unit, payload, scope.ERASE)
    if unit.execute(MESSAGE, number, c.Erase(by, unit.now)):
        unit.erase(number)
    return {**where_it_stands(unit, number), "erased": True}
