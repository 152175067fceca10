"""Two people who want something of the same matter at the same moment, each through a process of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kernel.actor import Actor
from kernel.clock import rfc3339
from kernel.publiclog import Envelope
from kernel.service import Handler, Service
from kernel.verify import verify

ROUNDS = 8
"""How often each pair meets, each time over a matter of its own."""

Outcome = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Act:
    """A person's wish, at this moment."""

    handler: Handler
    actor: Actor
    at: datetime
    payload: dict[str, Any]

    def line(self) -> dict[str, Any]:
        """As the contender reads it."""
        name = f"{self.handler.__module__}.{self.handler.__qualname__}"
        return {"handler": name, "actor": self.actor.to_dict(), "payload": self.payload, "at": rfc3339(self.at)}


@dataclass(frozen=True, slots=True)
class Word:
    """What another service says, at this moment."""

    events: Sequence[Envelope]
    at: datetime

    def line(self) -> dict[str, Any]:
        """As the contender reads it."""
        return {"events": self.events, "at": rfc3339(self.at)}


class Contest:
    """Two processes on the database of `service`; the first one hears what other services say."""

    def __init__(self, service: Service, processes: Sequence[subprocess.Popen[str]]) -> None:
        self.service = service
        self._processes = processes

    def at_once(self, one: Act | Word, other: Act) -> tuple[Outcome, Outcome]:
        """What each is told."""
        for process, wish in zip(self._processes, (one, other), strict=True):
            assert process.stdin is not None
            process.stdin.write(json.dumps(wish.line()) + "\n")
            process.stdin.flush()
        first, second = (told(process) for process in self._processes)
        return first, second

    def journal(self, stream: str) -> list[str]:
        """What was recorded of one matter, in order."""
        rows = self.service.store.read(
            lambda connection: connection.exec_driver_sql("SELECT stream, version, type FROM journal ORDER BY position")
        )
        mine = [(version, name) for of, version, name in rows if of == stream]
        assert [version for version, _ in mine] == list(range(1, len(mine) + 1))
        return [name.split(".")[1] for _, name in mine]


def told(process: subprocess.Popen[str]) -> Outcome:
    """The next line of a contender."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, f"a contender ended with {process.wait(10)}"
    outcome: Outcome = json.loads(line)
    return outcome


def refused(outcome: Outcome) -> str | None:
    """The code of the refusal, None for who had their way."""
    return outcome.get("refused")


@contextmanager
def contest(service: Service) -> Iterator[Contest]:
    """Two more processes of a service; afterwards its journal is whole."""
    settings = service.settings
    greeting = {
        "service": service.name,
        "home": str(settings.home),
        "database": settings.database_url_template,
        "key": settings.key.hex() if settings.key else None,
        "at": rfc3339(service.clock.now()),
    }
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.support.contender"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    try:
        for process in processes:
            assert process.stdin is not None
            process.stdin.write(json.dumps(greeting) + "\n")
            process.stdin.flush()
        for process in processes:
            told(process)
        yield Contest(service, processes)
    finally:
        for process in processes:
            process.communicate(timeout=30)
    assert [process.returncode for process in processes] == [0, 0]
    assert verify(service.database).findings == []
    assert service.doctor({})["parked"] == []


def each_round(prepare: Callable[[int], str]) -> list[str]:
    """The matters of a contest, made before it begins: who hears other services then is one of the two."""
    return [prepare(number) for number in range(ROUNDS)]
