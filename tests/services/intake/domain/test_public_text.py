"""The public text: who confirms what, when it is refused, and what a repetition records."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kernel.testing import Specification
from personal.forms import Personal
from services.intake.domain import events as e
from services.intake.domain.message import MESSAGE
from services.intake.domain.publictext import (
    PUBLIC_TEXT,
    Confirm,
    Confirmed,
    Draft,
    PublicTextConfirmed,
    PublicTextWithdrawn,
    Unconfirmed,
    Withdraw,
    Withdrawn,
    basis_of,
    hash_of,
)
from services.intake.domain.refusals import (
    NoConsent,
    NoPublicText,
    NotPublishable,
    PublicTextMovedOn,
    StillPersonal,
    TextErased,
)
from services.intake.domain.words import Standing
from tests.services.intake import facts
from tests.services.intake.facts import AFTERWARDS, LI, NOON, NUMBER, WANG

public_text = Specification(PUBLIC_TEXT)

TEXT = Draft("停水三天了", "我们小区停水三天，\n请帮忙。")
BETTER = Draft("小区停水三天", "我们小区停水三天。")
CONFIRM = Confirm(
    number=NUMBER,
    message=MESSAGE.fold(facts.IN_PROGRESS),
    text=TEXT,
    sealed=Draft("v1:title", "v1:body"),
    basis=basis_of(NUMBER, Unconfirmed()),
    still=(),
    reason=None,
    by=WANG,
    at=NOON,
)
confirmed = PublicTextConfirmed("mayor", 1, "v1:title", "v1:body", hash_of(TEXT), (), None, WANG, NOON)
FIRST = Confirmed(1, hash_of(TEXT), WANG, NOON)


@pytest.mark.parametrize("past", [facts.IN_PROGRESS, facts.CLOSED, (facts.imported, facts.accepted)])
def test_a_clerk_confirms_the_text_of_an_accepted_message(past: tuple[e.Event, ...]) -> None:
    public_text.given().when(replace(CONFIRM, message=MESSAGE.fold(past))).then(confirmed)


def test_an_edited_text_is_a_new_version() -> None:
    again = replace(CONFIRM, text=BETTER, basis=basis_of(NUMBER, FIRST), by=LI, at=AFTERWARDS)
    second = replace(confirmed, version=2, text_hash=hash_of(BETTER), by=LI, at=AFTERWARDS)
    public_text.given(confirmed).when(again).then(second)


def test_the_same_text_again_is_nothing_new_whoever_sends_it() -> None:
    public_text.given(confirmed).when(replace(CONFIRM, by=LI, sealed=BETTER, at=AFTERWARDS)).then_nothing()


def test_a_clerk_does_not_overwrite_unseen_what_another_confirmed() -> None:
    late = replace(CONFIRM, text=BETTER, by=LI)
    public_text.given(confirmed).when(late).then_refused(PublicTextMovedOn(1, WANG, NOON))
    public_text.given().when(replace(CONFIRM, basis="0" * 64)).then_refused(PublicTextMovedOn(0, None, None))


def test_what_surely_names_a_person_needs_a_reason() -> None:
    still = replace(CONFIRM, still=(Personal.ID_NUMBER, Personal.PHONE))
    public_text.given().when(still).then_refused(StillPersonal(("id_number", "phone")))
    passed = replace(confirmed, passed_over=("id_number", "phone"), reason="v1:reason")
    public_text.given().when(replace(still, reason="v1:reason")).then(passed)


def test_a_reason_for_nothing_is_not_kept() -> None:
    public_text.given().when(replace(CONFIRM, reason="v1:reason")).then(confirmed)


@pytest.mark.parametrize("standing", facts.SETTLED)
def test_only_an_accepted_message_has_a_public_text(standing: Standing) -> None:
    message = MESSAGE.fold(facts.SETTLED[standing])
    public_text.given().when(replace(CONFIRM, message=message)).then_refused(NotPublishable(standing))


def test_a_waiting_message_has_none_yet() -> None:
    waiting = replace(CONFIRM, message=MESSAGE.fold([facts.submitted]))
    public_text.given().when(waiting).then_refused(NotPublishable(Standing.WAITING))


def test_nothing_is_public_without_the_citizens_consent() -> None:
    message = MESSAGE.fold([replace(facts.submitted, consent_public=False), facts.accepted])
    public_text.given().when(replace(CONFIRM, message=message)).then_refused(NoConsent())


def test_what_was_erased_is_not_made_public() -> None:
    message = MESSAGE.fold([*facts.CLOSED, facts.erased])
    public_text.given(confirmed).when(replace(CONFIRM, message=message)).then_refused(TextErased())


WITHDRAW = Withdraw(CONFIRM.message, "v1:why", LI, AFTERWARDS)
withdrawn = PublicTextWithdrawn("mayor", 1, "v1:why", LI, AFTERWARDS)


def test_a_public_text_is_withdrawn_once_until_a_later_version_is_confirmed() -> None:
    public_text.given(confirmed).when(WITHDRAW).then(withdrawn)
    public_text.given(confirmed, withdrawn).when(WITHDRAW).then_nothing()
    for other in (replace(WITHDRAW, reason="v1:other"), replace(WITHDRAW, by=WANG)):
        public_text.given(confirmed, withdrawn).when(other).then_refused(NoPublicText())
    again = replace(CONFIRM, basis=basis_of(NUMBER, Withdrawn(1, LI, AFTERWARDS, "v1:why")))
    second = replace(confirmed, version=2)
    public_text.given(confirmed, withdrawn).when(again).then(second)
    public_text.given(confirmed, withdrawn, second).when(WITHDRAW).then(replace(withdrawn, version=2))


def test_who_did_not_see_the_withdrawal_does_not_undo_it() -> None:
    unseen = replace(CONFIRM, basis=basis_of(NUMBER, FIRST))
    public_text.given(confirmed, withdrawn).when(unseen).then_refused(PublicTextMovedOn(1, LI, AFTERWARDS))


def test_what_is_not_public_is_not_withdrawn_but_an_imported_title_is() -> None:
    public_text.given().when(WITHDRAW).then_refused(NoPublicText())
    imported = replace(WITHDRAW, message=MESSAGE.fold((facts.imported, facts.accepted)))
    public_text.given().when(imported).then(replace(withdrawn, version=0))
