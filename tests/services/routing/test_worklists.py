"""Worklists: the unassigned and the oldest first, page by page, and only what the person may see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kernel.paging import CursorUnusable
from kernel.settings import Settings
from services.routing import handlers, queries
from services.routing.domain.refusals import NotFound, OutOfScope, UnknownColumn, UnknownWord
from tests.services.routing.domain.facts import FRIDAY_MORNING
from tests.services.routing.office import AUDITOR, CITIZEN, DISPATCHER, ELSEWHERE, HOUSING, OFFICE, WATER, Office

NEWEST, MIDDLE, OLDEST = "20240301-000003", "20240301-000002", "20240301-000001"
ASSIGNED, CLOSED, OTHER = "20240229-000001", "20240229-000002", "20240229-000003"


@pytest.fixture
def settings(either_database: Settings) -> Settings:
    """The sorting, counting and narrowing is SQL: on both databases."""
    return either_database


@pytest.fixture
def busy(office: Office) -> Office:
    """Three waiting in the mayor's column, one assigned, one closed, one with the water agency in another column."""
    for number, days in ((NEWEST, 1), (MIDDLE, 2), (OLDEST, 3), (ASSIGNED, 9), (CLOSED, 8)):
        office.accept(number, at=FRIDAY_MORNING - timedelta(days=days))
    office.accept(OTHER, column="secretary", at=FRIDAY_MORNING - timedelta(days=7))
    office.assign(ASSIGNED, co_agencies=["water"])
    office.assign(CLOSED)
    office.assign(OTHER, lead="water")
    office.publish_reply(CLOSED)
    return office


def numbers(answer: dict[str, Any]) -> list[str]:
    return [item["number"] for item in answer["items"]]


def test_the_unassigned_come_first_the_oldest_before_the_others(busy: Office) -> None:
    answer = busy.ask(queries.cases, OFFICE)
    assert numbers(answer) == [OLDEST, MIDDLE, NEWEST, ASSIGNED, OTHER, CLOSED]
    assert (answer["total"], answer["next"]) == (6, None)


def test_pages_follow_one_another_without_gap_or_repetition(busy: Office) -> None:
    seen: list[str] = []
    after = None
    for _ in range(3):
        page = busy.ask(queries.cases, OFFICE, limit=2, after=after)
        assert page["total"] == 6
        seen += numbers(page)
        after = page["next"]
    assert seen == [OLDEST, MIDDLE, NEWEST, ASSIGNED, OTHER, CLOSED]
    assert after is None


def test_a_case_that_moves_on_between_pages_hides_no_other(busy: Office) -> None:
    first = busy.ask(queries.cases, OFFICE, limit=2)
    busy.assign(MIDDLE)
    assert numbers(busy.ask(queries.cases, OFFICE, limit=9, after=first["next"])) == [
        NEWEST,
        ASSIGNED,
        OTHER,
        MIDDLE,
        CLOSED,
    ]


def test_what_waits_for_a_decision_is_listed(busy: Office) -> None:
    busy.act(handlers.ask_return, HOUSING, number=ASSIGNED, reason="不属我局")
    busy.act(handlers.ask_extension, WATER, number=OTHER, until="2024-03-14", reason="等待配件")
    asked = {what: numbers(busy.ask(queries.cases, OFFICE, asked=what)) for what in ("return", "extension")}
    assert asked == {"return": [ASSIGNED], "extension": [OTHER]}
    busy.act(handlers.decide_return, DISPATCHER, number=ASSIGNED, agreed=False, note="属你局")
    assert numbers(busy.ask(queries.cases, OFFICE, asked="return")) == []
    with pytest.raises(UnknownWord):
        busy.ask(queries.cases, OFFICE, asked="urging")


