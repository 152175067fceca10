"""Lists for clerks, the view of staff, titles for other lists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kernel.actor import CITIZEN, Actor
from kernel.clock import rfc3339
from kernel.paging import CursorUnusable
from services.intake import handlers, queries
from services.intake.domain.refusals import NotFound, UnknownColumn, UnknownWord
from services.intake.domain.scope import OutOfScope
from tests.services.intake.facts import HOUSING, MORNING, WANG
from tests.services.intake.office import (
    CLERK,
    ELSEWHERE,
    HELPING,
    LEAD,
    LETTER,
    OFFICE,
    OTHERS,
    SECOND,
    Office,
    answered,
    assigned,
    opened,
)
from tests.services.intake.test_importing import ROW

# lists


def pages(office: Office, limit: int, actor: Actor = CLERK, **wanted: Any) -> list[list[str]]:
    """The numbers of all pages, one after the other."""
    found, after = [], None
    while True:
        page = office.ask(queries.list_messages, actor, after=after, limit=limit, **wanted)
        found.append([item["number"] for item in page["items"]])
        after = page["next"]
        if after is None:
            return found


def test_the_waiting_come_oldest_first(office: Office) -> None:
    numbers = []
    for minutes in (3, 1, 2):
        office.clock.at = MORNING + timedelta(minutes=minutes)
        numbers.append(office.written())
    assert pages(office, 2, state="waiting") == [[numbers[1], numbers[2]], [numbers[0]]]


def test_all_others_come_newest_first(office: Office) -> None:
    numbers = []
    for minutes in (3, 1, 2):
        office.clock.at = MORNING + timedelta(minutes=minutes)
        numbers.append(office.written())
    assert pages(office, 2) == [[numbers[0], numbers[2]], [numbers[1]]]


def test_messages_of_one_instant_are_each_on_one_page(office: Office) -> None:
    numbers = [office.written() for _ in range(7)]
    assert pages(office, 3, state="waiting") == [numbers[:3], numbers[3:6], numbers[6:]]
    assert [number for page in pages(office, 3) for number in page] == numbers[::-1]


def test_a_page_that_ends_with_the_list_is_the_last(office: Office) -> None:
    numbers = [office.written() for _ in range(4)]
    assert pages(office, 2, state="waiting") == [numbers[:2], numbers[2:]]


def test_a_message_that_arrives_while_one_turns_pages_moves_none(office: Office) -> None:
    numbers = [office.written() for _ in range(4)]
    page = office.ask(queries.list_messages, CLERK, state="waiting", limit=2)
    office.act(handlers.accept, CLERK, number=numbers[0])
    office.clock.at += timedelta(minutes=1)
    late = office.written()
    rest = office.ask(queries.list_messages, CLERK, state="waiting", limit=9, after=page["next"])
    assert [item["number"] for item in rest["items"]] == [*numbers[2:], late]


def test_a_list_says_how_many_there_are_in_all(office: Office) -> None:
    office.accepted()
    for _ in range(3):
        office.written()
    listed = office.ask(queries.list_messages, CLERK, state="waiting", limit=1)
    assert (len(listed["items"]), listed["total"]) == (1, 3)
    assert office.ask(queries.list_messages, CLERK)["total"] == 4
    assert office.ask(queries.list_messages, CLERK, state="closed") == {
        "items": [],
        "next": None,
        "total": 0,
        "queue": {"received_today": 4, "waiting": 3, "waiting_from_earlier_days": 0},
    }


def test_an_item_says_what_the_clerk_needs(office: Office) -> None:
    number = office.accepted()
    office.hears(assigned(number))
    (item,) = office.ask(queries.list_messages, CLERK)["items"]
    assert item == {
        "number": number,
        "column": "mayor",
        "kind": "request",
        "kind_name": "求助",
        "field": "housing",
        "urgency": "ordinary",
        "complexity": "complex",
        "title": LETTER["title"],
        "state": "in_progress",
        "state_name": "办理中",
        "submitted_at": rfc3339(MORNING),
        "screened_at": rfc3339(MORNING),
        "screened_by": WANG,
        "answered_at": None,
        "closed_at": None,
        "follow_up_asked_at": None,
        "follow_up_answered_at": None,
        "erasure_asked_at": None,
        "lead": HOUSING,
        "due": "2024-03-08",
        "round": 1,
        "channel": "web",
        "imported": False,
        "external_reference": None,
        "satisfaction": None,
        "erased": False,
        "duplicates": 0,
        "attachments": 0,
        "public_text": "none",
        "field_path": [],
    }


def test_what_was_not_taken_on_has_no_round_in_the_list_as_in_its_own_view(office: Office) -> None:
    office.written()
    office.act(handlers.decline, CLERK, number=office.written(), reason="abuse")
    office.accepted()
    items = office.ask(queries.list_messages, CLERK)["items"]
    rounds = {item["state"]: item["round"] for item in items}
    assert rounds == {"waiting": None, "declined": None, "in_progress": 1}
    assert [office.ask(queries.message, CLERK, number=item["number"])["round"] for item in items] == [
        item["round"] for item in items
    ]


def test_the_queue_is_counted_by_the_day_in_shanghai(office: Office) -> None:
    office.clock.at = MORNING - timedelta(hours=10)  # 23:02 in Shanghai, the day before
    office.written()
    office.accepted()
    office.clock.at = MORNING - timedelta(hours=9)  # 00:02, today
    office.written()
    office.accepted()
    listed = office.ask(queries.list_messages, CLERK)
    assert listed["queue"] == {"received_today": 2, "waiting": 2, "waiting_from_earlier_days": 1}


def test_a_clerk_sees_the_messages_of_their_columns_only(office: Office) -> None:
    office.hears(opened("secretary"), opened("county"))
    mayor, secretary, county = (office.written(column=column) for column in ("mayor", "secretary", "county"))
    seen = {actor.account: sorted(pages(office, 10, actor)[0]) for actor in (CLERK, SECOND, ELSEWHERE, OFFICE)}
    assert seen == {
        CLERK.account: [mayor, secretary],
        SECOND.account: [mayor],
        ELSEWHERE.account: [county],
        OFFICE.account: [mayor, secretary, county],
    }
    assert office.ask(queries.list_messages, SECOND)["total"] == 1
    assert office.ask(queries.list_messages, SECOND)["queue"]["waiting"] == 1
    assert pages(office, 10, CLERK, column="secretary") == [[secretary]]
    with pytest.raises(OutOfScope):
        office.ask(queries.list_messages, SECOND, column="secretary")


def test_a_citizen_lists_nothing(office: Office) -> None:
    office.written()
    with pytest.raises(OutOfScope):
        office.ask(queries.list_messages, CITIZEN)


def test_a_handler_lists_what_the_agency_has(office: Office) -> None:
    number, _ = office.accepted(), office.accepted()
    office.hears(assigned(number))
    assert [pages(office, 10, actor) for actor in (LEAD, HELPING, OTHERS)] == [[[number]], [[number]], [[]]]
    assert pages(office, 10, LEAD, column="mayor") == [[number]]


@pytest.mark.parametrize("limit", [None, 0, -1, 1000])
def test_a_limit_that_is_none_is_taken_for_what_was_meant(office: Office, limit: int | None) -> None:
    office.written()
    assert len(office.ask(queries.list_messages, CLERK, limit=limit)["items"]) == 1


def test_an_unknown_state_and_a_cursor_of_nobodys_are_refused(office: Office) -> None:
    for state in ("lost", "unwritten"):
        with pytest.raises(UnknownWord) as refused:
            office.ask(queries.list_messages, CLERK, state=state)
        assert refused.value.values() == {
            "field": "state",
            "known": ("waiting", "in_progress", "closed", "declined", "redirected", "merged", "withdrawn", "erased"),
        }
    with pytest.raises(UnknownColumn):
        office.ask(queries.list_messages, column="nowhere")
    with pytest.raises(CursorUnusable):
        office.ask(queries.list_messages, CLERK, after="nonsense")


# one message


def test_staff_read_the_text_without_name_and_contact(office: Office) -> None:
    view = office.ask(queries.message, CLERK, number=office.accepted())
    assert (view["title"], view["body"]) == (LETTER["title"], LETTER["body"])
    assert view["contact_given"] == ["name", "phone", "email"]
    assert view["screened_by"] == WANG
    for text in ("王小明", "13800000000", "wang@example.com"):
        assert text not in str(view)


def test_staff_read_nothing_outside_their_scope(office: Office) -> None:
    number = office.accepted()
    for actor in (ELSEWHERE, LEAD, CITIZEN):
        with pytest.raises(OutOfScope):
            office.ask(queries.message, actor, number=number)
    for nobodys in ("20240301-999999", "", "?"):
        with pytest.raises(NotFound):
            office.ask(queries.message, CLERK, number=nobodys)


# titles


def test_titles_are_for_who_may_read_the_message(office: Office) -> None:
    number, other = office.accepted(), office.written(title="路灯不亮")
    office.hears(assigned(number))
    asked = {"numbers": [number, other, "20240301-999999", "?", "a\x00"]}
    assert office.ask(queries.titles, CLERK, **asked) == {"titles": {number: LETTER["title"], other: "路灯不亮"}}
    assert office.ask(queries.titles, HELPING, **asked) == {"titles": {number: LETTER["title"]}}
    assert office.ask(queries.titles, OTHERS, **asked) == {"titles": {}}
    assert office.ask(queries.titles, CITIZEN, **asked) == {"titles": {}}
    assert office.ask(queries.titles, CLERK, numbers=[]) == {"titles": {}}


def test_the_title_of_a_public_answer_is_for_who_may_read_the_message_all_the_same(office: Office) -> None:
    (imported,) = (row["number"] for row in office.imports(ROW))
    public = office.accepted()
    office.hears(answered(imported), answered(public))
    for outsider in (CITIZEN, ELSEWHERE):
        assert office.ask(queries.titles, outsider, numbers=[imported, public]) == {"titles": {}}
    assert set(office.ask(queries.titles, CLERK, numbers=[imported, public])["titles"]) == {imported, public}
