"""Drafting, submitting, and sending back."""

from __future__ import annotations

import pytest

from kernel.testing import Specification
from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain.proofreading.finding import Proofed
from services.review.domain.refusals import (
    AlreadyPassed,
    AlreadyPublished,
    AlreadySentBack,
    AtAnotherLevel,
    Erased,
    NotAssigned,
    NothingDrafted,
    NothingEdited,
    NotInReview,
    TextBlank,
    TextChanged,
    TextTooLong,
    TextUnreadable,
)
from services.review.domain.reply import REPLY
from services.review.domain.text import COMMENTS_LIMIT, DRAFT_LIMIT, exact, hash_of
from tests.services.review.domain.facts import (
    CHEN,
    EDITED,
    FRIDAY,
    HASH_EDITED,
    LI,
    MAYOR,
    SEALED,
    SEALED_EDITED,
    SUN,
    TEXT,
    THURSDAY,
    WEDNESDAY,
    ZHAO,
    answered,
    consents,
    drafted,
    edited,
    edited_by_zhao,
    entrusted_to_housing,
    erased,
    passed,
    ready,
    saving,
    sending_back,
    sent_back,
    sent_back_at_level_2,
    submitted,
    submitting,
    taken_out_of_review,
)

reply = Specification(REPLY)


def test_the_lead_agency_drafts() -> None:
    reply.given(consents, entrusted_to_housing).when(saving(TEXT, SEALED)).then(drafted)


def test_an_edit_is_a_new_draft() -> None:
    reply.given(*ready).when(saving(EDITED, SEALED_EDITED)).then(edited)


def test_saving_the_same_text_again_is_no_edit_whoever_saves_it() -> None:
    reply.given(*ready).when(saving(TEXT, "sealed:anew", by=ZHAO)).then_nothing()
    reply.given(*ready, submitted(2), passed(1, CHEN)).when(saving(TEXT, "sealed:anew")).then_nothing()


def test_one_text_has_one_hash_however_it_was_typed_in() -> None:
    composed, decomposed = "caf\u00e9", "cafe\u0301"
    assert hash_of(composed) == hash_of(decomposed)
    assert exact(decomposed) == composed
    assert hash_of(composed) == "850f7dc43910ff890f8879c0ed26fe697c93a067ad93a7d50f466a7028a9bf4e"


def test_one_text_has_one_hash_whatever_ends_its_lines() -> None:
    assert exact("好\r\n的\r") == "好\n的\n"
    assert hash_of("好\r\n的") == hash_of("好\n的")


def test_a_blank_more_is_another_text() -> None:
    assert hash_of(TEXT) != hash_of(TEXT + " ")


@pytest.mark.parametrize("text", ["", " \n\t", "\u3000", "\u200b"])
def test_a_reply_says_something(text: str) -> None:
    reply.given(*ready).when(saving(text, SEALED)).then_refused(TextBlank("text"))


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\r", "\x85", "\ud800", "\uffff", "\ufdd0", "\u202e", "\u2066"])
def test_a_reply_holds_only_what_can_be_read(character: str) -> None:
    unreadable = TextUnreadable("text", f"U+{ord(character):04X}", 1)
    reply.given(*ready).when(saving("好" + character, SEALED)).then_refused(unreadable)


def test_a_reply_has_a_limit() -> None:
    too_long = "好" * (DRAFT_LIMIT + 1)
    reply.given(*ready).when(saving(too_long, SEALED)).then_refused(TextTooLong("text", DRAFT_LIMIT, DRAFT_LIMIT + 1))


def test_a_draft_is_submitted_to_as_many_levels_as_the_column_has_now() -> None:
    reply.given(*ready).when(submitting(3)).then(submitted(3))


def test_a_review_under_way_keeps_its_levels() -> None:
    reply.given(*ready, submitted(3)).when(submitting(1)).then_nothing()


def test_there_is_nothing_to_submit_without_a_draft() -> None:
    reply.given(entrusted_to_housing).when(submitting(1)).then_refused(NothingDrafted())
    reply.given().when(submitting(1)).then_refused(NotAssigned())
    reply.given(*ready, erased).when(submitting(1)).then_refused(Erased(FRIDAY))


