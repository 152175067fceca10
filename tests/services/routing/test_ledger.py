"""The ledger: every open case with its light, narrowed, sorted and counted, and only what the person may see."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kernel.settings import Settings
from services.routing import handlers, queries
from services.routing.domain.refusals import OutOfScope, TooManyRows, UnknownColumn, UnknownWord
from services.routing.queries import supervising
from tests.services.routing.domain.facts import FRIDAY_MORNING
from tests.services.routing.office import (
    AUDITOR,
    CITIZEN,
    CITY,
    DISPATCHER,
    ELSEWHERE,
    HOUSING,
    OFFICE,
    SUPERVISOR,
    WATER,
    Office,
)  # fmt: skip

WAITS_LONG, WAITS, LATE, SOON, FRESH, OTHER, CLOSED = (f"20240301-00000{n}" for n in range(1, 8))
ALL = [WAITS_LONG, WAITS, LATE, SOON, FRESH, OTHER]
TUESDAY = datetime(2024, 3, 12, 2, 0, tzinfo=UTC)


@pytest.fixture
def settings(either_database: Settings) -> Settings:
    """Lights, sorting and counting are SQL: on both databases."""
    return either_database


@pytest.fixture
def busy(office: Office) -> Office:
    """On Tuesday 12 March: two wait, one since 20 days; one is a working day late, three are in time, one is closed."""
    office.accept(WAITS_LONG, at=FRIDAY_MORNING - timedelta(days=9), complexity="complex")
    for number in (LATE, CLOSED):
        office.accept(number)
        office.assign(number, working_days=6)  # due on Monday 11 March
    office.at(FRIDAY_MORNING + timedelta(days=4))
    office.accept(SOON)
    office.assign(SOON, working_days=7, co_agencies=["water"])  # due on Thursday 14 March
    office.at(TUESDAY - timedelta(days=1))
    office.accept(WAITS)
    for number, column, lead in ((FRESH, "mayor", "housing"), (OTHER, "secretary", "water")):
        office.accept(number, column=column)
        office.assign(number, lead=lead)  # due on Monday 18 March
    office.publish_reply(CLOSED)
    office.at(TUESDAY)
    return office


def numbers(answer: dict[str, Any]) -> list[str]:
    return [item["number"] for item in answer["items"]]


def test_the_ledger_holds_what_is_open_the_unassigned_and_the_oldest_first(busy: Office) -> None:
    answer = busy.ask(queries.ledger, OFFICE)
    assert numbers(answer) == ALL
    assert (answer["total"], answer["next"], answer["waiting"]) == (6, None, 2)
    assert answer["as_of"] == "2024-03-12T02:00:00Z"


def test_each_case_shows_its_light_its_age_and_how_many_working_days_are_left(busy: Office) -> None:
    shown = {item["number"]: item for item in busy.ask(queries.ledger, OFFICE)["items"]}
    assert {number: (item["light"], item["age_days"], item["working_days_left"]) for number, item in shown.items()} == {
        WAITS_LONG: ("red", 20, None),  # as if due ten working days after 21 February, on 6 March
        WAITS: ("normal", 1, None),
        LATE: ("red", 11, -1),
        SOON: ("due_soon", 7, 2),
        FRESH: ("normal", 1, 4),
        OTHER: ("normal", 1, 4),
    }


def test_the_lights_are_counted_over_the_whole_filter_whatever_the_page(busy: Office) -> None:
    answer = busy.ask(queries.ledger, OFFICE, limit=1)
    assert answer["lights"] == {"normal": 3, "due_soon": 1, "yellow": 0, "red": 2}
    red = busy.ask(queries.ledger, OFFICE, light="red")
    assert (numbers(red), red["total"]) == ([WAITS_LONG, LATE], 2)
    assert red["lights"] == answer["lights"]


def test_what_waits_is_judged_by_the_limit_for_matters_of_its_kind(busy: Office) -> None:
    hurried = {"ordinary_days": 5, "complex_days": 10, "max_days": 15, "exceptions": [{"days": 1, "kind": "request"}]}
    city = {"agencies": CITY.agencies, "columns": [{**column, "limits": hurried} for column in CITY.columns]}
    busy.act(handlers.load_city, OFFICE, **city)
    assert WAITS in numbers(busy.ask(queries.ledger, OFFICE, light="yellow"))
    busy.at(TUESDAY + timedelta(days=1))
    assert WAITS in numbers(busy.ask(queries.ledger, OFFICE, light="red"))


def test_a_light_changes_at_midnight_in_shanghai_though_nothing_happened(busy: Office) -> None:
    busy.at(datetime(2024, 3, 14, 15, 59, 59, 999999, tzinfo=UTC))
    assert SOON in numbers(busy.ask(queries.ledger, OFFICE, light="yellow"))
    busy.at(datetime(2024, 3, 14, 16, 0, tzinfo=UTC))
    assert SOON in numbers(busy.ask(queries.ledger, OFFICE, light="red"))


def test_columns_with_other_terms_have_other_lights(busy: Office) -> None:
    wide = [{**column, "terms": {"due_soon_working_days": 9, "yellow_working_days": 4}} for column in CITY.columns[:1]]
    busy.act(handlers.load_city, OFFICE, agencies=CITY.agencies, columns=wide)
    lights = {item["number"]: item["light"] for item in busy.ask(queries.ledger, OFFICE)["items"]}
    assert (lights[FRESH], lights[OTHER]) == ("normal", "yellow")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"column": "secretary"}, [OTHER]),
        ({"agency": "housing"}, [LATE, SOON, FRESH]),
        ({"agency": "water"}, [OTHER]),
        ({"state": "waiting"}, [WAITS_LONG, WAITS]),
        ({"state": "assigned", "light": "normal"}, [FRESH, OTHER]),
        ({"age_from": 7}, [WAITS_LONG, LATE, SOON]),
        ({"age_to": 1}, [WAITS, FRESH, OTHER]),
        ({"age_from": 7, "age_to": 11}, [LATE, SOON]),
        ({"due_from": "2024-03-14"}, [SOON, FRESH, OTHER]),
        ({"due_to": "2024-03-14"}, [LATE, SOON]),
        ({"urged": "yes"}, [LATE, SOON]),
        ({"urged": "no"}, [WAITS_LONG, WAITS, FRESH, OTHER]),
        ({"urged": "letter"}, [LATE]),
        ({"urged": "criticism"}, []),
    ],
)
def test_the_ledger_is_narrowed(busy: Office, asked: Any, found: list[str]) -> None:
    busy.act(handlers.urge, SUPERVISOR, number=LATE, level="letter")
    busy.act(handlers.urge, SUPERVISOR, number=SOON, level="reminder")
    answer = busy.ask(queries.ledger, OFFICE, **asked)
    assert (numbers(answer), answer["total"]) == (found, len(found))


@pytest.mark.parametrize(
    ("actor", "found"),
    [
        (SUPERVISOR, [WAITS_LONG, WAITS, LATE, SOON, FRESH]),
        (DISPATCHER, ALL),
        (ELSEWHERE, []),
        (HOUSING, [LATE, SOON, FRESH]),
        (WATER, [SOON, OTHER]),
        (AUDITOR, ALL),
    ],
    ids=lambda value: getattr(value, "account", ""),
)
def test_a_person_sees_and_counts_what_is_in_scope(busy: Office, actor: Any, found: list[str]) -> None:
    answer = busy.ask(queries.ledger, actor)
    assert (numbers(answer), sum(answer["lights"].values())) == (found, len(found))
    assert numbers(busy.ask(queries.ledger_sheet, actor)) == found


def test_a_filter_is_refused_where_it_reaches_too_far_or_nothing_that_is(busy: Office) -> None:
    for query in (queries.ledger, queries.ledger_sheet):
        with pytest.raises(OutOfScope):
            busy.ask(query, ELSEWHERE, column="mayor")
        with pytest.raises(OutOfScope):
            busy.ask(query, CITIZEN)
        with pytest.raises(UnknownColumn):
            busy.ask(query, OFFICE, column="premier")
        for field in ("light", "state", "urged"):
            with pytest.raises(UnknownWord) as unknown:
                busy.ask(query, OFFICE, **{field: "purple"})
            assert unknown.value.values()["field"] == field


def test_pages_follow_one_another_without_gap_or_repetition(busy: Office) -> None:
    seen: list[str] = []
    after = None
    for _ in range(3):
        page = busy.ask(queries.ledger, OFFICE, limit=2, after=after)
        seen += numbers(page)
        after = page["next"]
    assert (seen, after) == (ALL, None)


def test_closing_strikes_off_and_reopening_puts_back(busy: Office) -> None:
    busy.act(handlers.close, DISPATCHER, number=LATE, reason="settled", note="现场已解决")
    assert LATE not in numbers(busy.ask(queries.ledger, OFFICE))
    busy.act(handlers.reopen, OFFICE, number=LATE, reason="mistake", note="未解决")
    assert numbers(busy.ask(queries.ledger, OFFICE))[:3] == [WAITS_LONG, WAITS, LATE]


def test_a_reopened_case_waits_since_it_was_reopened(busy: Office) -> None:
    def standing() -> tuple[str, int]:
        (found,) = (item for item in busy.ask(queries.ledger, OFFICE)["items"] if item["number"] == CLOSED)
        return found["light"], found["age_days"]

    busy.act(handlers.reopen, OFFICE, number=CLOSED, reason="mistake", note="未解决")
    assert standing() == ("normal", 11)  # as if due five working days after 12 March, on 19 March
    busy.assign(CLOSED, lead="water", working_days=15)
    busy.at(TUESDAY + timedelta(days=1))
    busy.act(handlers.ask_return, WATER, number=CLOSED, reason="不属我局")
    busy.act(handlers.decide_return, DISPATCHER, number=CLOSED, agreed=True)
    busy.at(TUESDAY + timedelta(days=7))
    assert standing() == ("yellow", 18)
    busy.at(TUESDAY + timedelta(days=8))
    assert standing() == ("red", 19)


def test_a_sheet_holds_only_so_many_and_says_so(busy: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "SHEET_LIMIT", 5)
    with pytest.raises(TooManyRows) as refused:
        busy.ask(queries.ledger_sheet, OFFICE)
    assert refused.value.values() == {"total": 6, "limit": 5}
    assert len(numbers(busy.ask(queries.ledger_sheet, OFFICE, column="mayor"))) == 5
