"""Whatever becomes of a delivery, in whatever order: it is told once, waits longer each time, and is given up late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notices.domain import delivery as d
from services.notices.domain.patience import Patience
from services.notices.schema import DELIVERY
from tests.services.notices.domain.facts import MONDAY
from tests.support import courses
from tests.support.courses import Course, Step

Deliveries = Course[d.Command, d.Event, d.Delivery]

PATIENCE = Patience(attempts=3)
OCCASION = d.Occasion("due_soon", "20240301-048213", MONDAY, date(2024, 3, 11))
HANDLERS = d.Recipients(roles=("handler",), agencies=("housing",))
A, B, C = (d.Recipient(name, f"{name[:1]}***@example.com") for name in ("an", "bo", "chen"))

instants = st.integers(0, 60).map(lambda hours: MONDAY + timedelta(hours=hours))
attempts = st.integers(0, 4)
people = st.lists(st.sampled_from([A, B, C]), max_size=2, unique=True).map(tuple)
nobody = st.just(())
jitters = st.sampled_from([0.0, 0.5, 1.0])
reasons = st.sampled_from(["timeout", "address_refused"])
queues = st.builds(d.Queue, st.just(OCCASION), st.just(HANDLERS), st.just(d.EMAIL), instants)

Wish = Callable[[d.Delivery], d.Command]


def of_its_turn(make: Callable[[int, Any, d.Waiting], d.Command]) -> Callable[[Any], Wish]:
    """What the sender asks where the delivery stands, of the attempt that it is about; who was told is left out."""

    def wish(reached: Any) -> Wish:
        def asked(delivery: d.Delivery) -> d.Command:
            if not isinstance(delivery, d.Waiting):
                return d.Queue(OCCASION, HANDLERS, d.EMAIL, MONDAY)
            left = tuple(one for one in reached if one not in delivery.told + delivery.refused)
            return make(delivery.attempts, left, delivery)

        return asked

    return wish


begins = st.builds(of_its_turn(lambda n, _, waiting: d.Begin(n + 1, waiting.next_at)), nobody)
finishes = st.builds(of_its_turn(lambda n, told, waiting: d.Finish(n, told, waiting.next_at)), people)
fails = st.builds(
    of_its_turn(lambda n, told, waiting: d.Fail(n, "timeout", told[:1], told[1:], PATIENCE, 0.5, waiting.next_at)),
    people,
)
TRIED: dict[type, st.SearchStrategy[Any]] = {
    d.Queue: queues,
    d.Begin: st.builds(d.Begin, attempts, instants),
    d.Finish: st.builds(d.Finish, attempts, nobody, instants),
    d.Fail: st.builds(d.Fail, attempts, reasons, nobody, nobody, st.just(PATIENCE), jitters, instants),
    d.GiveUp: st.builds(d.GiveUp, attempts, reasons, nobody, nobody, instants),
    d.Retry: st.builds(d.Retry, st.just("office.gu"), instants),
}
onward = st.one_of(queues, begins, begins, begins, fails, fails, finishes)
drawn = courses.courses(DELIVERY, TRIED, onward)


def ends(course: Deliveries) -> list[Step[d.Command, d.Event, d.Delivery]]:
    """The steps that ended an attempt."""
    over = d.Told | d.Failed | d.GivenUp
    return [step for step in course.steps if any(isinstance(event, over) for event in step.events)]


def test_every_command_is_tried() -> None:
    assert set(TRIED) == set(get_args(d.Command))


@pytest.mark.parametrize("event", get_args(d.Event))
def test_everything_that_can_happen_to_a_delivery_comes_about(event: type) -> None:
    assert courses.comes_about(drawn, event)


@given(drawn)
def test_what_was_queued_once_is_not_queued_again(course: Deliveries) -> None:
    queued = [place for place, event in enumerate(course.history) if isinstance(event, d.Queued)]
    assert queued == ([0] if course.history else [])


@given(drawn)
def test_what_was_told_is_over_for_good(course: Deliveries) -> None:
    done = [place for place, step in enumerate(course.steps) if isinstance(step.after, d.Done)]
    if done:
        assert all(step.events == () for step in course.steps[done[0] + 1 :])


@given(drawn)
def test_nobody_is_told_twice_and_whose_address_is_refused_is_not_tried_before_a_person_says_so(
    course: Deliveries,
) -> None:
    told: list[str] = []
    refused: set[str] = set()
    for event in course.history:
        if isinstance(event, d.Requeued):
            refused.clear()
        if isinstance(event, d.Told | d.Failed | d.GivenUp):
            told += [one.who for one in event.told]
            assert refused.isdisjoint(one.who for one in event.told)
        if isinstance(event, d.Failed | d.GivenUp):
            refused |= {one.who for one in event.refused}
    assert len(told) == len(set(told))


@given(drawn)
def test_an_attempt_begins_when_it_is_due_and_ends_once_at_most(course: Deliveries) -> None:
    ended: set[int] = set()
    for step in course.steps:
        for event in step.events:
            match event:
                case d.Begun(attempt=attempt, at=at):
                    assert isinstance(step.before, d.Waiting)
                    assert (attempt, at >= step.before.next_at) == (step.before.attempts + 1, True)
                case d.Told(attempt=attempt) | d.Failed(attempt=attempt) | d.GivenUp(attempt=attempt):
                    assert isinstance(step.before, d.Waiting)
                    assert attempt in step.before.unended
                    assert attempt not in ended
                    ended.add(attempt)
                case d.Queued() | d.Requeued():
                    pass


@given(drawn)
def test_a_command_takes_effect_for_the_attempt_that_it_names_and_for_no_other(course: Deliveries) -> None:
    for step in course.steps:
        if isinstance(step.command, d.Begin | d.Finish | d.Fail | d.GiveUp):
            assert all(event.attempt == step.command.attempt for event in step.events)  # type: ignore[union-attr]


@given(drawn)
def test_a_number_names_one_attempt_also_after_a_person_had_it_tried_again(course: Deliveries) -> None:
    begun = [event.attempt for event in course.history if isinstance(event, d.Begun)]
    assert begun == list(range(1, len(begun) + 1))


@given(drawn)
def test_it_is_given_up_after_the_last_attempt_or_because_no_attempt_can_help(course: Deliveries) -> None:
    for step in ends(course):
        assert isinstance(step.before, d.Waiting)
        for event in step.events:
            if isinstance(event, d.GivenUp):
                tries = event.attempt - step.before.forgiven
                assert isinstance(step.command, d.GiveUp) or tries >= PATIENCE.attempts
            if isinstance(event, d.Failed):
                assert event.attempt - step.before.forgiven < PATIENCE.attempts
                assert event.next_at > event.at


@given(st.lists(st.floats(0, 1), min_size=2, max_size=40))
def test_no_pause_is_shorter_than_the_one_before_or_longer_than_the_longest(chances: list[float]) -> None:
    patience = Patience()
    pauses = [patience.pause(attempt, jitter) for attempt, jitter in enumerate(chances, 1)]
    assert all(earlier <= later for earlier, later in pairwise(pauses))
    assert patience.first * 0.8 <= pauses[0]
    assert pauses[-1] <= patience.longest
    assert patience.pause(40, 0.0) == patience.longest
