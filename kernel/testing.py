"""given/when/then for deciders, and the trip of an event through its stored form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic

import pytest

from kernel.decider import C, Decider, E, Refusal, S


@dataclass(frozen=True, slots=True)
class Specification(Generic[C, E, S]):
    """`Specification(decider)` names the aggregate; `.given(...)` starts a sentence."""

    decider: Decider[C, E, S]

    def given(self, *events: E) -> Given[C, E, S]:
        """What has happened so far."""
        return Given(self.decider, list(events))


@dataclass(frozen=True, slots=True)
class Given(Generic[C, E, S]):
    """The past of one aggregate."""

    decider: Decider[C, E, S]
    events: list[E]

    def when(self, command: C) -> When[C, E, S]:
        """What is asked now."""
        return When(self.decider, self.events, command)


@dataclass(frozen=True, slots=True)
class When(Generic[C, E, S]):
    """A command about to be decided; each `then` decides it afresh."""

    decider: Decider[C, E, S]
    events: list[E]
    command: C

    def then(self, *expected: E) -> None:
        """Exactly these events, in this order; and the command repeated after them records nothing."""
        state = self.decider.fold(self.events)
        assert self.decider.decide(self.command, state) == list(expected)
        assert self.decider.decide(self.command, self.decider.fold(expected, state)) == []

    def then_every_time(self, *expected: E) -> None:
        """Exactly these events, for the rare command that is a new fact each time (said beside its use)."""
        assert self.decider.decide(self.command, self.decider.fold(self.events)) == list(expected)

    def then_nothing(self) -> None:
        """Already so: nothing is recorded."""
        assert self.decider.decide(self.command, self.decider.fold(self.events)) == []

    def then_refused(self, refusal: Refusal) -> None:
        """Refused with exactly this refusal, values included."""
        with pytest.raises(type(refusal)) as caught:
            self.decider.decide(self.command, self.decider.fold(self.events))
        assert (caught.value.code, caught.value.values()) == (refusal.code, refusal.values())


def roundtrip(types: Any, event: object) -> object:
    """The event after a trip through its stored form."""
    return types.decode(*types.encode(event))
