"""Whatever clerks confirm and withdraw in whatever order: nothing is public that a rule keeps back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personal.forms import Personal
from services.intake.domain import publictext as p
from services.intake.domain.message import MESSAGE
from services.intake.domain.refusals import (
    NoConsent,
    NotPublishable,
    PublicTextMovedOn,
    StillPersonal,
    TextBlank,
    TextErased,
    TextTooLong,
    TextUnreadable,
)
from services.intake.domain.state import Closed, InProgress, Message
from services.intake.schema import PUBLIC_TEXT
from tests.services.intake import facts
from tests.services.intake.facts import LI, NOON, NUMBER, OTHER, WANG
from tests.support import courses
from tests.support.courses import Course, Step

Texts = Course[p.Command, p.Event, p.PublicText]

TAKEN_ON = [MESSAGE.fold(facts.IN_PROGRESS), MESSAGE.fold(facts.CLOSED)]
KEPT_BACK = [
    MESSAGE.fold([]),
    MESSAGE.fold([facts.submitted]),
    MESSAGE.fold([facts.submitted, facts.declined]),
    MESSAGE.fold([replace(facts.submitted, consent_public=False), facts.accepted]),
    MESSAGE.fold([*facts.CLOSED, facts.erased]),
]
DRAFTS = [p.Draft("停水三天了", "我们小区停水三天。"), p.Draft("小区停水", "停水。"), p.Draft("小区停水", "停水三天。")]
UNFIT = [p.Draft(" ", "停水。"), p.Draft("停水\n", "停水。"), p.Draft("停水", "\x00"), p.Draft("长" * 501, "停水。")]


@dataclass(frozen=True, slots=True)
class Clerk:
    """What a clerk confirms: this text, still naming these, for this reason if any; at this moment."""

    text: p.Draft
    still: tuple[Personal, ...]
    reason: str | None
    by: str
    at: datetime

    def on(self, message: Message, basis: str) -> p.Confirm:
        """Made of this message's proposal."""
        sealed = p.Draft(f"sealed {self.text.title}", f"sealed {self.text.body}")
        return p.Confirm(NUMBER, message, self.text, sealed, basis, self.still, self.reason, self.by, self.at)

    def now(self, message: Message) -> Callable[[p.PublicText], p.Confirm]:
        """Made of the proposal as it is now."""
        return lambda public: self.on(message, p.basis_of(NUMBER, public))


moments = st.integers(0, 600).map(lambda minutes: NOON + timedelta(minutes=minutes))


def clerks(texts: list[p.Draft]) -> st.SearchStrategy[Clerk]:
    return st.builds(
        Clerk,
        st.sampled_from(texts),
        st.sampled_from([(), (), (Personal.PHONE,), (Personal.ID_NUMBER, Personal.PHONE)]),
        st.sampled_from([None, "sealed reason"]),
        st.sampled_from([WANG, LI]),
        moments,
    )


def confirmed(version: int, text: p.Draft) -> p.Confirmed:
    return p.Confirmed(version, p.hash_of(text), WANG, NOON)


bases = st.sampled_from(
    [
        p.basis_of(NUMBER, p.Unconfirmed()),
        p.basis_of(OTHER, p.Unconfirmed()),
        *(p.basis_of(NUMBER, confirmed(version, text)) for version in (1, 2) for text in DRAFTS),
    ]
)
anything = st.builds(Clerk.on, clerks([*DRAFTS, *UNFIT]), st.sampled_from([*TAKEN_ON, *KEPT_BACK]), bases)
onward = st.builds(Clerk.now, clerks(DRAFTS), st.sampled_from(TAKEN_ON))
withdrawals = st.builds(
    p.Withdraw, st.sampled_from([*TAKEN_ON, *KEPT_BACK]), st.just("sealed reason"), st.sampled_from([WANG, LI]), moments
)
drawn: st.SearchStrategy[Texts] = courses.courses(
    PUBLIC_TEXT, {p.Confirm: anything, p.Withdraw: withdrawals}, onward | withdrawals
)


