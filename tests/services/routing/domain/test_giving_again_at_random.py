"""Whatever is asked of a case in whatever order, no deadline is renewed by taking it back."""

from __future__ import annotations

from hypothesis import given

from services.routing.domain import events as e
from services.routing.domain.calendar import Deadline
from services.routing.domain.matter import Agreed
from services.routing.domain.state import WithAgency
from tests.services.routing.domain.test_case_at_random import Cases, drawn
from workdays.calendar import end_of


@given(drawn)
def test_no_deadline_is_renewed_by_taking_a_case_back_and_giving_it_again(course: Cases) -> None:
    had: dict[str, tuple[Deadline, Agreed]] = {}
    for step in course.steps:
        for event in step.events:
            match event:
                case e.AssignmentWithdrawn():
                    assert isinstance(step.before, WithAgency)
                    had[event.lead] = (step.before.assignment.deadline, step.before.assignment.agreed)
                case e.Assigned() if event.lead in had:
                    assert isinstance(step.after, WithAgency)
                    assert (event.deadline, event.stands) == had[event.lead]
                    assert step.after.assignment.agreed == event.stands
                    assert event.at < end_of(event.deadline.due)
                case e.Assigned():
                    assert event.stands is None
                case e.Reopened():
                    had.clear()
                case _:
                    pass
