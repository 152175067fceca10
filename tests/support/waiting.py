"""Waiting for a condition, never for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(condition: Callable[[], T], what: str, *, seconds: float = 120.0, pause: float = 0.02) -> T:
    """The first truthy answer of `condition`, asked again every `pause` seconds; fails after `seconds`, saying `what`.

    Under eventlet's monkey-patching the pause lets other green threads run.
    """
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"waited {seconds:g} s in vain for {what}"
        time.sleep(pause)
    return answer


def pause(seconds: float = 0.05) -> None:
    """Let others run before a condition is looked at again; the only other place where a driver lets time pass."""
    time.sleep(seconds)
