"""The answer to a citizen's follow-up question: the rules of a reply, in a round of its own."""

from __future__ import annotations

from typing import Any

import pytest

from contracts import intake, routing
from kernel.actor import CITIZEN, Actor
from kernel.clock import rfc3339
from kernel.decider import Refusal
from kernel.rebuild import rebuild
from kernel.verify import verify
from services.review import handlers, queries
from services.review.domain.refusals import Erased, NotFound, OutOfScope, OwnText
from tests.services.review.desk import HANDLER, NUMBER, OTHER, REVIEWER, WATERS, Desk, assigned
from tests.services.review.domain.facts import (
    COMMENTS,
    EDITED,
    FRIDAY,
    HASH_EDITED,
    HOUSING,
    LI,
    MAYOR,
    TEXT,
    THURSDAY,
    TUESDAY,
    WATER,
    WEDNESDAY,
)

FOLLOW_UP: dict[str, Any] = {"part": "follow_up"}


def asked(number: str = NUMBER, *, publishable: bool = True) -> intake.FollowUpAskedV1:
    """The citizen asks once more."""
    return intake.FollowUpAskedV1(number, MAYOR, 1, HOUSING, publishable, asked_at=WEDNESDAY)


def in_review(desk: Desk, *, publishable: bool = True) -> None:
    """The reply went out, the citizen asked once more, and the answer is with the reviewers."""
    desk.published(publishable=publishable)
    desk.hears(asked(publishable=publishable))
    desk.act(handlers.save_draft, HANDLER, text=EDITED, **FOLLOW_UP)
    desk.submit(HANDLER, **FOLLOW_UP)


def pass_it(desk: Desk, actor: Actor = REVIEWER) -> dict[str, Any]:
    """The one level passes the answer."""
    return desk.act(handlers.pass_reply, actor, level=1, text_hash=HASH_EDITED, **FOLLOW_UP)


def test_a_follow_up_is_answered_like_a_reply_and_only_its_answer_is_told(desk: Desk) -> None:
    desk.published()
    told = len(desk.told())
    desk.hears(asked())
    waiting = desk.ask(queries.replies, HANDLER, state="waiting")["items"]
    assert [(item["number"], item["part"], item["since"]) for item in waiting] == [
        (NUMBER, "follow_up", rfc3339(WEDNESDAY))
    ]
    desk.clock.at = THURSDAY
    desk.act(handlers.save_draft, HANDLER, text=TEXT, **FOLLOW_UP)
    desk.submit(HANDLER, **FOLLOW_UP)
    desk.act(handlers.save_draft, HANDLER, text=EDITED, **FOLLOW_UP)
    desk.submit(HANDLER, **FOLLOW_UP)
    answered = pass_it(desk)
    assert (answered["part"], answered["state"], answered["round"]) == ("follow_up", "published", 1)
    assert desk.told()[told:] == [
        (
            "FollowUpAnswered",
            {
                "number": NUMBER,
                "column": MAYOR,
                "round": 1,
                "lead": HOUSING,
                "text_hash": HASH_EDITED,
                "public": True,
                "answered_at": "2024-03-07T02:00:00Z",
            },
        )
    ]
    assert [(item["part"], item["state"]) for item in desk.ask(queries.replies)["items"]] == [
        ("reply", "published"),
        ("follow_up", "published"),
    ]


def test_everyone_reads_reply_and_answer_together(desk: Desk) -> None:
    in_review(desk)
    assert desk.ask(queries.published, CITIZEN, number=NUMBER)["follow_up"] is None
    pass_it(desk)
    read = desk.ask(queries.published, CITIZEN, number=NUMBER)
    assert (read["text"], read["follow_up"]["text"], read["earlier"]) == (TEXT, EDITED, [])
    listed = desk.ask(queries.published_list)
    assert {(item["part"], item["text"]) for item in listed["items"]} == {("reply", TEXT), ("follow_up", EDITED)}
    assert listed["total"] == 2


def test_without_consent_the_answer_too_reaches_the_citizen_alone(desk: Desk) -> None:
    in_review(desk, publishable=False)
    assert pass_it(desk)["public"] is False
    assert desk.ask(queries.published_list) == {"items": [], "next": None, "total": 0}
    with pytest.raises(NotFound):
        desk.ask(queries.published, CITIZEN, number=NUMBER)
    assert desk.ask(queries.published, CITIZEN, number=NUMBER, own=True)["follow_up"]["text"] == EDITED


