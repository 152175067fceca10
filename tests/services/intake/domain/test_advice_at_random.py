"""Whatever the office words in whatever order, citizens read the last sound word, or what comes with the program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain import advice
from services.intake.domain.refusals import TextBlank, TextTooLong, TextUnreadable
from services.intake.domain.text import NOTE_LIMIT
from services.intake.domain.words import STANDARD_ADVICE, Reason
from services.intake.schema import ADVICE
from tests.services.intake.facts import MORNING
from tests.support import courses
from tests.support.courses import Course

REASON = Reason.EMERGENCY
SOUND = ["请立即拨打110。", "请拨打119。", STANDARD_ADVICE[REASON]]
UNSOUND = {" ": TextBlank, "\n": TextBlank, "请\x00": TextUnreadable, "长" * (NOTE_LIMIT + 1): TextTooLong}
Advices = Course[advice.Command, advice.Event, advice.Advice]


def wording(text: str | None, by: str, minutes: int) -> advice.Word:
    return advice.Word(REASON, text, by, MORNING + timedelta(minutes=minutes))


def another(by: str, minutes: int) -> Callable[[advice.Advice], advice.Word]:
    """Something else than what is in force: that is worth recording."""

    def word(state: advice.Advice) -> advice.Word:
        said = state.text if isinstance(state, advice.InForce) else None
        return wording(next(text for text in (*SOUND, None) if text != said), by, minutes)

    return word


by = st.sampled_from(["office.zhao", "office.li"])
minutes = st.integers(0, 60)
words = st.builds(wording, st.none() | st.sampled_from([*SOUND, *UNSOUND]), by, minutes)
drawn: st.SearchStrategy[Advices] = courses.courses(ADVICE, {advice.Word: words}, st.builds(another, by, minutes))


@pytest.mark.parametrize("text", [None, *SOUND])
def test_every_wording_there_is_comes_about(text: str | None) -> None:
    assert ADVICE.decider.decide(wording(text, "office.zhao", 0), advice.InForce("别的", "office.li", MORNING))


@given(drawn)
def test_what_is_recorded_is_new_and_the_last_of_it_is_what_citizens_read(course: Advices) -> None:
    said = [None, *(event.text for event in course.history)]
    assert all(one != next_ for one, next_ in pairwise(said))
    stands = ADVICE.decider.fold(course.history)
    assert advice.in_force(REASON, stands) == (STANDARD_ADVICE[REASON] if said[-1] is None else said[-1])


@given(drawn)
def test_nobody_reads_what_cannot_be_read_and_a_refused_word_changes_nothing(course: Advices) -> None:
    for step in course.steps:
        refused = UNSOUND.get(step.command.text or "")
        assert isinstance(step.refusal, refused) if refused else step.refusal is None
        assert advice.in_force(REASON, step.after) not in UNSOUND
        if step.refusal:
            assert step.after == step.before
    assert all(event.reason is REASON for event in course.history)


@given(
    st.lists(st.builds(advice.Worded, st.sampled_from(Reason), st.none() | st.text(max_size=3), by, st.just(MORNING)))
)
def test_no_recorded_word_is_too_much_for_the_state(history: list[advice.Worded]) -> None:
    state = ADVICE.decider.fold(history)
    assert isinstance(state, advice.InForce) == bool(history)
