"""Whoever looks at whatever in whatever order, every look is on record once a day and reason, nothing else is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain import revealing
from services.intake.domain.days import day_of
from services.intake.domain.refusals import NotRevealed
from services.intake.schema import REVEALS
from tests.services.intake.facts import LI, MORNING, WANG
from tests.support import courses
from tests.support.courses import Course

looks = st.builds(
    lambda fields, reason, by, hours: revealing.Reveal(
        "mayor", tuple(sorted(fields)), reason, f"v1:{reason}", by, MORNING + timedelta(hours=hours)
    ),
    st.sets(st.sampled_from(revealing.PERSONAL), min_size=1),
    st.sampled_from(["回电核实地址", "再次回电", "", "x" * 2001]),
    st.sampled_from([WANG, LI]),
    st.integers(0, 60),
)
drawn = courses.courses(REVEALS, {revealing.Reveal: looks}, looks)


@given(drawn)
def test_each_look_is_recorded_once_a_day_and_reason_with_who_and_what(
    course: Course[revealing.Reveal, revealing.Revealed, revealing.Reveals],
) -> None:
    recorded = [(event.by, field, day_of(event.at), event.reason) for event in course.history for field in event.fields]
    assert len(recorded) == len(set(recorded))
    asked = {
        (step.command.by, field, day_of(step.command.at), step.command.sealed)
        for step in course.steps
        if step.refusal is None
        for field in step.command.fields
    }
    assert set(recorded) == asked


@given(drawn)
def test_nobody_is_shown_what_they_did_not_ask_for_on_that_day(
    course: Course[revealing.Reveal, revealing.Revealed, revealing.Reveals],
) -> None:
    for step in course.steps:
        tomorrow = day_of(step.command.at) + timedelta(days=9)
        with pytest.raises(NotRevealed):
            revealing.must_be_on_record(step.after, step.command.by, step.command.fields, tomorrow)
        if step.refusal is None:
            revealing.must_be_on_record(step.after, step.command.by, step.command.fields, day_of(step.command.at))
