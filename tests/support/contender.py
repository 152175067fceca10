"""One of several people at work at once: a process with a service of its own, on a database that others use too.

python -m tests.support.contender, then lines of JSON: first whose service, on which settings, then one wish after the
other: {handler, actor, payload, at}, or {events, at} for what another service says. Each is answered by a line.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from kernel.actor import Actor
from kernel.clock import FixedClock, instant
from kernel.context import Context
from kernel.decider import Refusal, refused
from kernel.publiclog import Envelope
from kernel.service import Service
from kernel.settings import Settings


def nothing_missing(source: str, after: int, limit: int) -> list[Envelope]:
    """A fetch that is never needed: one process hears everything."""
    raise AssertionError(f"asked {source} for {limit} events after {after}")


def answer(service: Service, wish: dict[str, Any]) -> dict[str, Any]:
    """What the service says to a wish: its answer, or why not."""
    if "events" in wish:
        return {"applied": service.inbox(nothing_missing).apply(wish["events"])}
    module, name = wish["handler"].rsplit(".", 1)
    handler = getattr(importlib.import_module(module), name)
    context = Context(Actor.from_dict(wish["actor"]), wish["at"])
    try:
        return {"answer": service.handle(handler, wish["payload"], context)}
    except Refusal as refusal:
        return refused(refusal)


def say(outcome: dict[str, Any]) -> None:
    """One line."""
    sys.stdout.write(json.dumps(outcome) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Work until there are no more wishes."""
    asked = json.loads(sys.stdin.readline())
    settings = Settings(
        home=Path(asked["home"]),
        database_url_template=asked["database"],
        key=None if asked["key"] is None else bytes.fromhex(asked["key"]),
    )
    clock = FixedClock(instant(asked["at"]))
    service: Service = importlib.import_module(f"services.{asked['service']}.wiring").build(settings, clock=clock)
    service.doctor({})  # connected before the first wish
    say({})
    for line in sys.stdin:
        wish = json.loads(line)
        clock.at = instant(wish["at"])
        say(answer(service, wish))
    service.close()


if __name__ == "__main__":
    main()
