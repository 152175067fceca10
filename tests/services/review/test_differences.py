"""What a reader is shown as changed: against the draft that they have had before them."""

from __future__ import annotations

import pytest

from kernel.actor import CITIZEN, Actor
from services.review import handlers, queries
from services.review.domain.refusals import NothingDrafted, OutOfScope, UnknownDraft
from tests.services.review.desk import (
    COLLEAGUE,
    ELSEWHERE,
    HANDLER,
    NUMBER,
    OFFICE,
    REVIEWER,
    REVIEWER2,
    WATERS,
    Desk,
    accepted,
    assigned,
    column,
)

FIRST, SECOND, THIRD = "您好！路灯将于3月15日修复。", "您好！路灯已于3月15日修复。", "您好！路灯已于3月18日修复。"


def compared(desk: Desk, actor: Actor = OFFICE, **asked: int) -> tuple[int, int, str]:
    """The two drafts, and why the older is that one."""
    told = desk.ask(queries.differences, actor, number=NUMBER, **asked)
    return told["from"]["draft"], told["to"]["draft"], told["because"]


def sent_back_twice(desk: Desk) -> None:
    """Level 2 sent the first draft back, level 1 the second; the third is in review at level 1."""
    desk.hears(column(2), accepted(), assigned())
    text_hash = desk.draft(FIRST)
    desk.submit(HANDLER)
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=text_hash)
    desk.act(handlers.send_back, REVIEWER2, level=2, comments="请写明结果。")
    desk.draft(SECOND)
    desk.submit(HANDLER)
    desk.act(handlers.send_back, Actor("reviewer.new", "reviewer"), level=1, comments="日期有误。")
    desk.draft(THIRD)
    desk.submit(HANDLER)


def test_the_difference_is_told_piece_by_piece_with_who_wrote_what(desk: Desk) -> None:
    sent_back_twice(desk)
    told = desk.ask(queries.differences, OFFICE, number=NUMBER, **{"from": 1, "to": 3})
    assert (told["from"]["by"], told["from"]["became"], told["to"]["became"]) == (
        HANDLER.account,
        "sent_back",
        "in_review",
    )
    assert [(each["op"], each["before"], each["after"]) for each in told["segments"]] == [
        ("equal", "您好！路灯", "您好！路灯"),
        ("replace", "将", "已"),
        ("equal", "于3月", "于3月"),
        ("replace", "15日", "18日"),
        ("equal", "修复。", "修复。"),
    ]
    assert told["counts"] == {"inserted": 4, "deleted": 4, "changes": 2}


def test_a_reviewer_is_shown_what_changed_since_the_draft_that_they_decided_about(desk: Desk) -> None:
    sent_back_twice(desk)
    assert compared(desk, REVIEWER2) == (1, 3, "yours")
    assert compared(desk, REVIEWER) == (1, 3, "yours")
    assert compared(desk, Actor("reviewer.new", "reviewer")) == (2, 3, "yours")


def test_a_reviewer_who_is_new_to_it_is_shown_what_changed_since_the_level_last_decided(desk: Desk) -> None:
    sent_back_twice(desk)
    assert compared(desk, Actor("reviewer.other", "reviewer")) == (2, 3, "level")


def test_whose_level_never_decided_is_shown_what_changed_since_any_did_and_else_all_since_the_first(desk: Desk) -> None:
    desk.hears(column(2), accepted(), assigned())
    desk.draft(FIRST)
    assert compared(desk) == (1, 1, "first")
    desk.draft(SECOND)
    desk.draft(THIRD)
    assert compared(desk) == (1, 3, "first")
    assert compared(desk, to=2) == (1, 2, "first")
    desk.submit(HANDLER)
    desk.act(handlers.send_back, REVIEWER, level=1, comments="请补充。")
    desk.draft(FIRST)
    assert compared(desk) == (3, 4, "reviewed")
    desk.act(handlers.comment, COLLEAGUE, comments="原文更好。")
    desk.draft(SECOND)
    assert compared(desk, COLLEAGUE) == (4, 5, "yours")


def test_a_draft_that_is_not_there_is_not_compared(desk: Desk) -> None:
    desk.hears(column(1), accepted(), assigned())
    with pytest.raises(NothingDrafted):
        compared(desk)
    desk.draft(FIRST)
    for end in ("from", "to"):
        with pytest.raises(UnknownDraft):
            compared(desk, OFFICE, **{end: 2})


def test_the_difference_is_shown_to_who_reads_the_reply_and_to_nobody_else(desk: Desk) -> None:
    sent_back_twice(desk)
    assert compared(desk, HANDLER) == (2, 3, "level")
    for actor in (WATERS, ELSEWHERE, CITIZEN):
        with pytest.raises(OutOfScope):
            compared(desk, actor)