def test_an_agency_that_was_let_go_twice_is_named_once(busy: Office) -> None:
    for _ in range(2):
        busy.act(handlers.assign, DISPATCHER, number=OLDEST, lead="housing")
        busy.act(handlers.withdraw_assignment, DISPATCHER, number=OLDEST, reason="误转")
    assert busy.case(OLDEST)["let_go"] == ["housing"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"state": "waiting"}, [OLDEST, MIDDLE, NEWEST]),
        ({"state": "assigned"}, [ASSIGNED, OTHER]),
        ({"state": "closed"}, [CLOSED]),
        ({"state": "open"}, [OLDEST, MIDDLE, NEWEST, ASSIGNED, OTHER]),
        ({"column": "secretary"}, [OTHER]),
        ({"agency": "water"}, [ASSIGNED, OTHER]),
        ({"agency": "water", "column": "mayor"}, [ASSIGNED]),
        ({"agency": "wate_"}, []),
        ({"agency": "%"}, []),
    ],
)
def test_a_worklist_is_narrowed_by_state_column_and_agency(busy: Office, asked: Any, found: list[str]) -> None:
    answer = busy.ask(queries.cases, OFFICE, **asked)
    assert (numbers(answer), answer["total"]) == (found, len(found))


@pytest.mark.parametrize(
    ("actor", "found"),
    [
        (DISPATCHER, [OLDEST, MIDDLE, NEWEST, ASSIGNED, OTHER, CLOSED]),
        (ELSEWHERE, []),
        (HOUSING, [ASSIGNED, CLOSED]),
        (WATER, [ASSIGNED, OTHER]),
        (AUDITOR, [OLDEST, MIDDLE, NEWEST, ASSIGNED, OTHER, CLOSED]),
    ],
    ids=lambda value: getattr(value, "account", ""),
)
def test_a_person_lists_and_counts_what_is_in_scope(busy: Office, actor: Any, found: list[str]) -> None:
    answer = busy.ask(queries.cases, actor)
    assert (numbers(answer), answer["total"]) == (found, len(found))


def test_a_filter_is_refused_where_it_reaches_too_far_or_nothing_that_is(busy: Office) -> None:
    with pytest.raises(OutOfScope) as foreign:
        busy.ask(queries.cases, ELSEWHERE, column="mayor")
    assert (foreign.value.act, foreign.value.because, foreign.value.wanted) == ("read", "column", ("mayor",))
    with pytest.raises(UnknownColumn):
        busy.ask(queries.cases, OFFICE, column="premier")
    with pytest.raises(UnknownWord) as unknown:
        busy.ask(queries.cases, OFFICE, state="lost")
    assert unknown.value.values() == {
        "field": "state",
        "known": ("waiting", "assigned", "closed", "handed_over", "open"),
    }


def test_a_handler_without_an_agency_sees_nothing(busy: Office) -> None:
    nobody = type(HOUSING)("nobody", "handler", agencies=())
    assert busy.ask(queries.cases, nobody)["total"] == 0


def test_a_citizen_has_no_worklist(busy: Office) -> None:
    with pytest.raises(OutOfScope):
        busy.ask(queries.cases, CITIZEN)


@pytest.mark.parametrize("after", ["x", "bm90aGluZw==", "WzFd", "ééé", "W251bGwsMSwiMSJd", "WzAsMWUzMDAsIjEiXQ=="])
def test_a_cursor_that_no_list_has_given_is_refused(busy: Office, after: str) -> None:
    with pytest.raises(CursorUnusable):
        busy.ask(queries.cases, OFFICE, after=after)


def test_a_case_is_shown_within_scope_only(busy: Office) -> None:
    assert busy.ask(queries.case, WATER, number=ASSIGNED)["co_agencies"] == ["water"]
    with pytest.raises(OutOfScope) as foreign_agency:
        busy.ask(queries.case, WATER, number=CLOSED)
    assert foreign_agency.value.because == "agency"
    with pytest.raises(OutOfScope) as foreign_column:
        busy.ask(queries.case, ELSEWHERE, number=ASSIGNED)
    assert foreign_column.value.because == "column"
    with pytest.raises(NotFound):
        busy.ask(queries.case, OFFICE, number="20240301-999999")
