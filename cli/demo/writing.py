"""Writing the demonstration: each step through the services' own use cases, by their people, at the step's own hour.

The services are wired as for a command line without a broker (`cli.embedded`), but for their clock, which stands at the
hour of the step. Before a step that follows one of another service all of them hear what the others made public. Each
step has a request id of its own, so that a start that was interrupted goes on where it ended: what it repeats records
nothing.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from cli.demo.journey import CITIZEN, NOBODYS, SYSTEM, Step
from cli.embedded import WIRINGS, Embedded
from cli.home import Home
from cli.system import System
from kernel.actor import CITIZEN as CITIZEN_ACTOR
from kernel.actor import SYSTEM as SYSTEM_ACTOR
from kernel.actor import Actor
from kernel.clock import FixedClock
from kernel.context import Context
from kernel.service import Answer, Handler, Payload, Service
from kernel.settings import Settings
from kernel.store import Task, Unit
from kernel.tables import from_micros
from services.intake import handlers as intake_handlers
from services.intake import wiring as intake
from services.intake.desk import Desk
from services.review import handlers as review_handlers
from services.routing import handlers as routing_handlers

AGAIN = timedelta(days=20)
"""What is repeated after an interruption, of the 30 days for which the outcome of a request is kept."""

AT_ONCE = timedelta(hours=3)
"""What happened within so long is recorded at once."""

ACTING = ("intake", "routing", "review")
WRITERS = (*ACTING, "stats")
_HANDLERS: Mapping[str, Any] = {"intake": intake_handlers, "routing": routing_handlers, "review": review_handlers}
_FIRST = "SELECT MIN(recorded_at) FROM journal"
_LAST = "SELECT MAX(recorded_at) FROM journal"
_OF_QUERY_CODE = frozenset({"withdraw", "evaluate", "ask_follow_up"})
_READING = frozenset({"confirm_public_text"})  # what was written, as it was committed
_TIMERS: Mapping[str, Sequence[Any]] = {
    "look_at_deadlines": (routing_handlers.look_at_deadlines, routing_handlers.look_for_due_soon),
    "dispatch_cases": (routing_handlers.dispatch_cases,),
}


class Writer:
    """Writes steps. `people` are the city's accounts; `home` is held by who asks."""

    def __init__(self, settings: Settings, people: Mapping[str, Actor], home: Home) -> None:
        self._clock = FixedClock(datetime(2000, 1, 1, tzinfo=UTC))
        self._people = {**people, CITIZEN: CITIZEN_ACTOR, SYSTEM: SYSTEM_ACTOR}
        self._draw = 0
        # notices keeps the time of the day: of what happened years ago it tells nobody
        self.services = {
            name: build(settings) if name == "notices" else self._built(name, settings)
            for name, (build, _) in WIRINGS.items()
        }
        self.system = Embedded(settings, SYSTEM_ACTOR, home, "up", self.services)
        self._moved: dict[str, str] = {}
        self._waiting: dict[str, list[tuple[Step, Task[Answer]]]] = {name: [] for name in WRITERS}
        self._findings: dict[str, list[str]] = {}
        self._digests: dict[str, str] = {}
        self._all_heard = False

    def write(self, steps: Sequence[Step], advance: Callable[[int], None]) -> None:
        """Take all steps that were not taken before, in their order; `advance` hears of those that were, too."""
        reached = self.reached()
        if reached is not None:
            self._clock.at = reached
            self.system.drive()
        ahead = [step for step in steps if reached is None or _is_ahead(step, reached)]
        advance(len(steps) - len(ahead))
        for step in ahead:
            self._take(step)
            advance(1)
        self.settle()

    def reached(self) -> datetime | None:
        """When the last thing was recorded by those who write; None where nothing was."""
        looks = (self.services[name].database.look(lambda session: session.query(_LAST)) for name in WRITERS)
        instants = [rows[0][0] for rows in looks if rows[0][0] is not None]
        return from_micros(max(instants)) if instants else None

    def began(self) -> datetime | None:
        """When routing recorded something for the first time; None where it never has."""
        rows = self.services["routing"].database.look(lambda session: session.query(_FIRST))
        return None if rows[0][0] is None else from_micros(rows[0][0])

    def call(self, service: str, by: str, method: str, payload: Mapping[str, Any]) -> Answer:
        """What somebody asks of a service now: the same wish each time it is asked."""
        named = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{by} {service} {method}"))
        context = Context(self._people[by], correlation_id=named, request_id=named, fingerprint=named)
        return self.system.ask(service, method, payload, context)

    def at(self, instant: datetime) -> System:
        """The system at an instant, for the program itself."""
        self.settle()
        self._clock.at = instant
        return self.system

    def settle(self) -> None:
        """What waits is committed, and everybody has heard everything."""
        self._tell()
        self.system.drive()
        self._all_heard = True

    def _tell(self) -> None:
        """What waits is committed, and those who act on it have heard it; who only counts and tells hears it later."""
        self._commit()
        self._moved.clear()
        self.system.drive(ACTING)

    def close(self) -> None:
        """Let the databases go."""
        self.system.close()

    def _take(self, step: Step) -> None:
        if step.service == "stats":
            self._count(step)
            return
        self._all_heard = False
        if self._moved.get(step.number, step.service) != step.service or (step.by == SYSTEM and self._moved):
            self._tell()
        elif any(waiting and step.at - waiting[0][0].at > AT_ONCE for waiting in self._waiting.values()):
            self._commit()
        self._clock.at = step.at
        if step.by == SYSTEM:
            self._look(step)
            return
        self._moved[step.number] = step.service
        if step.waives is not None or (step.method in _READING and self._is_fresh(step.number)):
            self._commit()
        self._waiting[step.service].append((step, self._task(step)))

    def _task(self, step: Step) -> Task[Answer]:
        """The step as its service takes it: the handler that its endpoint would hand the payload to."""
        payload = dict(step.payload)
        if step.by == CITIZEN and step.method in _OF_QUERY_CODE:
            payload["query_code"] = self._desk.query_code(step.number)
        if step.waives is not None:
            found = self._findings.get(step.number, [])
            payload["passed_over"] = [{"finding": finding, "why": step.waives} for finding in found]
        return Task(functools.partial(self._handled, step, payload), self._context(step), step.at)

    def _context(self, step: Step) -> Context:
        """The wish of the step: the same one whenever it is taken."""
        about = step.number or step.payload.get("column")
        named = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{step.at.isoformat()} {step.by} {step.method} {about}"))
        return Context(self._people[step.by], correlation_id=named, request_id=named, fingerprint=named)

    def _handled(self, step: Step, payload: Payload, unit: Unit) -> Answer:
        if (step.service, step.method) == ("intake", "submit"):
            self._draw = int(step.number[-6:])
            return intake_handlers.submit(self._desk)(unit, payload)
        handler: Handler = getattr(_HANDLERS[step.service], step.method)
        return handler(unit, payload)

    def _is_fresh(self, number: str) -> bool:
        """Whether the message is about to be recorded."""
        return any(step.number == number and step.method == "submit" for step, _ in self._waiting["intake"])

    def _commit(self) -> None:
        for service, waiting in self._waiting.items():
            if waiting:
                self._clock.at = max(self._clock.at, waiting[-1][0].at)
                done = self.services[service].store.transact_all([task for _, task in waiting])
                for (step, _), answer in zip(waiting, done, strict=True):
                    if step.method == "save_draft":
                        self._findings[step.number] = [found["finding"] for found in answer["findings"]]
                waiting.clear()

    def _count(self, step: Step) -> None:
        """A step of a bulletin, whose draft is known by its digest."""
        if not self._all_heard:
            self.settle()
        self._clock.at = step.at
        known = {} if step.method == "draft_bulletin" else {"digest": self._digests[step.number]}
        answer = self.system.ask(step.service, step.method, {**step.payload, **known}, self._context(step))
        self._digests[step.number] = answer["digest"]

    def _look(self, step: Step) -> None:
        context = Context(SYSTEM_ACTOR, correlation_id=f"{step.method} {step.at.isoformat()}")
        for handler in _TIMERS[step.method]:
            while self.services[step.service].handle(handler, {}, context)["more"]:
                pass
        if step.number != NOBODYS:
            self._moved[step.number] = step.service

    @property
    def _desk(self) -> Desk:
        return intake.desk_of(self.services["intake"])

    def _built(self, name: str, settings: Settings) -> Service:
        build: Any = WIRINGS[name][0]
        made: Service = build(settings, clock=self._clock, **({"entropy": self._drawn} if name == "intake" else {}))
        return made

    def _drawn(self, _: int) -> int:
        return self._draw


def _is_ahead(step: Step, reached: datetime) -> bool:
    """Whether a step is taken, or taken once more; a timer that has rung finds what happened after it, and does not."""
    return step.at >= reached or (step.by != SYSTEM and step.at > reached - AGAIN)
