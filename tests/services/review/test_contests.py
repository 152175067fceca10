"""Two people decide about one reply at once, each through a process of their own: one wins, the other learns why."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from contracts import routing
from services.review import handlers
from tests.services.review.desk import ANY_LEVEL, HANDLER, REVIEWER, Desk, accepted, assigned, column
from tests.services.review.domain.facts import EDITED, HASH, HOUSING, MAYOR, THURSDAY
from tests.support.contest import Act, Contest, Word, contest, each_round, refused

pytestmark = pytest.mark.process

BEFORE = ["consent_learnt", "entrusted", "drafted", "submitted"]
OUT = ["passed", "approved", "published"]


@pytest.fixture
def in_review(desk: Desk) -> list[str]:
    """Texts that one level has to pass."""
    desk.hears(column(1))

    def submitted(n: int) -> str:
        number = f"20240301-{n:06d}"
        desk.hears(accepted(number), assigned(number))
        desk.draft(number=number)
        desk.act(handlers.submit, HANDLER, number=number)
        return number

    return each_round(submitted)


@pytest.fixture
def two(desk: Desk) -> Iterator[Contest]:
    with contest(desk.service) as begun:
        yield begun


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
