"""Which agency drafts, and whether the citizen consents: facts of two other services, in any order."""

from __future__ import annotations

from kernel.testing import Specification
from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain.refusals import AlreadyPublished, Erased, NotAssigned, NothingDrafted
from services.review.domain.reply import REPLY
from tests.services.review.domain.facts import (
    EDITED,
    FRIDAY,
    HASH,
    HOUSING,
    LI,
    MAYOR,
    MONDAY,
    SEALED,
    SEALED_EDITED,
    TEXT,
    THURSDAY,
    TUESDAY,
    WATER,
    WEDNESDAY,
    answered,
    consents,
    drafted,
    edited,
    entrusted_to_housing,
    entrusted_to_water,
    erased,
    ready,
    reopened,
    saving,
    submitted,
    taken_back,
)

reply = Specification(REPLY)
give_to_housing = c.Entrust(MAYOR, HOUSING, 1, MONDAY)
give_to_water = c.Entrust(MAYOR, WATER, 1, WEDNESDAY)
second_round = c.Entrust(MAYOR, WATER, 2, FRIDAY)
take_it_back = c.TakeBack(HOUSING, 1, TUESDAY)
reopen = c.Reopen(2, FRIDAY)
learn_consent = c.LearnConsent(publishable=True, imported=False, at=MONDAY)


def test_an_assignment_opens_the_reply_for_the_lead_agency() -> None:
    reply.given().when(give_to_housing).then(entrusted_to_housing)
    reply.given(consents).when(give_to_housing).then(entrusted_to_housing)


def test_consent_is_learnt_before_or_after_the_assignment() -> None:
    reply.given().when(learn_consent).then(consents)
    reply.given(entrusted_to_housing).when(learn_consent).then(consents)


def test_consent_is_learnt_once() -> None:
    reply.given(consents).when(c.LearnConsent(publishable=False, imported=False, at=FRIDAY)).then_nothing()


def test_a_case_that_was_returned_and_given_to_another_agency_starts_from_an_empty_page() -> None:
    reply.given(*ready, taken_back).when(give_to_water).then(entrusted_to_water)
    reply.given(*ready, taken_back, entrusted_to_water).when(c.Submit(1, HASH, LI, FRIDAY)).then_refused(
        NothingDrafted()
    )


def test_an_agency_that_returned_the_case_drafts_no_more() -> None:
    reply.given(*ready).when(take_it_back).then(taken_back)
    reply.given(*ready, taken_back).when(saving(EDITED, SEALED_EDITED)).then_refused(NotAssigned())


def test_a_return_also_ends_a_review_under_way() -> None:
    reply.given(*ready, submitted(2)).when(take_it_back).then(taken_back)


def test_the_return_of_another_agency_changes_nothing() -> None:
    reply.given(*ready).when(c.TakeBack(WATER, 1, TUESDAY)).then_nothing()


def test_a_return_after_the_reply_went_out_changes_nothing() -> None:
    reply.given(*answered).when(take_it_back).then_nothing()


def test_an_assignment_of_the_same_round_after_the_reply_went_out_changes_nothing() -> None:
    reply.given(*answered).when(give_to_housing).then_nothing()
    reply.given(*answered).when(give_to_water).then_nothing()


def test_late_word_of_an_earlier_round_changes_nothing() -> None:
    second = e.Entrusted(MAYOR, WATER, 2, FRIDAY)
    reply.given(*answered, reopened).when(give_to_housing).then_nothing()
    reply.given(*answered, reopened, second).when(give_to_housing).then_nothing()
    reply.given(*answered, reopened, second).when(reopen).then_nothing()


def test_a_reopened_matter_waits_for_its_own_assignment() -> None:
    reply.given(*answered).when(saving(EDITED, SEALED_EDITED)).then_refused(AlreadyPublished(1, THURSDAY))
    reply.given(*answered).when(reopen).then(reopened)
    reply.given(*answered, reopened).when(saving(EDITED, SEALED_EDITED)).then_refused(NotAssigned())
    reply.given(*answered, reopened).when(second_round).then(e.Entrusted(MAYOR, WATER, 2, FRIDAY))


def test_drafts_are_numbered_on_through_the_rounds() -> None:
    second = e.Entrusted(MAYOR, HOUSING, 2, FRIDAY)
    reply.given(*answered, reopened, second).when(saving(EDITED, SEALED_EDITED)).then(edited)


def test_nobody_drafts_before_the_assignment() -> None:
    reply.given().when(saving(TEXT, SEALED)).then_refused(NotAssigned())
    reply.given(consents).when(saving(TEXT, SEALED)).then_refused(NotAssigned())


def test_an_erased_message_is_answered_no_further() -> None:
    reply.given(*ready).when(c.Erase(FRIDAY)).then(erased)
    reply.given(*ready, erased).when(saving(EDITED, SEALED_EDITED)).then_refused(Erased(FRIDAY))
    for late in (second_round, reopen, take_it_back, c.LearnConsent(publishable=False, imported=False, at=FRIDAY)):
        reply.given(*ready, erased).when(late).then_nothing()


def test_a_message_erased_before_its_assignment_is_heard_of_stays_closed_to_drafts() -> None:
    reply.given().when(c.Erase(FRIDAY)).then(erased)
    reply.given(erased).when(give_to_housing).then_nothing()


def test_an_assignment_already_known_changes_nothing_in_the_draft() -> None:
    reply.given(*ready).when(give_to_housing).then_nothing()
    reply.given(entrusted_to_housing, drafted, submitted(1)).when(give_to_housing).then_nothing()
