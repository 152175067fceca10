"""What routing tells of a message's past: who answered for it, by when, and what was asked and decided."""

from __future__ import annotations

import pytest

from services.routing import handlers
from services.routing.domain.refusals import NotFound, OutOfScope
from services.routing.queries.history import case_history
from tests.services.routing.office import DISPATCHER, ELSEWHERE, HOUSING, Office

NUMBER = "20240301-000001"


def test_every_step_of_a_case_is_told_with_its_deadline_and_who_did_it(office: Office) -> None:
    office.accept(NUMBER)
    office.assign(NUMBER)
    opened, assigned = office.ask(case_history, DISPATCHER, number=NUMBER, limit=50)["items"]
    assert (opened["type"], opened["role"]) == ("routing.case_opened.v1", "system")
    assert (assigned["type"], assigned["actor"]) == ("routing.assigned.v1", DISPATCHER.account)
    assert assigned["facts"]["lead"] == "housing"
    assert assigned["facts"]["deadline.due"] == office.case(NUMBER)["due"]


def test_why_an_agency_returns_a_case_is_read_by_the_columns_staff_and_not_by_agencies(office: Office) -> None:
    office.accept(NUMBER)
    office.assign(NUMBER)
    office.act(handlers.ask_return, HOUSING, number=NUMBER, reason="不属于本单位职责")
    asked = office.ask(case_history, DISPATCHER, number=NUMBER, limit=50)["items"][-1]
    assert (asked["type"], asked["facts"]["reason"]) == ("routing.return_asked.v1", "不属于本单位职责")
    assert office.ask(case_history, HOUSING, number=NUMBER, limit=50)["items"][-1]["withheld"] == ["reason"]


def test_what_the_citizen_thought_is_intakes_to_tell(office: Office) -> None:
    office.accept(NUMBER)
    office.assign(NUMBER)
    office.publish_reply(NUMBER)
    office.evaluate(NUMBER, 5)
    types = [each["type"] for each in office.ask(case_history, DISPATCHER, number=NUMBER, limit=50)["items"]]
    assert types == ["routing.case_opened.v1", "routing.assigned.v1", "routing.closed.v1"]


def test_a_history_is_refused_outside_the_scope(office: Office) -> None:
    office.accept(NUMBER)
    with pytest.raises(OutOfScope):
        office.ask(case_history, ELSEWHERE, number=NUMBER, limit=50)
    with pytest.raises(NotFound):
        office.ask(case_history, DISPATCHER, number="20240301-000009", limit=50)
