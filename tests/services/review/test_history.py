"""What review tells of a message's past: who wrote, passed and sent back which text, by its hash alone."""

from __future__ import annotations

import pytest

from services.review import handlers
from services.review.domain.refusals import NotFound, OutOfScope
from services.review.queries.history import reply_history
from tests.services.review.desk import ELSEWHERE, HANDLER, NUMBER, OFFICE, REVIEWER, WATERS, Desk, accepted, assigned


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


def test_a_history_is_refused_outside_the_scope(desk: Desk) -> None:
    desk.hears(accepted(), assigned())
    for stranger in (ELSEWHERE, WATERS):
        with pytest.raises(OutOfScope):
            desk.ask(reply_history, stranger, number=NUMBER, limit=50)
    with pytest.raises(NotFound):
        desk.ask(reply_history, OFFICE, number="20240301-000009", limit=50)
