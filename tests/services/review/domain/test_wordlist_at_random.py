"""Whatever is asked of a word list in whatever order, its editions say exactly what was written."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.review.domain import wordlist as w
from services.review.domain.proofreading.finding import Severity
from services.review.schema import WORDS
from tests.services.review.domain.facts import MONDAY
from tests.support import courses
from tests.support.courses import Course, Wish

entries = st.builds(
    w.Entry,
    st.sampled_from(["布署", "既使", "帐号", "公布署名", "部份"]),
    st.sampled_from(["部署", "即使", None]),
    st.sampled_from(["常见", None]),
    st.booleans(),
)
moments = st.integers(0, 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
people = st.sampled_from(["office.an", "office.bo"])
arrangements = st.builds(
    w.Arrangement,
    st.sampled_from(["错别字", "本市用词"]),
    st.sampled_from(Severity),
    st.sampled_from([None, ("mayor",), ("mayor", "secretary")]),
)
arrange = st.builds(w.Arrange, arrangements, people, moments)
revise = st.builds(w.Revise, st.lists(entries, max_size=5).map(tuple), st.integers(0, 4), people, moments)
switch_on = st.builds(w.SwitchOn, st.integers(0, 4), people, moments)
retire = st.builds(w.Retire, people, moments)


def newest(words: w.WordList) -> int:
    return len(words.editions) if isinstance(words, w.Made) else 0


def on_the_newest(said: tuple[w.Entry, ...]) -> Wish[w.Command, w.WordList]:
    return lambda words: w.Revise(said, newest(words), "office.an", MONDAY)


onward: st.SearchStrategy[Wish[w.Command, w.WordList]] = st.one_of(
    arrange,
    st.lists(entries, max_size=5).map(tuple).map(on_the_newest),
    st.just(lambda words: w.SwitchOn(newest(words), "office.bo", MONDAY)),
    retire,
)
drawn = courses.courses(WORDS, {w.Arrange: arrange, w.Revise: revise, w.SwitchOn: switch_on, w.Retire: retire}, onward)
Lists = Course[w.Command, w.Event, w.WordList]


def test_every_kind_of_event_comes_about() -> None:
    for event in (w.Arranged, w.Revised, w.SwitchedOn, w.Retired):
        assert courses.comes_about(drawn, event)


@given(drawn)
def test_an_edition_holds_what_was_written_and_nothing_else_for_ever(course: Lists) -> None:
    written: list[tuple[w.Entry, ...]] = []
    for step in course.steps:
        if step.events and isinstance(step.command, w.Revise):
            written.append(w.ordered(step.command.entries))
        if isinstance(step.after, w.Made):
            assert [edition.entries for edition in step.after.editions] == written
            assert [edition.version for edition in step.after.editions] == list(range(1, len(written) + 1))
            assert all(edition.digest == w.digest_of(edition.entries) for edition in step.after.editions)


@given(drawn)
def test_what_is_in_force_is_what_was_switched_on_last_and_nothing_after_a_retirement(course: Lists) -> None:
    on: int | None = None
    for step in course.steps:
        for event in step.events:
            match event:
                case w.SwitchedOn():
                    on = event.version
                case w.Retired():
                    on = None
                case _:
                    pass
        if isinstance(step.after, w.Made):
            assert step.after.on == on
            assert (step.after.in_force is None) == (on is None)


@given(drawn)
def test_nobody_overwrites_words_that_they_have_not_read(course: Lists) -> None:
    for step in course.steps:
        if step.events and isinstance(step.command, w.Revise):
            assert step.command.replaces == newest(step.before)


@given(drawn)
def test_a_word_is_never_its_own_suggestion(course: Lists) -> None:
    for step in course.steps:
        if isinstance(step.after, w.Made):
            assert all(entry.suggestion != entry.word for each in step.after.editions for entry in each.entries)
