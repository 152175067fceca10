"""What review answers: worklists within a person's scope, one reply as reviewers read it, what everyone may read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contracts import routing
from kernel.actor import CITIZEN, IMPORT, Actor
from kernel.clock import rfc3339
from kernel.paging import CursorUnusable
from services.review import handlers, queries
from services.review.domain.refusals import NotFound, OutOfScope, UnknownWord
from services.review.story import STATES
from tests.services.review.desk import (
    ELSEWHERE,
    HANDLER,
    NUMBER,
    OFFICE,
    OTHER,
    REVIEWER,
    WATERS,
    Desk,
    accepted,
    assigned,
    column,
)
from tests.services.review.domain.facts import (
    CHEN,
    COMMENTS,
    EDITED,
    HASH,
    HASH_EDITED,
    HOUSING,
    LI,
    MAYOR,
    MONDAY,
    TEXT,
    TUESDAY,
    WATER,
    WEDNESDAY,
)


def numbers(listed: dict[str, Any]) -> list[str]:
    """The numbers in a list."""
    return [item["number"] for item in listed["items"]]


def test_a_worklist_holds_who_has_waited_longest_first(desk: Desk) -> None:
    desk.hears(column(1), assigned(OTHER, at=MONDAY), assigned(NUMBER, at=TUESDAY))
    assert numbers(desk.ask(queries.replies)) == [OTHER, NUMBER]
    desk.clock.at = WEDNESDAY
    desk.draft(number=OTHER)
    assert numbers(desk.ask(queries.replies)) == [NUMBER, OTHER]


def test_a_line_of_the_worklist_says_where_the_reply_stands(desk: Desk) -> None:
    desk.in_review(levels=2)
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=HASH)
    assert desk.ask(queries.replies)["items"] == [
        {
            "number": NUMBER,
            "part": "reply",
            "column": MAYOR,
            "lead": HOUSING,
            "round": 1,
            "state": "in_review",
            "since": rfc3339(MONDAY),
            "draft": 1,
            "text_hash": HASH,
            "level": 2,
            "levels": 2,
            "submitted_at": rfc3339(MONDAY),
            "published_at": None,
            "public": None,
            "version": None,
            "correction": None,
            "back_from": None,
        }
    ]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, [NUMBER, OTHER]),
        ({"state": "in_review"}, [NUMBER]),
        ({"state": "waiting"}, [OTHER]),
        ({"level": 1}, [NUMBER]),
        ({"level": 2}, []),
        ({"lead": WATER}, [OTHER]),
        ({"column": MAYOR}, [NUMBER, OTHER]),
        ({"column": "secretary"}, []),
    ],
)
def test_a_worklist_is_narrowed_by_state_level_agency_and_column(
    desk: Desk, wanted: dict[str, Any], found: list[str]
) -> None:
    desk.in_review()
    desk.hears(assigned(OTHER, lead=WATER, at=TUESDAY))
    listed = desk.ask(queries.replies, **wanted)
    assert (numbers(listed), listed["total"], listed["next"]) == (found, len(found), None)


@pytest.mark.parametrize(
    ("actor", "found"),
    [
        (HANDLER, [NUMBER]),
        (WATERS, [OTHER]),
        (REVIEWER, [NUMBER, OTHER]),
        (ELSEWHERE, []),
        (OFFICE, [NUMBER, OTHER]),
    ],
    ids=lambda value: value.account if isinstance(value, Actor) else "",
)
def test_a_worklist_holds_only_what_the_person_may_see(desk: Desk, actor: Actor, found: list[str]) -> None:
    desk.hears(column(1), assigned(NUMBER), assigned(OTHER, lead=WATER))
    listed = desk.ask(queries.replies, actor)
    assert (numbers(listed), listed["total"]) == (found, len(found))


@pytest.mark.parametrize(
    ("actor", "wanted"), [(ELSEWHERE, {"column": MAYOR}), (WATERS, {"lead": HOUSING}), (CITIZEN, {})]
)
def test_a_worklist_of_somebody_elses_is_refused(desk: Desk, actor: Actor, wanted: dict[str, Any]) -> None:
    with pytest.raises(OutOfScope):
        desk.ask(queries.replies, actor, **wanted)


def test_a_worklist_is_narrowed_by_known_states_only(desk: Desk) -> None:
    with pytest.raises(UnknownWord) as caught:
        desk.ask(queries.replies, state="lost")
    assert caught.value.values() == {"field": "state", "known": STATES}


def test_what_an_agency_returned_is_out_of_its_sight(desk: Desk) -> None:
    desk.hears(column(1), assigned(), routing.AssignmentReturnedV1(NUMBER, MAYOR, HOUSING, 1, TUESDAY))
    assert numbers(desk.ask(queries.replies, HANDLER)) == []
    assert [item["state"] for item in desk.ask(queries.replies, REVIEWER)["items"]] == ["unassigned"]
    with pytest.raises(OutOfScope):
        desk.ask(queries.reply, HANDLER, number=NUMBER)


def test_a_worklist_is_read_page_by_page(desk: Desk) -> None:
    every = [f"20240301-{n:06}" for n in range(7)]
    desk.hears(*(assigned(number, at=MONDAY + timedelta(minutes=n // 3)) for n, number in enumerate(every)))
    seen: list[str] = []
    after = None
    for _ in range(4):
        listed = desk.ask(queries.replies, limit=2, after=after)
        assert listed["total"] == 7
        seen += numbers(listed)
        after = listed["next"]
    assert (seen, after) == (every, None)


@pytest.mark.parametrize("after", ["nonsense", "MQ", "=", "\u00e9", "MS8yMDI0MDMwMS0wMDAwMDA7"])
def test_a_cursor_that_was_never_given_out_is_refused(desk: Desk, after: str) -> None:
    with pytest.raises(CursorUnusable):
        desk.ask(queries.replies, after=after)
    with pytest.raises(CursorUnusable):
        desk.ask(queries.published_list, after=after)


def test_a_reviewer_reads_every_draft_with_what_became_of_it(desk: Desk) -> None:
    desk.in_review(levels=2)
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=HASH)
    desk.act(handlers.send_back, Actor("sun", "reviewer"), level=2, comments=COMMENTS)
    desk.draft(EDITED)
    desk.submit(HANDLER)
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=HASH_EDITED)
    shown = desk.ask(queries.reply, REVIEWER, number=NUMBER)
    at = rfc3339(MONDAY)
    passed = {"level": 1, "by": CHEN, "at": at}
    returned = {"level": 2, "to": 0, "by": "sun", "at": at, "comments": COMMENTS}
    assert (shown["text"], shown["drafted_by"], shown["passes"], shown["sent_back"]) == (EDITED, LI, [passed], None)
    assert shown["drafts"] == [
        {
            "draft": 1,
            "text": TEXT,
            "text_hash": HASH,
            "by": LI,
            "at": at,
            "restores": None,
            "submitted_at": at,
            "passes": [{**passed, "taken_back_at": None, "passed_over": []}],
            "passed_over": [],
            "returns": [returned],
            "sent_back": returned,
            "comments": [],
            "attachments": [],
            "became": "sent_back",
            "version": None,
        },
        {
            "draft": 2,
            "text": EDITED,
            "text_hash": HASH_EDITED,
            "by": LI,
            "at": at,
            "restores": None,
            "submitted_at": at,
            "passes": [{**passed, "taken_back_at": None, "passed_over": []}],
            "passed_over": [],
            "returns": [],
            "sent_back": None,
            "comments": [],
            "attachments": [],
            "became": "in_review",
            "version": None,
        },
    ]


def test_a_reply_is_read_by_who_may_see_it_only(desk: Desk) -> None:
    desk.published()
    assert desk.ask(queries.reply, HANDLER, number=NUMBER)["text"] == TEXT
    for actor in (WATERS, ELSEWHERE, CITIZEN):
        with pytest.raises(OutOfScope):
            desk.ask(queries.reply, actor, number=NUMBER)
    with pytest.raises(NotFound):
        desk.ask(queries.reply, OFFICE, number=OTHER)


def test_a_published_reply_is_read_by_everyone(desk: Desk) -> None:
    desk.clock.at = TUESDAY
    desk.published()
    item = {
        "number": NUMBER,
        "part": "reply",
        "round": 1,
        "column": MAYOR,
        "lead": HOUSING,
        "public": True,
        "text": TEXT,
        "text_hash": HASH,
        "published_at": rfc3339(TUESDAY),
        "imported": False,
        "attachments": [],
        "version": 1,
        "corrected_at": None,
        "correction_reason": None,
        "correction_reason_name": None,
    }
    assert desk.ask(queries.published, CITIZEN, number=NUMBER) == {
        **item,
        "earlier": [],
        "interim": [],
        "follow_up": None,
    }
    assert desk.ask(queries.published_list, CITIZEN) == {"items": [item], "next": None, "total": 1}
    assert desk.ask(queries.published_list, CITIZEN, column="secretary")["total"] == 0


def test_nothing_is_published_before_it_is(desk: Desk) -> None:
    desk.in_review()
    assert desk.ask(queries.published_list)["total"] == 0
    with pytest.raises(NotFound):
        desk.ask(queries.published, number=NUMBER, own=True)


def test_published_replies_are_read_page_by_page_the_newest_first(desk: Desk) -> None:
    every = [f"20240301-{n:06}" for n in range(5)]
    desk.clock.at = WEDNESDAY
    rows = [
        {"number": number, "column": MAYOR, "lead": HOUSING, "text": TEXT, "replied_at": rfc3339(at), "public": True}
        for n, number in enumerate(every)
        for at in [MONDAY + timedelta(hours=n // 2)]
    ]
    desk.hears(*(accepted(number, imported=True) for number in every))
    desk.act(handlers.import_replies, IMPORT, rows=rows)
    first = desk.ask(queries.published_list, limit=3)
    rest = desk.ask(queries.published_list, limit=3, after=first["next"])
    assert (numbers(first) + numbers(rest), first["total"], rest["next"]) == (every[::-1], 5, None)


def test_a_private_reply_among_public_ones_is_neither_listed_nor_counted(desk: Desk) -> None:
    desk.published(publishable=False)
    desk.hears(accepted(OTHER), assigned(OTHER))
    desk.draft(number=OTHER)
    desk.submit(HANDLER, number=OTHER)
    desk.act(handlers.pass_reply, REVIEWER, number=OTHER, level=1, text_hash=HASH)
    listed = desk.ask(queries.published_list)
    assert (numbers(listed), listed["total"]) == ([OTHER], 1)
