"""What citizens do with a message later: take it back, rate the handling, ask once more."""

from __future__ import annotations

from kernel.clock import rfc3339
from kernel.service import Answer, Payload
from kernel.store import Unit
from services.intake import story
from services.intake.domain import commands as c
from services.intake.domain.afterwards import follow_up_of
from services.intake.domain.state import Closed
from services.intake.domain.text import word
from services.intake.domain.words import Satisfaction
from services.intake.handlers.merging import release_duplicates
from services.intake.handlers.screening import screened
from services.intake.handlers.standing import note, own, terms_of, where_it_stands
from services.intake.schema import MESSAGE


def withdraw(unit: Unit, payload: Payload) -> Answer:
    """{number, query_code} → {number, state, state_name, at}."""
    number, _ = own(unit, payload)
    unit.execute(MESSAGE, number, c.Withdraw(unit.now))
    release_duplicates(unit, number)
    return screened(unit, number)


def evaluate(unit: Unit, payload: Payload) -> Answer:
    """{number, query_code, satisfaction: 1…5, comment?} → {number, state, state_name, satisfaction, round, at}."""
    number, message = own(unit, payload)
    satisfaction = word(Satisfaction, "satisfaction", payload["satisfaction"])
    comment = None
    if payload.get("comment"):
        given = message.evaluation if isinstance(message, Closed) else None
        comment = note(unit, number, "comment", payload["comment"], None if given is None else given.comment)
    days = terms_of(unit, message.submission.column).evaluation_days
    unit.execute(MESSAGE, number, c.Evaluate(satisfaction, comment, days, unit.now))
    rated = unit.state(MESSAGE, number)
    return {**story.standing(number, rated), **story.rated(rated), "round": story.round_of(rated)}


def ask_follow_up(unit: Unit, payload: Payload) -> Answer:
    """{number, query_code, question} → {number, state, state_name, round, at}: the round that it is about."""
    number, message = own(unit, payload)
    asked = follow_up_of(message)
    question = note(unit, number, "question", payload["question"], None if asked is None else asked.question)
    days = terms_of(unit, message.submission.column).follow_up_days
    unit.execute(MESSAGE, number, c.AskFollowUp(question, days, unit.now))
    asked = follow_up_of(unit.state(MESSAGE, number))
    assert asked is not None
    return {**where_it_stands(unit, number), "round": asked.round, "at": rfc3339(asked.at)}
