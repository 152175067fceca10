"""A nameko service's link to its wiring: with `wired = Wired(wiring.build)` its class is nothing but entrypoints.

    class IntakeService:
        name = "intake"
        wired = Wired(wiring.build)
        inbox = Subscription()
        relay = RelayExtension()

        @command
        def accept(self, payload):
            return self.wired.handle(handlers.accept, payload)

`Wired` also gives the class the methods every service answers: `public_log`, `health`, `doctor` and `retry_parked`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import eventlet
import structlog
from nameko.extensions import DependencyProvider

from kernel.actor import SYSTEM
from kernel.context import Context
from kernel.errors import Unavailable
from kernel.publiclog import Envelope
from kernel.service import Answer, Handler, Payload, Query, Service
from kernel.settings import Settings
from kernel.transport import answers, health, metrics
from kernel.transport.client import TIMEOUT, Client
from kernel.transport.rpc import CONTEXT, command, query

log = structlog.get_logger(__name__)

Build = Callable[[Settings], Service]

SETTINGS = "SETTINGS"  # of a container's configuration: the Settings of the process
WATCH_EVERY = 5.0  # seconds
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0  # seconds between attempts to reach the database at start


class Work:
    """One call's view of its service: handlers and queries run on behalf of who called."""

    __slots__ = ("_client", "_context", "service")

    def __init__(self, service: Service, client: Client, context: Context | None) -> None:
        self.service = service
        self._client = client
        self._context = context

    @property
    def context(self) -> Context:
        """Who asks; outside a call, the program itself."""
        return self._context or system()

    def handle(self, handler: Handler, payload: Payload) -> Answer:
        """Run a handler as one transaction (Service.handle)."""
        return self.service.handle(handler, payload, self.context)

    def ask(self, query: Query, payload: Payload) -> Answer:
        """Run a query, which changes nothing (Service.ask)."""
        return self.service.ask(query, payload, self.context)

    def call(self, service: str, method: str, payload: Mapping[str, Any], timeout: float = TIMEOUT) -> Answer:
        """Ask another service on behalf of the same caller (Client.call)."""
        return self._client.call(service, method, payload, self.context, timeout)

    def heads(self) -> dict[str, int]:
        """How far the public log reaches of each service that this one follows. Raises Unavailable."""
        nothing = {"after": 0, "limit": 0}
        return {source: self.call(source, "public_log", nothing)["head"] for source in self.service.definition.follows}


class Wired(DependencyProvider):
    """Builds the service once per container, migrates its database, and closes it when no worker is left."""

    service: Service
    client: Client

    def __init__(self, build: Build) -> None:
        self._build = build
        self._before_close: list[Callable[[], None]] = []

    def __set_name__(self, owner: type, name: str) -> None:
        for offer, method in ((query, "public_log"), (query, "health"), (query, "doctor"), (command, "retry_parked")):
            if method not in vars(owner):
                setattr(owner, method, offer(_own(name, method)))

    @classmethod
    def of(cls, container: Any) -> Wired:
        """The one of a container. Raises LookupError where the service class has none."""
        for provider in container.dependencies:
            if isinstance(provider, cls):
                return provider
        raise LookupError(f"{container.service_cls.__name__} has no `wired = Wired(…)`")

    def before_close(self, end: Callable[[], None]) -> None:
        """Call this before the service is closed."""
        self._before_close.append(end)

    def setup(self) -> None:
        """Build the service; wait for its database as long as it takes."""
        self._watcher: Any = None
        self.service = self._build(self.container.config[SETTINGS])
        self.client = Client(self.container.config["AMQP_URI"], self.service.name)
        self._migrate()

    def start(self) -> None:
        """Be able to call other services."""
        self.client.start(self.container.spawn_managed_thread)
        self._watcher = self.container.spawn_managed_thread(self._watch)

    def stop(self) -> None:
        """Close the service."""
        for end in self._before_close:
            end()
        if self._watcher is not None:
            self._watcher.kill()
        self.client.stop()
        self.service.close()
        health.forget(f"{self.service.name}.database")

    def get_dependency(self, worker_ctx: Any) -> Work:
        """The service as the worker's call sees it."""
        return Work(self.service, self.client, worker_ctx.data.get(CONTEXT))

    def fetch(self, source: str, after: int, limit: int) -> Sequence[Envelope]:
        """A source's public events after a position (inbox.Fetch)."""
        events: Sequence[Envelope] = self.read_log(source, after, limit)["events"]
        return events

    def read_log(self, source: str, after: int, limit: int) -> Answer:
        """{events, head} of another service's public log. Raises Unavailable."""
        return self.client.call(source, "public_log", {"after": after, "limit": limit}, system())

    def _migrate(self) -> None:
        part, pause = f"{self.service.name}.database", FIRST_PAUSE
        while True:
            try:
                self.service.migrate()
            except Exception as error:
                if not answers.is_outage(error):
                    raise
                health.report(part, "away")
                log.warning("waiting for the database", service=self.service.name, error=type(error).__qualname__)
                eventlet.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                health.report(part, "connected")
                return

    def _watch(self) -> None:
        """Look every few seconds: is the database there, how far is the journal, and how far behind is the relay."""
        service, part = self.service, f"{self.service.name}.database"
        while True:
            try:
                position, _, _ = service.journal.head()
                metrics.JOURNAL.labels(service.name).set(position)
                metrics.RELAY_LAG.labels(service.name).set(service.relay.lag())
                health.report(part, "connected")
            except Unavailable:
                health.report(part, "away")
            eventlet.sleep(WATCH_EVERY)


def system() -> Context:
    """The program itself, doing something of its own accord."""
    return Context(SYSTEM, str(uuid.uuid4()))


def _own(wired: str, name: str) -> Callable[[Any, Payload], Answer]:
    """The method `name` of the kernel's Service, as a method of a nameko service class."""

    def answer(self: Any, payload: Payload) -> Answer:
        service: Service = getattr(self, wired).service
        found: Answer = getattr(service, name)(payload)
        if name in {"health", "doctor"}:
            found = {**found, "connections": health.view(service.name)}
        return found

    answer.__name__ = name
    answer.__qualname__ = f"Service.{name}"
    answer.__doc__ = getattr(Service, name).__doc__
    return answer
