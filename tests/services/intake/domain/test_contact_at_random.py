"""However many messages come from one contact on one day, each is counted once, and no more than the limit."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain import contact
from services.intake.schema import CONTACT
from tests.services.intake.facts import MORNING
from tests.support import courses
from tests.support.courses import Course

MOST = 3
messages = st.builds(
    lambda message, limit, minutes: contact.CountMessage(message, "phone", limit, MORNING + timedelta(minutes=minutes)),
    st.sampled_from(["a", "b", "c", "d", "e"]),
    st.integers(1, MOST),
    st.integers(0, 60),
)
drawn = courses.courses(CONTACT, {contact.CountMessage: messages}, messages)


@given(drawn)
def test_a_message_is_counted_once_and_none_beyond_the_limit_that_holds(
    course: Course[contact.CountMessage, contact.MessageCounted, contact.Written],
) -> None:
    counted = [event.message for event in course.history]
    assert len(counted) == len(set(counted)) <= MOST
    for step in course.steps:
        if step.events:
            assert len(step.before.messages) < step.command.limit
