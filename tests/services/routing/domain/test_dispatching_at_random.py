"""Whatever is asked of a case in whatever order, rules assign it only where it is theirs to say."""

from __future__ import annotations

from hypothesis import given

from services.routing.domain import events as e
from tests.services.routing.domain.test_case_at_random import Cases, drawn


@given(drawn)
def test_the_rules_have_their_say_once_when_a_case_opens_and_after_each_return_and_a_dispatcher_at_any_time(
    course: Cases,
) -> None:
    theirs = False
    for step in course.steps:
        for event in step.events:
            match event:
                case e.Opened():
                    theirs = not event.matter.imported
                case e.Returned():
                    theirs = True
                case e.LeftToDispatcher():
                    assert theirs
                    theirs = False
                case e.Assigned():
                    assert theirs or event.rule is None
                    theirs = False
                case e.Reopened() | e.Closed() | e.AssignmentWithdrawn() | e.HandedOver():
                    theirs = False
                case _:
                    pass
