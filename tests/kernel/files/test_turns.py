"""Turns: only so many calls at a time, and one that hangs is counted until it comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kernel.files.turns import Turns


class Hanging:
    """Gives up on every call and leaves it behind, until it is told to come back."""

    def __init__(self) -> None:
        self.left: list[Callable[[], Any]] = []

    def __call__(self, call: Callable[[], Any]) -> Any:
        self.left.append(call)
        raise TimeoutError


def test_a_call_that_was_given_up_keeps_its_turn_until_it_comes_back() -> None:
    hanging = Hanging()
    turns = Turns(2, 0, hanging)
    for _ in range(3):
        with pytest.raises(TimeoutError), turns.taken() as aside:
            aside(len, "two")
    assert len(hanging.left) == 2  # the third had no turn
    hanging.left[0]()
    with pytest.raises(TimeoutError), turns.taken() as aside:
        aside(len, "two")
    assert len(hanging.left) == 3


def test_a_turn_ends_with_its_call_also_where_that_fails() -> None:
    turns = Turns(1, 0)
    for _ in range(3):
        with turns.taken() as aside:
            assert aside(len, "two") == 3
        with pytest.raises(ValueError, match="two"), turns.taken() as aside:
            aside(int, "two")
    with turns.taken(), pytest.raises(TimeoutError), turns.taken():
        pass
