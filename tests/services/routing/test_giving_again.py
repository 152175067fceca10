"""A case that was taken back and is given again: to the same agency until the day it had, to another with its own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kernel.clock import rfc3339
from kernel.settings import Settings
from services.routing import handlers, queries
from services.routing.domain.case_refusals import DeadlineWasMissed
from tests.services.routing.domain.facts import FRIDAY_MORNING
from tests.services.routing.office import DISPATCHER, HOUSING, OFFICE, Office
from workdays.calendar import end_of

LEAK = "20240301-000001"


@pytest.fixture
def settings(either_database: Settings) -> Settings:
    """What a recount goes by is in the rows."""
    return either_database


@pytest.fixture
def taken_back(office: Office) -> Office:
    """The housing agency had the case since Friday the 1st, with an extension to the 12th; on the 5th it waits."""
    office.accept(LEAK)
    assert office.assign(LEAK)["due"] == "2024-03-08"
    office.act(handlers.ask_extension, HOUSING, number=LEAK, until="2024-03-12", reason="等待配件")
    office.act(handlers.decide_extension, DISPATCHER, number=LEAK, granted=True)
    office.at(office.later(days=4))
    office.act(handlers.withdraw_assignment, DISPATCHER, number=LEAK, reason="误转")
    return office


def test_the_same_agency_keeps_the_deadline_it_had_whatever_days_are_asked_for(taken_back: Office) -> None:
    answer = taken_back.assign(LEAK, working_days=15)
    assert (answer["lead"], answer["due"]) == ("housing", "2024-03-12")
    assert taken_back.case(LEAK)["due"] == "2024-03-12"
    before = taken_back.journal()
    assert taken_back.assign(LEAK, working_days=15) == answer
    assert taken_back.journal() == before


def test_another_agency_gets_a_deadline_of_its_own(taken_back: Office) -> None:
    assert taken_back.assign(LEAK, lead="water")["due"] == "2024-03-12"
    taken_back.act(handlers.withdraw_assignment, DISPATCHER, number=LEAK, reason="误转")
    assert taken_back.assign(LEAK, lead="transport", working_days=6)["due"] == "2024-03-13"
    explained = taken_back.ask(queries.deadline, OFFICE, number=LEAK)
    assert (explained["start"], explained["stands_since"]) == ("2024-03-05", None)


def test_the_explanation_says_that_the_earlier_deadline_stands_and_how_it_was_counted(taken_back: Office) -> None:
    taken_back.assign(LEAK)
    explained = taken_back.ask(queries.deadline, HOUSING, number=LEAK)
    assert explained["stands_since"] == rfc3339(FRIDAY_MORNING)
    assert explained["assigned_at"] == rfc3339(FRIDAY_MORNING + timedelta(days=4))
    assert (explained["start"], explained["due"], explained["limit"]["days"]) == ("2024-03-01", "2024-03-12", 5)
    assert [extension["due"] for extension in explained["extensions"]] == ["2024-03-12"]
    last = taken_back.case(LEAK)["steps"][-1]
    assert (last["step"], last["due"], last["deadline_stands"]) == ("assigned", "2024-03-12", True)


def test_a_recount_goes_by_what_was_agreed_before(taken_back: Office) -> None:
    taken_back.assign(LEAK)
    days = [{"date": f"2024-03-{day}", "kind": "holiday", "name": "抗洪"} for day in ("07", "12")]
    version = taken_back.act(handlers.amend_calendar, OFFICE, days=days, reason="市政府通知")["calendar"]
    (moved,) = taken_back.act(handlers.recount_deadlines, OFFICE, calendar=version)["items"]
    assert (moved["previous"], moved["due"]) == ("2024-03-12", "2024-03-13")


def test_what_is_over_is_not_given_again(taken_back: Office) -> None:
    taken_back.at(end_of(FRIDAY_MORNING.date() + timedelta(days=11)))
    before = taken_back.journal()
    with pytest.raises(DeadlineWasMissed) as refused:
        taken_back.assign(LEAK)
    assert taken_back.journal() == before
    assert refused.value.due.isoformat() == "2024-03-12"
    assert taken_back.assign(LEAK, lead="water")["lead"] == "water"
