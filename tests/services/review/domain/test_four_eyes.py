"""Passing: level by level, by other eyes than wrote the text, and only the text that was seen."""

from __future__ import annotations

from dataclasses import replace

from kernel.testing import Specification
from services.review.domain import commands as c
from services.review.domain.refusals import (
    AlreadyPassed,
    AlreadyPublished,
    AtAnotherLevel,
    ConsentUnknown,
    Erased,
    NotAssigned,
    NothingDrafted,
    NotInReview,
    OwnText,
    PassedAtAnotherLevel,
    TextChanged,
)
from services.review.domain.reply import REPLY
from tests.services.review.domain.facts import (
    CHEN,
    EDITED,
    FRIDAY,
    HASH,
    HASH_EDITED,
    LI,
    QIAN,
    SUN,
    TEXT,
    THURSDAY,
    ZHAO,
    answered,
    approved,
    consents,
    delivered,
    does_not_consent,
    drafted,
    edited,
    edited_by_zhao,
    entrusted_to_housing,
    entrusted_to_water,
    erased,
    passed,
    passing,
    published,
    ready,
    restored,
    sent_back,
    submitted,
    taken_back,
)

reply = Specification(REPLY)
approved_at_both = replace(approved, levels=2)


def test_a_level_passes_the_text_to_the_next() -> None:
    reply.given(*ready, submitted(2)).when(passing(1, CHEN)).then(passed(1, CHEN))


def test_the_last_level_approves_and_the_text_goes_out_at_once() -> None:
    reply.given(*ready, submitted(1)).when(passing(1, CHEN)).then(passed(1, CHEN, levels=1), approved, published)


def test_without_consent_the_reply_goes_to_the_citizen_alone() -> None:
    in_review = (does_not_consent, entrusted_to_housing, drafted, submitted(1))
    reply.given(*in_review).when(passing(1, CHEN)).then(passed(1, CHEN, levels=1), approved, delivered)


def test_nothing_goes_out_before_the_citizens_consent_is_known() -> None:
    in_review = (entrusted_to_housing, drafted, submitted(2))
    reply.given(*in_review).when(passing(1, CHEN)).then(passed(1, CHEN))
    reply.given(*in_review, passed(1, CHEN)).when(passing(2, SUN)).then_refused(ConsentUnknown())
    two_levels = (passed(2, SUN), approved_at_both, published)
    reply.given(*in_review, passed(1, CHEN), consents).when(passing(2, SUN)).then(*two_levels)


def test_who_drafted_a_text_cannot_pass_it_at_any_level() -> None:
    reply.given(*ready, submitted(2)).when(passing(1, LI)).then_refused(OwnText(LI))
    reply.given(*ready, submitted(2), passed(1, CHEN)).when(passing(2, LI)).then_refused(OwnText(LI))


def test_who_drafted_a_text_that_others_edited_cannot_pass_it() -> None:
    in_review = (*ready, edited_by_zhao, submitted(1, draft=2, text_hash=HASH_EDITED))
    reply.given(*in_review).when(passing(1, LI, EDITED)).then_refused(OwnText(LI))
    reply.given(*in_review).when(passing(1, ZHAO, EDITED)).then_refused(OwnText(ZHAO))


def test_who_drafted_for_an_agency_that_returned_the_case_does_not_pass_the_next_ones_text() -> None:
    next_agency = (taken_back, entrusted_to_water, edited_by_zhao, submitted(1, draft=2, text_hash=HASH_EDITED))
    reply.given(*ready, *next_agency).when(passing(1, LI, EDITED)).then_refused(OwnText(LI))


def test_nobody_passes_two_levels_of_the_same_text() -> None:
    in_review = (*ready, submitted(2), passed(1, CHEN))
    reply.given(*in_review).when(passing(2, CHEN)).then_refused(PassedAtAnotherLevel(CHEN, 1))


