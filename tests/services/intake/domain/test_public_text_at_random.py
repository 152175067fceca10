"""Whatever clerks confirm in whatever order, on whatever proposals: nothing is public that a rule keeps back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain import publictext as p
from services.intake.domain.masking import Personal
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
from tests.support.courses import Course

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


def clerks(texts: list[p.Draft]) -> st.SearchStrategy[Clerk]:
    return st.builds(
        Clerk,
        st.sampled_from(texts),
        st.sampled_from([(), (), (Personal.PHONE,), (Personal.ID_NUMBER, Personal.PHONE)]),
        st.sampled_from([None, "sealed reason"]),
        st.sampled_from([WANG, LI]),
        st.integers(0, 600).map(lambda minutes: NOON + timedelta(minutes=minutes)),
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
drawn: st.SearchStrategy[Texts] = courses.courses(PUBLIC_TEXT, {p.Confirm: anything}, onward)


def test_every_event_there_is_comes_about() -> None:
    assert courses.comes_about(drawn, p.PublicTextConfirmed)


@given(drawn)
def test_versions_are_numbered_without_gaps_and_each_says_something_else(course: Texts) -> None:
    assert [event.version for event in course.history] == list(range(1, 1 + len(course.history)))
    assert all(one.text_hash != next_.text_hash for one, next_ in pairwise(course.history))
    state = PUBLIC_TEXT.decider.fold(course.history)
    assert p.version_of(state) == len(course.history)


@given(drawn)
def test_only_what_was_taken_on_with_consent_and_not_erased_is_confirmed(course: Texts) -> None:
    for step in course.steps:
        message = step.command.message
        if step.events:
            assert isinstance(message, InProgress | Closed)
            assert message.submission.consent_public
            assert not message.submission.erased
        if message in KEPT_BACK:
            assert isinstance(step.refusal, NotPublishable | NoConsent | TextErased)


@given(drawn)
def test_nobody_overwrites_unseen_what_another_confirmed(course: Texts) -> None:
    for step in course.steps:
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
    for step in course.steps:
        still, reason = step.command.still, step.command.reason
        for event in step.events:
            assert event.passed_over == tuple(kind.value for kind in still)
            assert event.reason == (reason if still else None)
            assert reason is not None or not still
        if isinstance(step.refusal, StillPersonal):
            assert (bool(still), reason) == (True, None)


@given(drawn)
def test_what_is_recorded_is_sealed_and_known_by_the_hash_of_what_was_confirmed(course: Texts) -> None:
    for step in course.steps:
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
