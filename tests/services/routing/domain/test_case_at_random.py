"""Whatever is asked of a case in whatever order, its history keeps the rules."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain import commands as c
from services.routing.domain import events as e
from services.routing.domain.calendar import Deadline, count_days, count_until
from services.routing.domain.recounting import counted_again
from services.routing.domain.state import (
    Case,
    Closed,
    ExtensionPending,
    HandedOver,
    ReturnPending,
    Unopened,
    Waiting,
    WithAgency,
)
from services.routing.schema import CASE
from tests.services.routing.domain.facts import AMENDED, BY_RULE, CALENDAR, LEAK
from tests.support import courses
from tests.support.courses import Course
from workdays.calendar import end_of, shanghai_date

BEGIN = datetime(2024, 3, 1, 1, 30, tzinfo=UTC)
agencies = st.sampled_from(["housing", "water", "police"])
instants = st.integers(0, 16 * 24).map(lambda hours: BEGIN + timedelta(hours=hours))
people = st.sampled_from(["dispatcher", "handler"])
notes = st.sampled_from([None, "a note"])
Cases = Course[c.Command, e.Event, Case]


def _deadline(at: datetime, days: int) -> Deadline:
    return count_days(CALENDAR, shanghai_date(at), days)


def _until(at: datetime, days: int) -> Deadline:
    return count_until(CALENDAR, shanghai_date(at), shanghai_date(at) + timedelta(days=days))


COMMANDS: dict[type, st.SearchStrategy[c.Command]] = {
    c.OpenCase: st.builds(c.OpenCase, st.just(LEAK), instants),
    c.Assign: st.builds(
        lambda lead, co, at, days, by: c.Assign(lead, tuple(co), _deadline(at, days), by, at),
        agencies,
        st.lists(agencies, max_size=1),
        instants,
        st.integers(1, 15),
        people,
    ),
    c.Dispatch: st.builds(
        lambda lead, at: c.Dispatch(lead, (), _deadline(at, 5), BY_RULE, "a rule", "system", at), agencies, instants
    ),
    c.LeaveToDispatcher: st.builds(
        c.LeaveToDispatcher, st.sampled_from(["no_rule_fits", "rules_disagree"]), st.integers(0, 3), instants
    ),
    c.TakeOver: st.builds(lambda lead, at: c.TakeOver(LEAK, lead, _deadline(at, 5), "import", at), agencies, instants),
    c.AskReturn: st.builds(lambda by, at: c.AskReturn(shanghai_date(at), "why", by, at), people, instants),
    c.DecideReturn: st.builds(c.DecideReturn, st.booleans(), notes, people, instants),
    c.AskExtension: st.builds(
        lambda at, days: c.AskExtension(_until(at, days), "why", "handler", at), instants, st.integers(1, 40)
    ),
    c.DecideExtension: st.builds(c.DecideExtension, st.booleans(), notes, people, instants),
    c.RecountDeadline: st.builds(
        lambda at, days: c.RecountDeadline(count_days(AMENDED, shanghai_date(BEGIN), days), "office", at),
        instants,
        st.integers(1, 20),
    ),
    c.Urge: st.builds(c.Urge, st.sampled_from(["reminder", "letter", "criticism"]), notes, people, instants),
    c.Acknowledge: st.builds(c.Acknowledge, st.integers(1, 3), people, instants),
    c.NoteDueSoon: st.builds(c.NoteDueSoon, instants.map(shanghai_date), instants),
    c.MissDeadline: st.builds(c.MissDeadline, instants),
    c.Close: st.builds(
        c.Close,
        st.integers(1, 3),
        st.none() | agencies,
        st.sampled_from(["reply", "office"]),
        people,
        instants,
        st.booleans(),
    ),
    c.Rate: st.builds(c.Rate, st.integers(1, 3), st.integers(1, 5), instants),
    c.Reopen: st.builds(
        c.Reopen,
        st.sampled_from(["dissatisfied", "mistake", "handed_back"]),
        notes,
        st.integers(1, 60),
        people,
        instants,
    ),
    c.WithdrawAssignment: st.builds(c.WithdrawAssignment, st.just("why"), people, instants),
    c.ArrangeHelp: st.builds(
        c.ArrangeHelp, st.frozensets(agencies, max_size=2), st.frozensets(agencies, max_size=2), people, instants
    ),
    c.HandOver: st.builds(
        c.HandOver, st.sampled_from(["petition", "hotline"]), st.just("why"), st.just("XF-1"), people, instants
    ),
}


@dataclass(frozen=True, slots=True)
class Onward:
    """The command that a person would give next: of those that fit where the case stands, the one that is chosen."""

    choice: int
    agency: str
    yes: bool
    at: datetime

    def __call__(self, case: Case) -> c.Command:
        match case:
            case Unopened():
                return c.OpenCase(LEAK, self.at)
            case Waiting(for_dispatcher=False) if self.yes:
                return c.Dispatch(self.agency, (), _deadline(self.at, 5), BY_RULE, "a rule", "system", self.at)
            case Waiting():
                return c.Assign(self.agency, (), _deadline(self.at, 5), "dispatcher", self.at)
            case WithAgency(returning=ReturnPending()):
                return c.DecideReturn(self.yes, "a note", "dispatcher", self.at)
            case WithAgency(extending=ExtensionPending()):
                return c.DecideExtension(self.yes, "a note", "dispatcher", self.at)
            case WithAgency():
                return self.in_hand(case)
            case Closed(rating=None):
                return c.Rate(case.round, 1, self.at)
            case Closed():
                return c.Reopen("dissatisfied", None, 60, "dispatcher", case.at)
            case HandedOver():
                return c.Reopen("handed_back", "a note", 60, "supervisor", self.at)

    def in_hand(self, case: WithAgency) -> c.Command:
        """What fits while an agency has it and nothing waits to be decided."""
        deadline = case.assignment.deadline
        later = count_until(CALENDAR, deadline.start, CALENDAR.next_worked(deadline.due + timedelta(days=3)))
        before = end_of(deadline.due) - timedelta(hours=1)
        fitting: list[c.Command] = [
            c.AskReturn(shanghai_date(self.at), "why", "handler", self.at),
            c.AskExtension(later, "why", "handler", before),
            c.Close(case.round, None if self.yes else case.assignment.lead, "reply", "system", self.at),
            c.NoteDueSoon(deadline.due, before),
            c.MissDeadline(end_of(deadline.due)),
            c.Acknowledge(case.urged[-1].n, "handler", self.at)
            if case.urged
            else c.Urge("reminder", None, "supervisor", self.at, shanghai_date(self.at)),
            c.WithdrawAssignment("why", "dispatcher", case.assignment.at),
            c.RecountDeadline(counted_again(AMENDED, deadline.start, case.assignment.agreed), "office", self.at),
        ]
        return fitting[self.choice]


drawn: st.SearchStrategy[Cases] = courses.courses(
    CASE, COMMANDS, st.builds(Onward, st.integers(0, 7), agencies, st.booleans(), instants)
)


def test_every_command_there_is_is_drawn() -> None:
    assert set(COMMANDS) == set(get_args(c.Command)), "a new command needs a line in COMMANDS, and its rules below"


@pytest.mark.parametrize("event", get_args(e.Event))
def test_every_event_there_is_comes_about(event: type) -> None:
    assert courses.comes_about(drawn, event)


@given(drawn)
def test_rounds_follow_each_other_and_each_ends_once(course: Cases) -> None:
    rounds = [event.round for event in course.history if isinstance(event, e.Reopened)]
    assert rounds == list(range(2, 2 + len(rounds)))
    ended = [event.round for event in course.history if isinstance(event, e.Closed | e.HandedOver)]
    assert ended == list(range(1, 1 + len(ended)))
    assert len(ended) - len(rounds) in (0, 1)
    assert sum(isinstance(event, e.Opened) for event in course.history) <= 1


@given(drawn)
def test_a_closed_case_is_only_rated_and_reopened_never_urged_missed_or_given_to_anybody(course: Cases) -> None:
    for step in course.steps:
        if isinstance(step.before, Closed):
            assert [type(event) for event in step.events] in ([], [e.Rated], [e.Reopened])


@given(drawn)
def test_a_case_that_is_elsewhere_only_comes_back(course: Cases) -> None:
    for step in course.steps:
        if isinstance(step.before, HandedOver):
            assert [type(event) for event in step.events] in ([], [e.Reopened])


@given(drawn)
def test_a_case_is_reopened_for_a_reason_that_there_is(course: Cases) -> None:
    for step in course.steps:
        for event in step.events:
            if isinstance(event, e.Reopened) and event.reason == "dissatisfied":
                assert isinstance(step.before, Closed)
                assert step.before.rating in {1, 2}
            if isinstance(event, e.Reopened) and event.reason == "handed_back":
                assert isinstance(step.before, HandedOver)


@given(drawn)
def test_a_closing_is_rated_once(course: Cases) -> None:
    rated = [event.round for event in course.history if isinstance(event, e.Rated)]
    assert len(rated) == len(set(rated))


@given(drawn)
def test_who_helps_is_told_by_what_changed(course: Cases) -> None:
    for step in course.steps:
        for event in step.events:
            if isinstance(event, e.HelpArranged):
                assert isinstance(step.before, WithAgency)
                before = set(step.before.assignment.co_agencies)
                assert event.lead not in event.co_agencies
                assert set(event.co_agencies) == (before | set(event.added)) - set(event.withdrawn)
                assert set(event.added) | set(event.withdrawn)


@given(drawn)
def test_an_agency_that_returned_the_case_is_not_given_it_again_in_this_round(course: Cases) -> None:
    returned: set[str] = set()
    for event in course.history:
        match event:
            case e.Returned():
                returned.add(event.lead)
            case e.Assigned():
                assert event.lead not in returned
            case e.Reopened():
                returned.clear()
            case _:
                pass


@given(drawn)
def test_a_case_is_with_one_lead_at_a_time_who_is_not_its_own_helper(course: Cases) -> None:
    for step in course.steps:
        for event in step.events:
            match event:
                case e.Opened() | e.Reopened():
                    assert not isinstance(step.before, WithAgency)
                case e.Assigned():
                    assert not isinstance(step.before, WithAgency | Closed | HandedOver)
                    assert event.lead not in event.co_agencies
                case e.Rated():
                    assert isinstance(step.before, Closed)
                case e.HandedOver():
                    has_it = step.before.assignment.lead if isinstance(step.before, WithAgency) else None
                    assert event.lead == has_it
                case e.LeftToDispatcher():
                    assert isinstance(step.before, Waiting)
                case e.Closed():
                    pass  # below: the author's, who may just have been let go
                case _:
                    assert isinstance(step.before, WithAgency)
                    assert (event.lead, event.round) == (step.before.assignment.lead, step.before.round)


@given(drawn)
def test_a_deadline_never_moves_earlier_by_an_extension_and_ends_on_a_working_day(course: Cases) -> None:
    for step in course.steps:
        for event in step.events:
            if isinstance(event, e.ExtensionGranted):
                assert isinstance(step.before, WithAgency)
                in_force = step.before.assignment.deadline.due
                assert event.previous == in_force < event.deadline.due
                assert CALENDAR.day(event.deadline.due).kind.is_worked
            if isinstance(event, e.ExtensionAsked):
                assert isinstance(step.before, WithAgency)
                in_force = step.before.assignment.deadline.due
                assert shanghai_date(event.at) <= in_force < event.deadline.due, "in time, and for more of it"


@given(drawn)
def test_a_recount_makes_nobody_late_and_forgets_no_miss_but_for_a_deadline_ahead(course: Cases) -> None:
    for step in course.steps:
        for event in step.events:
            if isinstance(event, e.DeadlineRecounted):
                assert isinstance(step.before, WithAgency)
                was = step.before.assignment.deadline
                assert event.previous == was.due
                assert event.deadline.due != was.due or event.deadline.provisional != was.provisional
                assert event.deadline.due == was.due or event.at < end_of(event.deadline.due)
                assert event.missed == (step.before.missed and event.deadline.due == was.due)


@given(drawn)
def test_a_return_is_asked_once_for_an_assignment_and_every_decision_answers_one_question(course: Cases) -> None:
    asked: Counter[type] = Counter()
    for event in course.history:
        match event:
            case e.Assigned():
                asked.clear()
            case e.ReturnAsked():
                assert not asked[e.ReturnAsked]
                asked[e.ReturnAsked] += 1
                asked[e.Returned] += 1
            case e.Returned() | e.ReturnRefused():
                assert asked[e.Returned] == 1
                asked[e.Returned] = 0
            case e.ExtensionAsked():
                assert not asked[e.ExtensionAsked], "one question at a time"
                asked[e.ExtensionAsked] = 1
            case e.ExtensionGranted() | e.ExtensionRefused():
                assert asked[e.ExtensionAsked] == 1
                asked[e.ExtensionAsked] = 0
            case _:
                pass


@given(drawn)
def test_a_lead_is_pressed_by_each_means_at_most_once_a_day(course: Cases) -> None:
    pressed: set[tuple[str, date]] = set()
    for event in course.history:
        match event:
            case e.Assigned():
                pressed.clear()
            case e.Urged():
                means = (event.level, shanghai_date(event.at))
                assert means not in pressed
                pressed.add(means)
            case _:
                pass


@given(drawn)
def test_urgings_are_numbered_over_the_case_and_each_is_confirmed_once_by_who_was_pressed(course: Cases) -> None:
    urged: dict[int, str] = {}
    confirmed: set[int] = set()
    for event in course.history:
        match event:
            case e.Urged():
                assert event.n == len(urged) + 1
                urged[event.n] = event.lead
            case e.UrgingReceived():
                assert event.n not in confirmed
                assert event.lead == urged[event.n]
                confirmed.add(event.n)
            case _:
                pass


@given(drawn)
def test_a_missed_deadline_is_noted_once_at_the_end_of_its_day(course: Cases) -> None:
    missed: e.DeadlineMissed | None = None
    for step in course.steps:
        for event in step.events:
            match event:
                case e.DeadlineMissed():
                    assert isinstance(step.before, WithAgency)
                    assert missed is None
                    assert (event.due, event.at) == (step.before.assignment.deadline.due, end_of(event.due))
                    missed = event
                case e.Assigned() | e.ExtensionGranted() | e.DeadlineRecounted(missed=False):
                    missed = None
                case _:
                    pass
    case = course.steps[-1].after if course.steps else Unopened()
    if isinstance(case, WithAgency) and not case.missed:
        late = c.MissDeadline(end_of(case.assignment.deadline.due))
        assert len(CASE.decider.decide(late, case)) == 1
        assert CASE.decider.decide(replace(late, at=late.at - timedelta(microseconds=1)), case) == []


@given(drawn)
def test_a_closing_counts_for_who_answered_by_the_deadline_that_they_had(course: Cases) -> None:
    due: dict[str, date] = {}  # of each assignment of the round
    for step in course.steps:
        for event in step.events:
            match event:
                case e.Assigned() | e.ExtensionGranted() | e.DeadlineRecounted():
                    due[event.lead] = event.deadline.due
                case e.Reopened():
                    due.clear()
                case e.Closed():
                    assert isinstance(step.command, c.Close)
                    has_it = step.before.assignment.lead if isinstance(step.before, WithAgency) else None
                    assert event.lead == (step.command.lead or has_it)
                    assert event.due == due[event.lead]
                    assert event.on_time == (event.at < end_of(event.due))
                case _:
                    pass


@given(drawn, st.data())
def test_no_recorded_fact_is_too_much_for_the_state(course: Cases, data: st.DataObject) -> None:
    CASE.decider.fold(data.draw(st.permutations(course.history)))