def confirming(course: Texts) -> list[Step[p.Confirm, p.PublicTextConfirmed, p.PublicText]]:
    """The steps that were asked to confirm a text."""
    return [cast("Step[Any, Any, p.PublicText]", step) for step in course.steps if isinstance(step.command, p.Confirm)]


@pytest.mark.parametrize("event", [p.PublicTextConfirmed, p.PublicTextWithdrawn])
def test_every_event_there_is_comes_about(event: type) -> None:
    assert courses.comes_about(drawn, event)


@given(drawn)
def test_versions_are_numbered_without_gaps_and_each_says_something_else(course: Texts) -> None:
    made = [event for event in course.history if isinstance(event, p.PublicTextConfirmed)]
    assert [event.version for event in made] == list(range(1, 1 + len(made)))
    for before, after in pairwise(course.history):
        if isinstance(before, p.PublicTextConfirmed) and isinstance(after, p.PublicTextConfirmed):
            assert before.text_hash != after.text_hash
    assert p.version_of(PUBLIC_TEXT.decider.fold(course.history)) == len(made)


@given(drawn)
def test_nothing_is_withdrawn_twice_and_what_was_is_public_only_after_a_new_confirmation(course: Texts) -> None:
    for before, after in pairwise(course.history):
        assert not (isinstance(before, p.PublicTextWithdrawn) and isinstance(after, p.PublicTextWithdrawn))
    for step in course.steps:
        if isinstance(step.command, p.Withdraw) and step.events:
            assert isinstance(step.after, p.Withdrawn)
        if isinstance(step.before, p.Withdrawn) and not isinstance(step.after, p.Withdrawn):
            assert isinstance(step.command, p.Confirm)


@given(drawn)
def test_only_what_was_taken_on_with_consent_and_not_erased_is_confirmed(course: Texts) -> None:
    for step in confirming(course):
        message = step.command.message
        if step.events:
            assert isinstance(message, InProgress | Closed)
            assert message.submission.consent_public
            assert not message.submission.erased
        if message in KEPT_BACK:
            assert isinstance(step.refusal, NotPublishable | NoConsent | TextErased)


@given(drawn)
def test_nobody_overwrites_unseen_what_another_confirmed(course: Texts) -> None:
    for step in confirming(course):
        seen = step.command.basis == p.basis_of(NUMBER, step.before)
        if step.events:
            assert seen
        if isinstance(step.refusal, PublicTextMovedOn):
            assert not seen
            assert step.refusal.version == p.version_of(step.before)
            assert (step.refusal.by is None) == isinstance(step.before, p.Unconfirmed)


@given(drawn)
def test_what_surely_names_a_person_is_confirmed_for_a_reason_and_that_reason_is_kept_with_what_it_is_for(
    course: Texts,
) -> None:
    for step in confirming(course):
        still, reason = step.command.still, step.command.reason
        for event in step.events:
            assert event.passed_over == tuple(kind.value for kind in still)
            assert event.reason == (reason if still else None)
            assert reason is not None or not still
        if isinstance(step.refusal, StillPersonal):
            assert (bool(still), reason) == (True, None)


@given(drawn)
def test_what_is_recorded_is_sealed_and_known_by_the_hash_of_what_was_confirmed(course: Texts) -> None:
    for step in confirming(course):
        for event in step.events:
            text = step.command.text
            assert (event.title, event.body) == (step.command.sealed.title, step.command.sealed.body)
            assert event.text_hash == p.hash_of(text)
            assert text not in UNFIT
        if step.command.text in UNFIT and step.command.message in TAKEN_ON:
            assert isinstance(step.refusal, TextBlank | TextUnreadable | TextTooLong)


@given(drawn, st.data())
def test_no_recorded_fact_is_too_much_for_the_state(course: Texts, data: st.DataObject) -> None:
    PUBLIC_TEXT.decider.fold(data.draw(st.permutations(course.history)))
