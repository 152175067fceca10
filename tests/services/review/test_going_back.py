"""Down to a lower level, taken back, commented, restored: nothing goes past anybody on the way."""

from __future__ import annotations

from typing import Any

import pytest

from kernel.actor import Actor
from kernel.decider import Refusal
from services.review import handlers, queries
from services.review.domain import refusals as no
from services.review.domain.refusals import OutOfScope
from tests.services.review.desk import (
    ANY_LEVEL,
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
    SUN,
    TEXT,
    THIRD,
    TUESDAY,
    WATER,
    ZHAO,
)

THIRD_LEVEL = Actor("reviewer.feng", "reviewer", columns=(MAYOR,), agencies=None, levels=(3,))
AUDITOR = Actor("auditor.xu", "auditor")
TOLD_AT_LEVEL_3 = ("ReplySubmitted", "ReplyPassed", "ReplyPassed")


def refusal(desk: Desk, *args: Any, **payload: Any) -> Refusal:
    """How an act is refused."""
    with pytest.raises(Refusal) as caught:
        desk.act(*args, **payload)
    return caught.value


def at_level_3(desk: Desk) -> None:
    """Two of three levels have passed the text."""
    desk.in_review(levels=3)
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=HASH)
    desk.act(handlers.pass_reply, REVIEWER2, level=2, text_hash=HASH)


def read(desk: Desk, actor: Actor = OFFICE) -> dict[str, Any]:
    """The reply."""
    return desk.ask(queries.reply, actor, number=NUMBER)


def test_a_text_sent_down_keeps_the_passes_below_and_the_same_person_may_pass_there_again(desk: Desk) -> None:
    at_level_3(desk)
    down = desk.act(handlers.send_back, THIRD_LEVEL, level=3, to=2, comments=COMMENTS)
    assert (down["state"], down["level"], down["back_from"]) == ("in_review", 2, 3)
    view = read(desk, REVIEWER2)
    assert [each["by"] for each in view["passes"]] == [CHEN]
    assert (view["sent_back"]["to"], view["sent_back"]["comments"]) == (2, COMMENTS)
    assert view["for_you"] == {"may_pass": True, "refused": None, "values": {}}
    assert desk.act(handlers.pass_reply, REVIEWER2, level=2, text_hash=HASH)["level"] == 3
    assert read(desk)["sent_back"]["comments"] == COMMENTS
    assert desk.act(handlers.pass_reply, THIRD_LEVEL, level=3, text_hash=HASH)["state"] == "published"
    names, said = zip(*desk.told(), strict=True)
    down_and_up = ("ReplySentBack", "ReplyPassed", "ReplyPassed")
    assert names == (*TOLD_AT_LEVEL_3, *down_and_up, "ReplyApproved", "ReplyPublished")
    assert [each["level"] for each in said[1:6]] == [1, 2, 3, 2, 3]
    assert (said[3]["to"], said[3]["lead"]) == (2, HOUSING)


def test_sent_down_to_level_1_every_level_looks_again_and_repeating_it_is_nothing(desk: Desk) -> None:
    at_level_3(desk)
    first = desk.act(handlers.send_back, THIRD_LEVEL, level=3, to=1, comments=COMMENTS)
    assert desk.act(handlers.send_back, THIRD_LEVEL, level=3, to=1, comments=COMMENTS) == first
    other_words = refusal(desk, handlers.send_back, THIRD_LEVEL, level=3, to=1, comments="另一条意见")
    assert other_words.code == no.AlreadySentBack.code
    assert [name for name, _ in desk.told()] == [*TOLD_AT_LEVEL_3, "ReplySentBack"]
    assert refusal(desk, handlers.pass_reply, REVIEWER2, level=2, text_hash=HASH).code == no.AtAnotherLevel.code
    skipped = refusal(desk, handlers.pass_reply, Actor(SUN, "reviewer"), level=1, text_hash=HASH)
    assert skipped.values() == {"by": SUN, "level": 2}


@pytest.mark.parametrize("to", [3, 4, -1])
def test_a_text_goes_to_a_level_below_only(desk: Desk, to: int) -> None:
    at_level_3(desk)
    refused = refusal(desk, handlers.send_back, THIRD_LEVEL, level=3, to=to, comments=COMMENTS)
    assert (refused.code, refused.values()) == (no.NotBelow.code, {"level": 3, "to": to})


def test_a_submitted_draft_is_taken_back_and_submitted_again(desk: Desk) -> None:
    desk.in_review(levels=2)
    assert isinstance(refusal(desk, handlers.withdraw, WATERS), OutOfScope)
    back = desk.act(handlers.withdraw, COLLEAGUE)
    assert (back["state"], back["level"], back["text_hash"]) == ("drafted", None, HASH)
    assert desk.act(handlers.withdraw, HANDLER) == back
    assert [name for name, _ in desk.told()] == ["ReplySubmitted", "ReplyTakenOutOfReview"]
    assert read(desk)["drafts"][0]["became"] == "withdrawn"
    assert desk.submit(HANDLER)["level"] == 1


