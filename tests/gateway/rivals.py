"""Two gateways, each a process of its own, that are told to do something at the same moment."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kernel.clock import Clock, rfc3339
from tests.support.contest import Outcome, told

Wish = dict[str, Any]


class Rivals:
    """The two, on one database."""

    def __init__(self, processes: list[subprocess.Popen[str]]) -> None:
        self._processes = processes

    def at_once(self, one: Wish, other: Wish) -> tuple[Outcome, Outcome]:
        """What each is told."""
        for process, wish in zip(self._processes, (one, other), strict=True):
            write(process, wish)
        first, second = (told(process) for process in self._processes)
        return first, second


def write(process: subprocess.Popen[str], line: dict[str, Any]) -> None:
    """Say something to one of them."""
    assert process.stdin is not None
    process.stdin.write(json.dumps(line) + "\n")
    process.stdin.flush()


@contextmanager
def rivals(database: str, clock: Clock) -> Iterator[Rivals]:
    """Two more gateways on this database; neither fails over anything but a refusal."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.gateway.rival"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    try:
        for process in processes:
            write(process, {"database": database, "at": rfc3339(clock.now())})
        for process in processes:
            told(process)
        yield Rivals(processes)
    finally:
        for process in processes:
            process.communicate(timeout=300)
    assert [process.returncode for process in processes] == [0, 0]
