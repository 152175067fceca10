"""Courses: whatever is asked of an aggregate in whatever order, the laws of every aggregate hold at each step.

A wish is a command, or a function that makes one of where the aggregate stands: such wishes carry a course far, where
commands drawn blindly would mostly be refused. Rules of an aggregate are then sentences about the steps or the history.

How many courses each sentence is tried with: profile `ci` unless the environment's COURSES_PROFILE says `nightly`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias

import orjson
from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st

from kernel.aggregate import Aggregate
from kernel.decider import C, E, Refusal, S, refused
from kernel.testing import roundtrip

# a busy machine is slow to draw, and a rule that takes long to decide is no broken rule
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", _PATIENT, max_examples=120)
settings.register_profile("nightly", _PATIENT, max_examples=20_000)

Wish: TypeAlias = C | Callable[[S], C]


def load_profile() -> None:
    """As many courses as the environment asks for."""
    settings.load_profile(os.environ.get("COURSES_PROFILE", "ci"))


@dataclass(frozen=True, slots=True)
class Step(Generic[C, E, S]):
    """One command, what it recorded or why it was refused, and the state on both sides of it."""

    command: C
    before: S
    events: tuple[E, ...]
    refusal: Refusal | None
    after: S


@dataclass(frozen=True, slots=True)
class Course(Generic[C, E, S]):
    """What became of some wishes, one after the other."""

    steps: tuple[Step[C, E, S], ...]

    def __repr__(self) -> str:
        told = (f"{step.command}\n        -> {step.refusal or list(step.events)}" for step in self.steps)
        return "\n    ".join(["Course:", *told])

    @property
    def history(self) -> list[E]:
        """Everything that was recorded."""
        return [event for step in self.steps for event in step.events]


def ask(aggregate: Aggregate[C, E, S], command: C, state: S) -> Step[C, E, S]:
    """One step, and what holds of each: events are stored as they are, a repetition is nothing, a no can be told."""
    decider = aggregate.decider
    try:
        events = decider.decide(command, state)
    except Refusal as refusal:
        orjson.dumps(refused(refusal))  # it can be told to a person far away
        return Step(command, state, (), refusal, state)
    for event in events:
        assert roundtrip(aggregate.types, event) == event
    after = decider.fold(events, state)
    assert decider.decide(command, after) == [], "repeated, a command records nothing"
    return Step(command, state, tuple(events), None, after)


def walk(aggregate: Aggregate[C, E, S], wishes: Iterable[Wish[C, S]]) -> Course[C, E, S]:
    """The wishes as steps from the beginning; where they end is what the journal alone gives, refusals or not."""
    state = aggregate.decider.initial
    steps = []
    for wish in wishes:
        command = wish(state) if callable(wish) else wish
        step = ask(aggregate, command, state)
        steps.append(step)
        state = step.after
    course = Course(tuple(steps))
    alone = aggregate.decider.fold(course.history)
    assert alone == state or repr(alone) == repr(state)  # a state that is known by identity says the same at least
    return course


def courses(
    aggregate: Aggregate[C, E, S],
    wishes: Mapping[type, st.SearchStrategy[Wish[C, S]]],
    onward: st.SearchStrategy[Wish[C, S]],
    most: int = 30,
) -> st.SearchStrategy[Course[C, E, S]]:
    """Courses of up to `most` wishes: half of them go on from where the aggregate stands, half are anything at all."""
    anything = st.one_of(*wishes.values())

    @st.composite
    def wish(draw: st.DrawFn) -> Wish[C, S]:
        return draw(anything) if draw(st.booleans()) else draw(onward)

    return st.lists(wish(), min_size=most // 3, max_size=most).map(lambda asked: walk(aggregate, asked))


def packed(
    aggregate: Aggregate[C, E, S],
    wishes: Mapping[type, Sequence[Wish[C, S]]],
    onward: Sequence[Wish[C, S]],
    most: int = 30,
) -> st.SearchStrategy[Course[C, E, S]]:
    """The same of wishes that can be counted: a whole course is drawn as one string, two bytes a wish.

    Where thousands of courses are asked for, drawing them one choice at a time takes several times as long as walking.
    """
    anything = tuple(wishes.values())

    def wish(first: int, second: int) -> Wish[C, S]:
        if first % 2:
            return onward[(first // 2 * 256 + second) % len(onward)]
        alike = anything[first // 2 % len(anything)]
        return alike[second % len(alike)]

    def asked(drawn: bytes) -> Course[C, E, S]:
        return walk(aggregate, [wish(*pair) for pair in zip(drawn[::2], drawn[1::2], strict=False)])

    return st.binary(min_size=2 * (most // 3), max_size=2 * most).map(asked)


def comes_about(drawn: st.SearchStrategy[Course[Any, Any, Any]], event: type) -> bool:
    """Whether some course records such an event; raises hypothesis' NoSuchExample where none does."""
    tries = settings(_PATIENT, max_examples=20_000, phases=[Phase.generate], derandomize=True, database=None)
    find(drawn.map(lambda course: {type(each) for each in course.history}), lambda met: event in met, settings=tries)
    return True