@pytest.mark.parametrize("sent_down", [False, True])
def test_once_a_level_has_decided_it_is_not_taken_back(desk: Desk, sent_down: bool) -> None:
    desk.in_review(levels=2)
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=HASH)
    by, level = CHEN, 1
    if sent_down:
        desk.act(handlers.send_back, REVIEWER2, level=2, to=1, comments=COMMENTS)
        by, level = SUN, 2
    refused = refusal(desk, handlers.withdraw, HANDLER)
    assert (refused.code, refused.values()["by"], refused.values()["level"]) == (no.BeingReviewed.code, by, level)


def test_a_pass_is_taken_back_before_the_next_level_decides(desk: Desk) -> None:
    desk.in_review(levels=2)
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=HASH)
    colleague = Actor("reviewer.ma", "reviewer", columns=(MAYOR,), agencies=None, levels=(1,))
    assert refusal(desk, handlers.take_pass_back, colleague, level=1).values()["by"] == CHEN
    back = desk.act(handlers.take_pass_back, REVIEWER, level=1)
    assert (back["state"], back["level"]) == ("in_review", 1)
    assert desk.act(handlers.take_pass_back, REVIEWER, level=1) == back
    assert refusal(desk, handlers.take_pass_back, colleague, level=1).code == no.NothingToTakeBack.code
    (given,) = read(desk)["drafts"][0]["passes"]
    assert given["taken_back_at"] is not None
    assert desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=HASH)["level"] == 2


def test_a_pass_that_a_level_above_has_built_on_stands(desk: Desk) -> None:
    at_level_3(desk)
    refused = refusal(desk, handlers.take_pass_back, REVIEWER, level=1)
    assert (refused.code, refused.values()["level"], refused.values()["by"]) == (no.NextLevelActed.code, 2, SUN)
    desk.act(handlers.send_back, THIRD_LEVEL, level=3, to=2, comments=COMMENTS)
    assert refusal(desk, handlers.take_pass_back, REVIEWER, level=1).values()["level"] == 3
    desk.act(handlers.pass_reply, REVIEWER2, level=2, text_hash=HASH)
    desk.act(handlers.pass_reply, THIRD_LEVEL, level=3, text_hash=HASH)
    assert refusal(desk, handlers.take_pass_back, THIRD_LEVEL, level=3).code == no.AlreadyPublished.code


def test_a_pass_given_after_the_text_came_down_is_taken_back_like_any_other(desk: Desk) -> None:
    at_level_3(desk)
    desk.act(handlers.send_back, THIRD_LEVEL, level=3, to=2, comments=COMMENTS)
    desk.act(handlers.pass_reply, REVIEWER2, level=2, text_hash=HASH)
    assert desk.act(handlers.take_pass_back, REVIEWER2, level=2)["level"] == 2
    assert refusal(desk, handlers.take_pass_back, REVIEWER, level=1).values()["level"] == 3


def test_comments_decide_nothing_and_are_listed_with_the_draft(desk: Desk) -> None:
    desk.in_review()
    before = read(desk)
    desk.act(handlers.comment, REVIEWER, comments=COMMENTS)
    desk.act(handlers.comment, REVIEWER, comments=COMMENTS)
    desk.act(handlers.comment, COLLEAGUE, comments="已核对。")
    view = read(desk)
    said = [(each["role"], each["by"], each["comments"]) for each in view["drafts"][0].pop("comments")]
    assert said == [("reviewer", CHEN, COMMENTS), ("handler", ZHAO, "已核对。")]
    before["drafts"][0].pop("comments")
    assert view == before
    for stranger in (WATERS, ELSEWHERE, AUDITOR, OFFICE):
        assert isinstance(refusal(desk, handlers.comment, stranger, comments=COMMENTS), OutOfScope)
    kept = str(desk.rows("SELECT * FROM journal"))
    assert COMMENTS not in kept
    assert COMMENTS.encode("unicode_escape").decode() not in kept


def test_an_edit_that_came_between_is_not_overwritten(desk: Desk) -> None:
    desk.hears(assigned(), accepted())
    first = desk.act(handlers.save_draft, HANDLER, text=TEXT, based_on=0)
    desk.act(handlers.save_draft, COLLEAGUE, text=EDITED, based_on=first["draft"])
    refused = refusal(desk, handlers.save_draft, HANDLER, text=THIRD, based_on=first["draft"])
    assert (refused.code, refused.values()["draft"], refused.values()["by"]) == (no.EditedMeanwhile.code, 2, ZHAO)
    assert refusal(desk, handlers.save_draft, HANDLER, text=THIRD, based_on=0).code == no.EditedMeanwhile.code
    assert desk.act(handlers.save_draft, HANDLER, text=EDITED, based_on=1)["draft"] == 2
    assert desk.act(handlers.save_draft, HANDLER, text=THIRD)["draft"] == 3