def test_four_eyes_hold_for_the_answer_as_for_the_reply(desk: Desk) -> None:
    in_review(desk)
    with pytest.raises(OwnText):
        pass_it(desk, Actor(LI, "reviewer", columns=None, agencies=None, levels=None))


def test_only_the_agency_that_gave_the_reply_answers(desk: Desk) -> None:
    desk.published()
    desk.hears(asked())
    with pytest.raises(OutOfScope):
        desk.act(handlers.save_draft, WATERS, text=EDITED, **FOLLOW_UP)


def test_the_answer_is_sent_back_and_reworked_and_the_reply_stands(desk: Desk) -> None:
    in_review(desk)
    desk.act(handlers.send_back, REVIEWER, level=1, comments=COMMENTS, **FOLLOW_UP)
    shown = desk.ask(queries.reply, HANDLER, number=NUMBER, **FOLLOW_UP)
    assert (shown["part"], shown["state"], shown["sent_back"]["comments"]) == ("follow_up", "sent_back", COMMENTS)
    assert desk.ask(queries.reply, HANDLER, number=NUMBER)["state"] == "published"


def test_where_nobody_asked_there_is_nothing_to_answer(desk: Desk) -> None:
    desk.published()
    with pytest.raises(NotFound):
        desk.act(handlers.save_draft, HANDLER, text=EDITED, **FOLLOW_UP)
    with pytest.raises(NotFound):
        desk.ask(queries.reply, number=NUMBER, **FOLLOW_UP)


def test_a_matter_that_is_handled_anew_by_another_agency_leaves_the_answer_with_the_first(desk: Desk) -> None:
    in_review(desk)
    desk.hears(
        routing.ReopenedV1(NUMBER, MAYOR, 2, "dissatisfied", THURSDAY), assigned(lead=WATER, round_=2, at=FRIDAY)
    )
    assert pass_it(desk)["lead"] == HOUSING
    assert desk.ask(queries.reply, WATERS, number=NUMBER)["state"] == "waiting"


def test_erasing_takes_the_drafts_of_both_and_leaves_what_everyone_read(desk: Desk) -> None:
    in_review(desk)
    desk.hears(intake.MessageErasedV1(NUMBER, MAYOR, FRIDAY))
    with pytest.raises(Erased):
        pass_it(desk)
    assert desk.ask(queries.reply, number=NUMBER, **FOLLOW_UP)["text"] is None
    assert desk.ask(queries.published, CITIZEN, number=NUMBER)["text"] == TEXT


def test_a_question_asked_twice_over_opens_one_answer(desk: Desk) -> None:
    desk.published()
    said = desk.says(asked())
    desk.takes([said, said])
    desk.act(handlers.save_draft, HANDLER, text=EDITED, **FOLLOW_UP)
    desk.takes([said])
    assert desk.ask(queries.reply, number=NUMBER, **FOLLOW_UP)["state"] == "drafted"


def test_the_worklist_is_asked_for_replies_or_for_follow_ups(desk: Desk) -> None:
    desk.published()
    desk.hears(asked(), assigned(OTHER, at=TUESDAY))
    found = {part: desk.ask(queries.replies, part=part)["total"] for part in ("reply", "follow_up")}
    assert found == {"reply": 2, "follow_up": 1}


def test_a_page_ends_between_the_two_of_one_message(desk: Desk) -> None:
    desk.published()
    desk.hears(asked())
    first = desk.ask(queries.replies, limit=1)
    second = desk.ask(queries.replies, limit=1, after=first["next"])
    assert [item["part"] for page in (first, second) for item in page["items"]] == ["reply", "follow_up"]


def test_a_person_out_of_scope_is_refused_as_with_a_reply(desk: Desk) -> None:
    in_review(desk)
    with pytest.raises(Refusal) as refused:
        desk.ask(queries.reply, WATERS, number=NUMBER, **FOLLOW_UP)
    assert refused.value.values()["because"] == "agency"


def test_the_read_models_built_anew_equal_the_live_ones_and_the_chain_holds(desk: Desk) -> None:
    in_review(desk)
    pass_it(desk)
    desk.hears(asked(OTHER, publishable=False))
    before = [desk.rows(f"SELECT * FROM {table} ORDER BY number, part") for table in ("replies", "published")]  # noqa: S608 - constants
    rebuild(desk.service, desk.fetch)
    after = [desk.rows(f"SELECT * FROM {table} ORDER BY number, part") for table in ("replies", "published")]  # noqa: S608 - constants
    assert after == before
    assert [len(rows) for rows in after] == [3, 2]
    assert verify(desk.service.database).sound
