"""Turns: so many calls are under way beside the event loop at a time, those that were given up among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Any, TypeVar

T = TypeVar("T")
Offload = Callable[..., Any]


def directly(call: Callable[..., T], *args: Any) -> T:
    """In the caller's own thread."""
    return call(*args)


class Turns:
    """`at_once` calls at a time; whoever waits longer than `patience` seconds for a turn goes without."""

    def __init__(self, at_once: int, patience: float, offload: Offload = directly) -> None:
        self._turns = BoundedSemaphore(at_once)
        self._patience = patience
        self._offload = offload
        self._given_up: list[list[bool]] = []

    @contextmanager
    def taken(self) -> Iterator[Offload]:
        """A turn, in which calls are made by what it gives. Raises TimeoutError, and so does a call that is given up.

        A call that was given up keeps its turn until its thread comes back.
        """
        for back in [there for there in self._given_up if there]:
            self._given_up.remove(back)
            self._turns.release()
        if not self._turns.acquire(timeout=self._patience):
            raise TimeoutError
        away: list[list[bool]] = []
        try:
            yield lambda call, *args: self._run(away, call, *args)
        finally:
            if away:
                self._given_up.append(away[-1])
            else:
                self._turns.release()

    def _run(self, away: list[list[bool]], call: Callable[..., T], *args: Any) -> T:
        ended: list[bool] = []

        def run() -> T:
            try:
                return call(*args)
            finally:
                ended.append(True)

        try:
            answer: T = self._offload(run)
        except TimeoutError:
            if not ended:
                away.append(ended)
            raise
        return answer
