"""The system as a verb sees it: services that answer calls, and events that are being followed.

**Over RabbitMQ** (HUIYIN_AMQP_URI is set) a verb calls the running services like the gateway does.

**Embedded** there is no broker to reach another process by, and none is needed. The verb wires the same services over
the same databases in its own process and calls their methods directly: the store takes several writing processes,
a stream decided by another one in the meantime is decided again. Who follows the events depends on who runs the home:

- `huiyin up` runs: its relay finds what the verb recorded within a second, and everything flows on there. The verb
  only watches the checkpoints.
- Nobody runs: the verb takes the home's lock and pulls each service's log into the inboxes itself, by the code that
  catches up after a crash. Its events stay on the relay's list; the next `up` publishes them, and every inbox drops
  them as seen.
- Another verb has the lock: the verb waits for it, and takes over when it ends.

The alternative, a door on the loopback of the running process, would be a second way to call a service, with its own
authentication, and would still leave the case where nobody runs. Relays run in `up` and `run` only, so there is one
for each service; inboxes are driven by the lock's holder only.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any, Protocol

from cli import exits, refused
from cli.home import Home
from contracts import SERVICES
from kernel.actor import IMPORT, SYSTEM, Actor
from kernel.context import Context
from kernel.errors import Conflict, Refused, Unavailable
from kernel.settings import Settings

__all__ = ["IMPORT", "SYSTEM", "System", "calling", "follow", "reach"]

TIMEOUT = 60.0  # seconds for an answer: a batch of an import is more work than a click
CONNECT_TIMEOUT = 10.0
PAUSE = 1.0  # seconds before the second attempt, longer before each further one
# accepted → case opened; assigned → reply opened; published → closed → counted: three, and a little more
GENERATIONS = 5
POLL = 0.2  # seconds between looks at the checkpoints
LONGEST = 5.0  # seconds, where each pause is twice the one before

Answer = dict[str, Any]


class System(Protocol):
    """Calls services, wherever they run."""

    def call(
        self, service: str, method: str, payload: Mapping[str, Any], attempts: int = 1, timeout: float = TIMEOUT
    ) -> Answer:
        """The service's answer, asked for again under one request id while it does not answer or is in conflict.

        `timeout`: seconds for each attempt. Raises Refused, and Unavailable after so many attempts.
        """
        ...

    def drive(self) -> None:
        """Apply waiting events, where nobody else does."""
        ...


@contextmanager
def reach(settings: Settings, actor: Actor, verb: str, *, make: bool = True) -> Iterator[System]:
    """The system for the time of a verb, which acts as `actor`; `make`: databases are made and brought up to date.

    Raises Unavailable, Usage where something is missing that is not made, and Found with the sentence of a refusal.
    """
    if settings.amqp_uri is not None:
        with calling(settings.amqp_uri, actor) as system, told_by_name(system):
            yield system
    else:
        with in_process(settings, actor, verb, make=make) as system, told_by_name(system):
            yield system


@contextmanager
def told_by_name(system: System) -> Iterator[None]:
    """A refusal says the names of agencies and columns, as long as there is somebody to ask for them."""
    try:
        yield
    except Refused as refusal:
        raise exits.Found(refused.told(refusal, refused.known_to(system))) from refusal


@contextmanager
def calling(uri: str, actor: Actor) -> Iterator[System]:
    """The running services, called over a broker. Raises Unavailable."""
    from kernel.transport import patch  # noqa: F401 - before anything that opens a socket
    from kernel.transport.client import Client

    client = Client(uri, "cli")
    client.start()
    try:
        if not client.link.wait_up(CONNECT_TIMEOUT):
            raise Unavailable("broker")
        yield Remote(client.call, actor)
    finally:
        client.stop()


@dataclass(frozen=True, slots=True)
class Remote:
    """Services somewhere else; they follow each other by themselves."""

    ask: Callable[..., Answer]
    actor: Actor

    def call(
        self, service: str, method: str, payload: Mapping[str, Any], attempts: int = 1, timeout: float = TIMEOUT
    ) -> Answer:
        """See System."""
        context = wish(self.actor)
        return repeated(lambda: self.ask(service, method, payload, context, timeout), attempts)

    def drive(self) -> None:
        """Others do."""


@contextmanager
def in_process(settings: Settings, actor: Actor, verb: str, *, make: bool) -> Iterator[System]:
    """The services, wired in this process over the home's databases."""
    from cli.embedded import Embedded
    from cli.parts import must_exist, must_have_key

    if not make:
        must_exist(settings)
        must_have_key(settings)
    home = Home(settings.home)
    system = Embedded(settings, actor, home, verb)
    if make:
        system.migrate()
    try:
        yield system
    finally:
        system.close()
        home.release()


def wish(actor: Actor) -> Context:
    """The circumstances of one call, which may be repeated."""
    number = str(uuid.uuid4())
    return Context(actor, correlation_id=number, request_id=number, fingerprint=number)


def repeated(ask: Callable[[], Answer], attempts: int) -> Answer:
    """The answer to a call that may be repeated; raises what the last attempt raises.

    A conflict passes like an outage does: a running system and an import may open the same cases at the same moment.
    """
    for attempt in range(1, attempts):
        try:
            return ask()
        except Refused as refusal:
            if refusal.code != Conflict.code:
                raise
        except Unavailable:
            pass  # asked again below, in a while
        sleep(PAUSE * attempt)
    return ask()


def look(system: System) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    """How far each service has published, and how far each (follower, source) has been applied."""
    findings = {service: system.call(service, "doctor", {}) for service in SERVICES}
    heads = {service: int(finding["public_head"]) for service, finding in findings.items()}
    return heads, {(name, source): at for name, found in findings.items() for source, at in positions(found).items()}


def positions(finding: Mapping[str, Any]) -> dict[str, int]:
    """Source → position up to which a service has applied its events, from the service's `doctor` answer."""
    return {source: int(position) for source, position in finding["checkpoints"].items()}


def behind(heads: Mapping[str, int], applied: Mapping[tuple[str, str], int]) -> int:
    """How many events up to these heads wait to be applied by some follower."""
    return sum(max(0, heads[source] - at) for (_, source), at in applied.items())


def heard(system: System, follower: str, source: str, patience: float) -> bool:
    """Wait until `follower` has applied what `source` has published by now, at most `patience` seconds; whether it has.

    Only checkpoints are looked at, each time after twice the pause before.
    """
    deadline, pause = monotonic() + patience, POLL
    head = int(system.call(source, "doctor", {})["public_head"])
    system.drive()
    while positions(system.call(follower, "doctor", {}))[source] < head:
        if monotonic() > deadline:
            return False
        sleep(min(pause, LONGEST))
        pause *= 2
        system.drive()
    return True


def follow(system: System, patience: float, advance: Callable[[int], None]) -> int:
    """Wait until what is recorded now has had its consequences, at most `patience` seconds; how many events are left.

    Applying an event may record another, so the heads are looked at again, as often as the longest chain of
    consequences is long. What a busy system records in the meantime is not waited for.
    """
    deadline = monotonic() + patience
    for _ in range(GENERATIONS):
        heads, applied = look(system)
        left = behind(heads, applied)
        if not left:
            return 0
        while left and monotonic() < deadline:
            system.drive()
            now = behind(heads, look(system)[1])
            advance(left - now)
            left = now
            if left:
                sleep(POLL)
        if left:
            return left
    return 0
