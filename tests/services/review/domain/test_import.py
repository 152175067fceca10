"""Replies given before this system: as they were, with nobody's approval invented."""

from __future__ import annotations

from dataclasses import replace

from kernel.testing import Specification
from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain.proofreading.finding import Proofed
from services.review.domain.refusals import (
    AcceptanceUnknown,
    AlreadyPublished,
    Erased,
    InTheFuture,
    NotAssigned,
    NotHistory,
    NotPublishable,
    OwnText,
    TextBlank,
    UnderWay,
)
from services.review.domain.reply import REPLY
from tests.services.review.domain.facts import (
    FRIDAY,
    HASH,
    HOUSING,
    LONG_AGO,
    MAYOR,
    MONDAY,
    SEALED,
    TEXT,
    THURSDAY,
    WATER,
    answered,
    consents,
    does_not_consent,
    drafted_long_ago,
    entrusted_long_ago,
    entrusted_to_housing,
    entrusted_to_water,
    erased,
    history,
    history_without_consent,
    imported_reply,
    passing,
    published_long_ago,
    ready,
    reopened,
)

reply = Specification(REPLY)
given_long_ago = (entrusted_long_ago, drafted_long_ago, published_long_ago)


def test_an_imported_reply_was_drafted_and_published_at_its_own_time_and_approved_by_nobody_here() -> None:
    reply.given(history, entrusted_to_housing).when(imported_reply).then(drafted_long_ago, published_long_ago)


def test_until_the_acceptance_is_heard_of_nobody_knows_whether_it_is_history() -> None:
    for known in ((), (entrusted_to_housing,), (entrusted_to_water,), ready[1:], given_long_ago[:1]):
        reply.given(*known).when(imported_reply).then_refused(AcceptanceUnknown())


def test_an_imported_reply_opens_itself_before_its_assignment_is_heard_of() -> None:
    reply.given(history).when(imported_reply).then(*given_long_ago)
    reply.given(history, *given_long_ago).when(c.Entrust(MAYOR, HOUSING, 1, MONDAY)).then_nothing()


def test_an_imported_reply_to_the_citizen_alone_stays_sealed() -> None:
    delivered = e.Delivered(MAYOR, HOUSING, 1, HASH, SEALED, imported=True, at=LONG_AGO)
    private = replace(imported_reply, public=False)
    reply.given(history).when(private).then(entrusted_long_ago, drafted_long_ago, delivered)


def test_a_message_that_is_handled_here_is_not_answered_past_its_reviewers() -> None:
    for known in (consents, does_not_consent):
        reply.given(known, entrusted_to_housing).when(imported_reply).then_refused(NotHistory())
    private = replace(imported_reply, public=False)
    reply.given(does_not_consent, entrusted_to_housing).when(private).then_refused(NotHistory())


def test_history_is_published_to_everyone_unless_the_citizen_does_not_consent() -> None:
    reply.given(history, entrusted_to_housing).when(imported_reply).then(drafted_long_ago, published_long_ago)
    known = reply.given(history_without_consent, entrusted_to_housing)
    known.when(imported_reply).then_refused(NotPublishable())
    delivered = e.Delivered(MAYOR, HOUSING, 1, HASH, SEALED, imported=True, at=LONG_AGO)
    known.when(replace(imported_reply, public=False)).then(drafted_long_ago, delivered)


def test_nobody_has_answered_tomorrow() -> None:
    tomorrow = replace(imported_reply, at=FRIDAY, now=THURSDAY)
    reply.given(history, entrusted_to_housing).when(tomorrow).then_refused(InTheFuture("replied_at", FRIDAY))


def test_an_import_repeated_after_the_matter_was_reopened_records_nothing() -> None:
    reply.given(*given_long_ago, reopened).when(imported_reply).then_nothing()
    reply.given(*given_long_ago, erased).when(imported_reply).then_nothing()


def test_another_text_for_a_round_that_is_answered_is_refused() -> None:
    another = replace(imported_reply, text="另一个答复")
    reply.given(history, *given_long_ago).when(another).then_refused(AlreadyPublished(1, LONG_AGO))
    reply.given(history, *answered[1:]).when(another).then_refused(AlreadyPublished(1, THURSDAY))


def test_a_reply_under_way_here_is_not_overwritten() -> None:
    reply.given(history, *ready[1:]).when(imported_reply).then_refused(UnderWay(MAYOR, HOUSING, 1))
    reply.given(history, entrusted_to_water).when(imported_reply).then_refused(UnderWay(MAYOR, WATER, 1))


def test_an_import_says_something_and_comes_before_erasure() -> None:
    reply.given().when(replace(imported_reply, text=" ")).then_refused(TextBlank("text"))
    reply.given(erased).when(imported_reply).then_refused(Erased(FRIDAY))


def test_an_import_of_an_earlier_round_than_the_one_that_waits_is_refused() -> None:
    reply.given(history, reopened).when(imported_reply).then_refused(NotAssigned())


def test_who_imported_a_text_does_not_pass_one() -> None:
    second = e.Entrusted(MAYOR, HOUSING, 2, FRIDAY)
    drafted = e.Drafted(2, HASH, SEALED, "handler.li", FRIDAY)
    submitted = e.Submitted(MAYOR, 2, 2, HASH, 1, "handler.li", FRIDAY, Proofed())
    in_review = (consents, *given_long_ago, reopened, second, drafted, submitted)
    reply.given(*in_review).when(passing(1, "import", TEXT)).then_refused(OwnText("import"))
