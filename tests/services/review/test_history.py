"""What review tells of a message's past: who wrote, passed and sent back which text, by its hash alone."""

from __future__ import annotations

import pytest

from contracts import routing
from kernel.actor import Actor
from services.review import handlers, queries
from services.review.domain.refusals import NotFound, OutOfScope
from services.review.queries.history import reply_history
from tests.services.review.desk import ELSEWHERE, HANDLER, NUMBER, OFFICE, REVIEWER, WATERS, Desk, accepted, assigned
from tests.services.review.domain.facts import HOUSING, MAYOR, MONDAY


def test_the_way_of_a_text_is_told_by_its_hash(desk: Desk) -> None:
    text_hash = desk.published()
    told = desk.ask(reply_history, OFFICE, number=NUMBER, limit=50)["items"]
    assert [(each["type"], each["actor"], each["facts"].get("text_hash")) for each in told] == [
        ("review.drafted.v1", HANDLER.account, text_hash),
        ("review.submitted.v1", HANDLER.account, text_hash),
        ("review.passed.v1", REVIEWER.account, text_hash),
        ("review.approved.v1", REVIEWER.account, text_hash),
        ("review.published.v1", REVIEWER.account, text_hash),
    ]
    assert told[0]["withheld"] == told[-1]["withheld"] == ["sealed"]


def test_an_interim_reply_is_told_as_what_it_is(desk: Desk) -> None:
    desk.in_review()
    desk.act(handlers.save_draft, HANDLER, part="interim", text="正在施工，预计下周完成。")
    told = desk.ask(reply_history, OFFICE, number=NUMBER, limit=50)["items"]
    assert [each["of"] for each in told] == ["reply", "reply", "interim"]


def test_why_a_text_came_back_is_read_by_the_columns_staff_and_not_by_agencies(desk: Desk) -> None:
    desk.in_review()
    desk.act(handlers.send_back, REVIEWER, level=1, comments="请补充时间")
    sent_back = desk.ask(reply_history, OFFICE, number=NUMBER, limit=50)["items"][-1]
    assert (sent_back["type"], sent_back["facts"]["sealed"]) == ("review.sent_back.v1", "请补充时间")
    assert desk.ask(reply_history, HANDLER, number=NUMBER, limit=50)["items"][-1]["withheld"] == ["sealed"]


@pytest.mark.parametrize("actor", [OFFICE, REVIEWER, Actor("audit", "auditor")], ids=lambda each: each.account)
def test_a_comment_is_read_by_the_columns_staff_and_named_to_agencies(desk: Desk, actor: Actor) -> None:
    desk.in_review()
    desk.act(handlers.comment, REVIEWER, comments="请看第二句。")
    said = desk.ask(reply_history, actor, number=NUMBER, limit=50)["items"][-1]
    assert (said["type"], said["facts"]["sealed"], said["withheld"]) == ("review.commented.v1", "请看第二句。", [])
    kept = desk.ask(reply_history, HANDLER, number=NUMBER, limit=50)["items"][-1]
    assert ("sealed" in kept["facts"], kept["withheld"]) == (False, ["sealed"])


def test_who_replied_in_an_earlier_round_reads_on_while_the_matter_is_nobodys(desk: Desk) -> None:
    desk.published()
    desk.hears(routing.ReopenedV1(NUMBER, MAYOR, 2, "mistake", MONDAY))
    assert desk.ask(reply_history, HANDLER, number=NUMBER, limit=50)["total"] == 5
    assert desk.ask(queries.reply, HANDLER, number=NUMBER)["earlier"][0]["lead"] == HOUSING


def test_an_agency_that_only_helps_is_told_nothing_of_the_text_and_not_refused(desk: Desk) -> None:
    desk.in_review()
    assert desk.ask(reply_history, WATERS, number=NUMBER, limit=50) == {"items": [], "total": 0}


def test_a_history_is_refused_outside_the_scope(desk: Desk) -> None:
    desk.hears(accepted(), assigned())
    with pytest.raises(OutOfScope):
        desk.ask(reply_history, ELSEWHERE, number=NUMBER, limit=50)
    with pytest.raises(NotFound):
        desk.ask(reply_history, OFFICE, number="20240301-000009", limit=50)


def test_no_seal_is_told_however_deep_it_lies(desk: Desk) -> None:
    desk.published()
    told = desk.ask(reply_history, HANDLER, number=NUMBER, limit=50)["items"]
    assert "v1:" not in str([each["facts"] for each in told])