def test_every_draft_is_listed_with_what_became_of_it_and_an_old_one_is_restored(desk: Desk) -> None:
    desk.in_review()
    desk.act(handlers.send_back, REVIEWER, level=1, comments=COMMENTS)
    desk.draft(EDITED)
    desk.draft(THIRD)
    again = desk.act(handlers.restore, COLLEAGUE, draft=1, based_on=3)
    assert (again["draft"], again["text_hash"], again["state"]) == (4, HASH, "drafted")
    listed = desk.ask(queries.drafts, REVIEWER, number=NUMBER)
    assert [(each["draft"], each["by"], each["became"], each["restores"]) for each in listed["items"]] == [
        (4, ZHAO, "written", 1),
        (3, LI, "replaced", None),
        (2, LI, "replaced", None),
        (1, LI, "sent_back", None),
    ]
    assert "text" not in listed["items"][0]
    page = desk.ask(queries.drafts, REVIEWER, number=NUMBER, limit=3)
    rest = desk.ask(queries.drafts, REVIEWER, number=NUMBER, limit=3, after=page["next"])
    assert ([each["draft"] for each in rest["items"]], rest["next"], rest["total"]) == ([1], None, 4)
    old = desk.ask(queries.draft, REVIEWER, number=NUMBER, draft=1)
    assert (old["text"], old["returns"][0]["comments"]) == (TEXT, COMMENTS)
    desk.submit(HANDLER)
    barred = refusal(desk, handlers.pass_reply, Actor(ZHAO, "reviewer"), level=1, text_hash=HASH)
    assert barred.code == no.OwnText.code


def test_a_draft_of_an_earlier_agency_is_neither_read_nor_restored(desk: Desk) -> None:
    desk.in_review()
    desk.hears(assigned(lead=WATER, at=TUESDAY))
    with pytest.raises(no.UnknownDraft):
        desk.ask(queries.draft, WATERS, number=NUMBER, draft=1)
    assert refusal(desk, handlers.restore, WATERS, draft=1).code == no.UnknownDraft.code
    assert isinstance(refusal(desk, handlers.restore, HANDLER, draft=1), OutOfScope)


def test_the_queues_count_what_waits_at_each_level(desk: Desk) -> None:
    desk.in_review(levels=2)
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=HASH)

    def queues(actor: Actor) -> list[tuple[int, int, int]]:
        items = desk.ask(queries.reply_queues, actor)["items"]
        return [(each["level"], each["waiting"], each["back"]) for each in items]

    assert queues(REVIEWER2) == [(1, 0, 0), (2, 1, 0)]
    desk.act(handlers.send_back, REVIEWER2, level=2, to=1, comments=COMMENTS)
    assert queues(OFFICE) == [(1, 1, 1), (2, 0, 0)]
    assert queues(HANDLER) == [(1, 1, 1)]
    assert (queues(WATERS), queues(ELSEWHERE)) == ([], [])
    first = desk.ask(queries.reply_queues, OFFICE, column=MAYOR)["items"][0]
    assert (first["column_name"], first["oldest_since"] is None) == ("市长信箱", False)
    with pytest.raises(OutOfScope):
        desk.ask(queries.reply_queues, ELSEWHERE, column=MAYOR)


def test_my_queue_holds_what_i_may_pass_and_says_why_not_otherwise(desk: Desk) -> None:
    desk.in_review(levels=2)

    def mine(actor: Actor) -> int:
        total: int = desk.ask(queries.replies, actor, mine=True)["total"]
        return total

    author = Actor(LI, "reviewer", columns=None, agencies=None, levels=None)
    assert (mine(REVIEWER), mine(REVIEWER2), mine(ANY_LEVEL), mine(author)) == (1, 0, 1, 0)
    assert read(desk, author)["for_you"]["refused"] == no.OwnText.code
    assert read(desk, REVIEWER2)["for_you"]["refused"] == OutOfScope.code
    desk.act(handlers.pass_reply, ANY_LEVEL, level=1, text_hash=HASH)
    assert (mine(REVIEWER), mine(REVIEWER2), mine(ANY_LEVEL)) == (0, 1, 0)
    barred = read(desk, ANY_LEVEL)["for_you"]
    assert (barred["may_pass"], barred["refused"]) == (False, no.PassedAtAnotherLevel.code)
    assert read(desk, HANDLER)["for_you"] is None
    desk.draft(EDITED)
    desk.submit(HANDLER)
    assert (mine(REVIEWER), mine(ANY_LEVEL)) == (1, 1)
    desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=HASH_EDITED)
    assert mine(ANY_LEVEL) == 1  # another text
    for stranger in (HANDLER, OFFICE):
        with pytest.raises(OutOfScope):
            desk.ask(queries.replies, stranger, mine=True)


def test_an_administrator_reads_no_replies_and_an_auditor_every_one(desk: Desk) -> None:
    desk.in_review()
    assert read(desk, AUDITOR)["text"] == TEXT
    for query, payload in ((queries.reply, {"number": NUMBER}), (queries.replies, {}), (queries.reply_queues, {})):
        with pytest.raises(OutOfScope):
            desk.ask(query, Actor("root", "admin"), **payload)