def test_a_void_pass_of_the_same_text_still_bars_the_other_levels() -> None:
    again = (*ready, submitted(2), passed(1, CHEN), edited, restored, submitted(2, draft=3), passed(1, SUN))
    reply.given(*again).when(passing(2, CHEN)).then_refused(PassedAtAnotherLevel(CHEN, 1))
    reply.given(*again).when(passing(2, QIAN)).then(passed(2, QIAN), approved_at_both, published)


def test_an_edit_voids_the_passes_given_so_far() -> None:
    again = (*ready, submitted(2), passed(1, CHEN), edited, submitted(2, draft=2, text_hash=HASH_EDITED))
    reply.given(*again).when(passing(2, SUN, EDITED)).then_refused(AtAnotherLevel(1))
    reply.given(*again).when(passing(1, CHEN, EDITED)).then(passed(1, CHEN, HASH_EDITED))


def test_an_edit_back_to_the_first_text_does_not_revive_its_passes() -> None:
    again = (*ready, submitted(2), passed(1, CHEN), edited, restored, submitted(2, draft=3))
    reply.given(*again).when(passing(2, SUN)).then_refused(AtAnotherLevel(1))
    reply.given(*again).when(passing(1, CHEN)).then(passed(1, CHEN))


def test_sending_back_voids_the_passes_given_so_far() -> None:
    again = (*ready, submitted(1), sent_back, edited, submitted(2, draft=2, text_hash=HASH_EDITED))
    reply.given(*again).when(passing(2, SUN, EDITED)).then_refused(AtAnotherLevel(1))


def test_another_text_than_the_one_that_was_seen_is_not_passed() -> None:
    in_review = (*ready, edited, submitted(1, draft=2, text_hash=HASH_EDITED))
    reply.given(*in_review).when(passing(1, CHEN, TEXT)).then_refused(TextChanged(2, HASH_EDITED))
    reply.given(*ready, edited).when(passing(1, CHEN, TEXT)).then_refused(TextChanged(2, HASH_EDITED))


def test_another_text_than_the_one_whose_hash_was_named_does_not_go_out() -> None:
    swapped = c.Pass(1, HASH, EDITED, "sealed:swapped", CHEN, THURSDAY)
    reply.given(*ready, submitted(1)).when(swapped).then_refused(TextChanged(1, HASH))


def test_the_levels_look_one_after_the_other() -> None:
    reply.given(*ready, submitted(3)).when(passing(2, SUN)).then_refused(AtAnotherLevel(1))
    reply.given(*ready, submitted(3)).when(passing(0, SUN)).then_refused(AtAnotherLevel(1))
    reply.given(*ready, submitted(3), passed(1, CHEN)).when(passing(3, SUN)).then_refused(AtAnotherLevel(2))


def test_each_level_looks_once() -> None:
    beyond = reply.given(*ready, submitted(2), passed(1, CHEN))
    beyond.when(passing(1, SUN)).then_refused(AlreadyPassed(1, CHEN, THURSDAY))
    beyond.when(passing(1, CHEN)).then_nothing()


def test_only_a_text_in_review_is_passed() -> None:
    reply.given().when(passing(1, CHEN)).then_refused(NotAssigned())
    reply.given(consents, entrusted_to_housing).when(passing(1, CHEN)).then_refused(NothingDrafted())
    reply.given(*ready).when(passing(1, CHEN)).then_refused(NotInReview(1))
    reply.given(*ready, submitted(1), sent_back).when(passing(1, CHEN)).then_refused(NotInReview(1))
    reply.given(*ready, submitted(1), erased).when(passing(1, CHEN)).then_refused(Erased(FRIDAY))


def test_a_pass_repeated_after_publication_records_nothing() -> None:
    reply.given(*answered).when(passing(1, CHEN)).then_nothing()
    reply.given(*answered).when(passing(1, SUN)).then_refused(AlreadyPublished(1, THURSDAY))
