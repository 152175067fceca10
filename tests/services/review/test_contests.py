"""Two people decide about one reply at once, each through a process of their own: one wins, the other learns why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from contracts import routing
from kernel.actor import SYSTEM
from kernel.context import Context
from services.review import handlers
from services.review.schema import REPLY
from tests.services.review.desk import (
    ANY_LEVEL,
    COLLEAGUE,
    HANDLER,
    REVIEWER,
    REVIEWER2,
    Desk,
    accepted,
    assigned,
    column,
)
from tests.services.review.domain.facts import EDITED, HASH, HOUSING, MAYOR, THURSDAY
from tests.services.review.witness import Witness
from tests.support.contest import ROUNDS, Act, Contest, Outcome, Word, contest, each_round, refused

pytestmark = pytest.mark.process

BEFORE = ["consent_learnt", "entrusted", "drafted", "submitted"]
OUT = ["passed", "approved", "published"]


def submitted(desk: Desk, number: str) -> str:
    """A text is in review; its message."""
    desk.hears(accepted(number), assigned(number))
    desk.draft(number=number)
    desk.submit(HANDLER, number=number)
    return number


def number_of(n: int) -> str:
    """A message for each round."""
    return f"20240301-{n:06d}"


def passing(number: str, level: int = 1) -> dict[str, Any]:
    """The text that was submitted is good."""
    return {"number": number, "level": level, "text_hash": HASH}


@pytest.fixture
def in_review(desk: Desk) -> list[str]:
    """Texts that one level has to pass."""
    desk.hears(column(1))
    return each_round(lambda n: submitted(desk, number_of(n)))


@pytest.fixture
def with_three_levels(desk: Desk) -> list[str]:
    """Texts that three levels have to pass."""
    desk.hears(column(3))
    return each_round(lambda n: submitted(desk, number_of(n)))


@pytest.fixture
def passed_once(desk: Desk, with_three_levels: list[str]) -> list[str]:
    """The same, passed by the first level."""
    for number in with_three_levels:
        desk.act(handlers.pass_reply, REVIEWER, **passing(number))
    return with_three_levels


@pytest.fixture
def out(desk: Desk, in_review: list[str]) -> list[str]:
    """Texts that have gone out."""
    for number in in_review:
        desk.act(handlers.pass_reply, REVIEWER, **passing(number))
    return in_review


@pytest.fixture
def two(desk: Desk) -> Iterator[Contest]:
    """Afterwards a witness, who knows events only, finds that the rules were kept in every journal."""
    with contest(desk.service) as begun:
        yield begun
    reading = desk.service.store.reading(Context(SYSTEM, "witness"))
    for number in map(number_of, range(ROUNDS)):
        Witness().reads(recorded.event for recorded in reading.history(REPLY, number))


def lost(one: Outcome, other: Outcome) -> Outcome:
    """What the one who did not have their way was told; the other one had it."""
    (told,) = [outcome for outcome in (one, other) if refused(outcome)]
    return told


def test_two_reviewers_pass_the_last_level_and_it_goes_out_once(in_review: list[str], two: Contest) -> None:
    for number in in_review:
        passing = {"number": number, "level": 1, "text_hash": HASH}
        outcomes = two.at_once(
            Act(handlers.pass_reply, REVIEWER, THURSDAY, passing),
            Act(handlers.pass_reply, ANY_LEVEL, THURSDAY, passing),
        )
        assert sorted(str(refused(outcome)) for outcome in outcomes) == ["None", "review.already_published"]
        assert two.journal(f"reply-{number}") == [*BEFORE, *OUT]


def test_one_reviewer_passes_and_another_sends_back(in_review: list[str], two: Contest) -> None:
    for number in in_review:
        passed, sent_back = two.at_once(
            Act(handlers.pass_reply, REVIEWER, THURSDAY, {"number": number, "level": 1, "text_hash": HASH}),
            Act(handlers.send_back, ANY_LEVEL, THURSDAY, {"number": number, "level": 1, "comments": "请核对日期。"}),
        )
        if refused(sent_back):
            assert (refused(passed), refused(sent_back)) == (None, "review.already_published")
            assert two.journal(f"reply-{number}") == [*BEFORE, *OUT]
        else:
            assert refused(passed) == "review.not_in_review"
            assert two.journal(f"reply-{number}") == [*BEFORE, "sent_back"]


def test_a_text_is_edited_while_it_is_passed_and_only_what_was_read_goes_out(
    in_review: list[str], two: Contest
) -> None:
    for number in in_review:
        passed, edited = two.at_once(
            Act(handlers.pass_reply, REVIEWER, THURSDAY, {"number": number, "level": 1, "text_hash": HASH}),
            Act(handlers.save_draft, HANDLER, THURSDAY, {"number": number, "text": EDITED}),
        )
        if refused(edited):
            assert (refused(passed), refused(edited)) == (None, "review.already_published")
            assert two.journal(f"reply-{number}") == [*BEFORE, *OUT]
        else:
            assert refused(passed) is not None
            assert two.journal(f"reply-{number}") == [*BEFORE, "taken_out_of_review", "drafted"]


def test_a_case_is_returned_while_its_reply_is_passed(desk: Desk, in_review: list[str], two: Contest) -> None:
    for number in in_review:
        returned = routing.AssignmentReturnedV1(number, MAYOR, HOUSING, 1, THURSDAY)
        _, passed = two.at_once(
            Word([desk.says(returned)], THURSDAY),
            Act(handlers.pass_reply, REVIEWER, THURSDAY, {"number": number, "level": 1, "text_hash": HASH}),
        )
        if refused(passed):
            assert refused(passed) == "review.not_assigned"
            assert two.journal(f"reply-{number}") == [*BEFORE, "taken_back"]
        else:
            assert two.journal(f"reply-{number}") == [*BEFORE, *OUT]


def test_two_reviewers_pass_the_same_level(with_three_levels: list[str], two: Contest) -> None:
    for number in with_three_levels:
        told = lost(
            *two.at_once(
                Act(handlers.pass_reply, REVIEWER, THURSDAY, passing(number)),
                Act(handlers.pass_reply, ANY_LEVEL, THURSDAY, passing(number)),
            )
        )
        assert told["refused"] == "review.already_passed"
        assert told["values"]["by"] in {REVIEWER.account, ANY_LEVEL.account}
        assert two.journal(f"reply-{number}") == [*BEFORE, "passed"]


def test_a_text_is_edited_while_a_lower_level_passes_it_and_no_pass_counts_for_the_edited_one(
    with_three_levels: list[str], two: Contest
) -> None:
    for number in with_three_levels:
        passed, edited = two.at_once(
            Act(handlers.pass_reply, REVIEWER, THURSDAY, passing(number)),
            Act(handlers.save_draft, HANDLER, THURSDAY, {"number": number, "text": EDITED}),
        )
        assert refused(edited) is None
        assert refused(passed) in {None, "review.text_changed"}
        seen = [] if refused(passed) else ["passed"]
        assert two.journal(f"reply-{number}") == [*BEFORE, *seen, "taken_out_of_review", "drafted"]


def test_a_pass_is_taken_back_while_the_next_level_passes(passed_once: list[str], two: Contest) -> None:
    for number in passed_once:
        taken_back, passed = two.at_once(
            Act(handlers.take_pass_back, REVIEWER, THURSDAY, {"number": number, "level": 1}),
            Act(handlers.pass_reply, REVIEWER2, THURSDAY, passing(number, level=2)),
        )
        told = lost(taken_back, passed)
        if refused(passed):
            assert told["refused"] == "review.at_another_level"
            assert two.journal(f"reply-{number}") == [*BEFORE, "passed", "pass_taken_back"]
        else:
            assert (told["refused"], told["values"]["by"]) == ("review.next_level_acted", REVIEWER2.account)
            assert two.journal(f"reply-{number}") == [*BEFORE, "passed", "passed"]


def test_a_level_sends_a_text_down_while_a_colleague_passes_it(passed_once: list[str], two: Contest) -> None:
    for number in passed_once:
        down = {"number": number, "level": 2, "to": 1, "comments": "请核对日期。"}
        sent_down, passed = two.at_once(
            Act(handlers.send_back, ANY_LEVEL, THURSDAY, down),
            Act(handlers.pass_reply, REVIEWER2, THURSDAY, passing(number, level=2)),
        )
        told = lost(sent_down, passed)
        if refused(passed):
            assert told["refused"] == "review.at_another_level"
            assert two.journal(f"reply-{number}") == [*BEFORE, "passed", "sent_back"]
        else:
            assert (told["refused"], told["values"]["by"]) == ("review.already_passed", REVIEWER2.account)
            assert two.journal(f"reply-{number}") == [*BEFORE, "passed", "passed"]


def test_two_colleagues_correct_what_went_out(out: list[str], two: Contest) -> None:
    for number in out:
        wrong = {"number": number, "reason": "fact", "words": "日期有误。"}
        told = lost(
            *two.at_once(
                Act(handlers.open_correction, HANDLER, THURSDAY, wrong),
                Act(handlers.open_correction, COLLEAGUE, THURSDAY, wrong),
            )
        )
        assert told["refused"] == "review.correction_under_way"
        assert told["values"]["by"] in {HANDLER.account, COLLEAGUE.account}
        assert two.journal(f"reply-{number}") == [*BEFORE, *OUT, "correction_opened"]