def test_a_published_reply_is_not_redrafted() -> None:
    gone_out = AlreadyPublished(1, THURSDAY)
    reply.given(*answered).when(saving(EDITED, SEALED_EDITED)).then_refused(gone_out)
    reply.given(*answered).when(submitting(1)).then_refused(gone_out)
    reply.given(*answered).when(sending_back(1, CHEN)).then_refused(gone_out)


def test_an_edit_takes_the_text_out_of_review() -> None:
    in_review = (*ready, submitted(2), passed(1, CHEN))
    reply.given(*in_review).when(saving(EDITED, SEALED_EDITED)).then(taken_out_of_review(), edited)
    reply.given(*in_review, edited).when(sending_back(2, SUN)).then_refused(NotInReview(2))
    reply.given(*in_review, edited).when(submitting(2, text_hash=HASH_EDITED)).then(
        submitted(2, draft=2, text_hash=HASH_EDITED)
    )


def test_a_reviewer_sends_the_text_back_with_comments() -> None:
    reply.given(*ready, submitted(2)).when(sending_back(1, CHEN)).then(sent_back)
    reply.given(*ready, submitted(2), passed(1, CHEN)).when(sending_back(2, SUN)).then(sent_back_at_level_2)


def test_comments_say_something_within_a_limit() -> None:
    blank = c.SendBack(1, " ", SEALED, CHEN, THURSDAY)
    endless = c.SendBack(1, "改" * (COMMENTS_LIMIT + 1), SEALED, CHEN, THURSDAY)
    reply.given(*ready, submitted(1)).when(blank).then_refused(TextBlank("comments"))
    reply.given(*ready, submitted(1)).when(endless).then_refused(
        TextTooLong("comments", COMMENTS_LIMIT, COMMENTS_LIMIT + 1)
    )


def test_only_the_level_whose_turn_it_is_sends_back() -> None:
    reply.given(*ready, submitted(2)).when(sending_back(2, SUN)).then_refused(AtAnotherLevel(1))
    beyond_level_1 = reply.given(*ready, submitted(2), passed(1, CHEN))
    beyond_level_1.when(sending_back(1, SUN)).then_refused(AlreadyPassed(1, CHEN, THURSDAY))


def test_what_was_sent_back_is_not_sent_back_again() -> None:
    refused = AlreadySentBack(1, CHEN, THURSDAY)
    reply.given(*ready, submitted(1), sent_back).when(sending_back(1, SUN)).then_refused(refused)
    reply.given(*ready, submitted(1), sent_back).when(sending_back(1, CHEN, "sealed:other")).then_refused(refused)


def test_nothing_is_sent_back_that_is_not_in_review() -> None:
    reply.given().when(sending_back(1, CHEN)).then_refused(NotAssigned())
    reply.given(entrusted_to_housing).when(sending_back(1, CHEN)).then_refused(NothingDrafted())
    reply.given(*ready).when(sending_back(1, CHEN)).then_refused(NotInReview(1))
    reply.given(*ready, erased).when(sending_back(1, CHEN)).then_refused(Erased(FRIDAY))


def test_a_text_that_was_sent_back_is_edited_before_it_is_submitted_again() -> None:
    returned = (*ready, submitted(1), sent_back)
    reply.given(*returned).when(submitting(1)).then_refused(NothingEdited(1, CHEN, THURSDAY))
    reply.given(*returned).when(saving(TEXT, SEALED)).then_nothing()
    reply.given(*returned).when(saving(EDITED, SEALED_EDITED, by=ZHAO)).then(edited_by_zhao)
    again = e.Submitted(MAYOR, 1, 2, HASH_EDITED, 1, LI, WEDNESDAY, Proofed())
    reply.given(*returned, edited_by_zhao).when(submitting(1, text_hash=HASH_EDITED)).then(again)


def test_a_text_is_submitted_by_who_has_read_it_and_not_the_one_that_a_colleague_saved_meanwhile() -> None:
    changed = TextChanged(2, HASH_EDITED)
    reply.given(*ready, edited_by_zhao).when(submitting(2)).then_refused(changed)
    handed_in = submitted(2, draft=2, text_hash=HASH_EDITED)
    reply.given(*ready, edited_by_zhao, handed_in).when(submitting(2)).then_refused(changed)
    reply.given(*ready, edited_by_zhao, handed_in).when(submitting(2, text_hash=HASH_EDITED)).then_nothing()
