"""Whatever is asked of a case in whatever order, that its deadline is near is noted in time and once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given

from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain.state import WithAgency
from services.routing.schema import CASE
from tests.services.routing.domain.test_case_at_random import Cases, drawn
from workdays.calendar import end_of


@given(drawn)
def test_a_near_deadline_is_noted_once_before_its_day_is_over(course: Cases) -> None:
    noted: date | None = None
    for step in course.steps:
        for event in step.events:
            match event:
                case e.DueSoonNoted():
                    assert isinstance(step.command, c.NoteDueSoon)
                    assert isinstance(step.before, WithAgency)
                    assert event.due == step.before.assignment.deadline.due != noted
                    assert event.due <= step.command.until, "near by the column's terms"
                    assert event.at == step.command.at < end_of(event.due)
                    noted = event.due
                case e.Assigned():
                    noted = None
                case _:
                    pass


@given(drawn)
def test_a_deadline_that_was_not_noted_yet_is_as_soon_as_it_is_near(course: Cases) -> None:
    for case in (step.after for step in course.steps):
        if isinstance(case, WithAgency):
            due = case.assignment.deadline.due
            over = end_of(due)
            look = c.NoteDueSoon(due, over - timedelta(microseconds=1))
            assert len(CASE.decider.decide(look, case)) == (case.soon != due)
            assert CASE.decider.decide(replace(look, at=over), case) == []
            assert CASE.decider.decide(replace(look, until=due - timedelta(days=1)), case) == []
