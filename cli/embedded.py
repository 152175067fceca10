"""The services in this process, called without a broker; why: `cli.system`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from warnings import catch_warnings, filterwarnings

import orjson

from cli.home import Home
from cli.system import repeated, wish
from contracts import SERVICES
from kernel.actor import Actor
from kernel.context import Context
from kernel.errors import Unavailable
from kernel.publiclog import Envelope
from kernel.service import Service
from kernel.settings import Settings

with catch_warnings():
    # eventlet announces its own maintenance mode: https://eventlet.readthedocs.io/en/latest/asyncio/migration.html
    filterwarnings("ignore", message="\\s*Eventlet is deprecated")
    from kernel.transport import answers
    from kernel.transport.wired import Work

from services.intake import wiring as intake
from services.intake.service import IntakeService
from services.notices import wiring as notices
from services.notices.service import NoticesService
from services.review import wiring as review
from services.review.service import ReviewService
from services.routing import wiring as routing
from services.routing.service import RoutingService
from services.stats import wiring as stats
from services.stats.service import StatsService

WIRINGS = {
    "intake": (intake.build, IntakeService),
    "routing": (routing.build, RoutingService),
    "review": (review.build, ReviewService),
    "stats": (stats.build, StatsService),
    "notices": (notices.build, NoticesService),
}


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The other services as one of them calls them: the shape of kernel.transport.client.Client."""

    ask: Callable[[str, str, Mapping[str, Any], Context], dict[str, Any]]

    def call(
        self, service: str, method: str, payload: Mapping[str, Any], context: Context, timeout: float = 0.0
    ) -> dict[str, Any]:
        """The service's answer; nothing here can be late."""
        del timeout
        return self.ask(service, method, payload, context)


class Embedded:
    """See System. A service class is used as it is: its entrypoints are plain methods until nameko runs them."""

    def __init__(
        self, settings: Settings, actor: Actor, home: Home, verb: str, services: Mapping[str, Service] | None = None
    ) -> None:
        """`services` are those that were built otherwise: with another clock."""
        self._actor = actor
        self._home = home
        self._verb = verb
        self._services = services or {name: build(settings) for name, (build, _) in WIRINGS.items()}

    def migrate(self) -> None:
        """Every database at its newest schema, made where it is missing."""
        for service in self._services.values():
            service.migrate()

    def call(
        self, service: str, method: str, payload: Mapping[str, Any], attempts: int = 1, timeout: float = 0.0
    ) -> dict[str, Any]:
        """See System; nothing here can be late."""
        del timeout
        context = wish(self._actor)
        return repeated(lambda: self.ask(service, method, payload, context), attempts)

    def ask(self, service: str, method: str, payload: Mapping[str, Any], context: Context) -> dict[str, Any]:
        """A call whose payload and answer are JSON and whose errors are those of a call over a broker."""
        _, endpoints = WIRINGS[service]
        endpoint: Any = endpoints()
        # what a service asks of another on the caller's behalf goes the same way
        endpoint.wired = Work(self._services[service], cast("Any", Neighbours(self.ask)), context)
        try:
            answer = getattr(endpoint, method)(orjson.loads(answers.encode(payload)))
        except Exception as error:
            tagged = answers.refusal(error)
            if tagged is None:
                if not answers.is_outage(error):
                    raise
                raise Unavailable(service) from error
            return answers.result(tagged)
        found: dict[str, Any] = orjson.loads(answers.encode(answer))
        return found

    def drive(self, among: Collection[str] = SERVICES) -> None:
        """Apply everything that waits, if this process may: until nothing sets anything more in motion among these."""
        if not self._home.acquire(self._verb):
            return
        while any(self._step(self._services[name]) for name in among):
            pass

    def close(self) -> None:
        """Let the databases go."""
        for service in self._services.values():
            service.close()

    def _step(self, service: Service) -> int:
        inbox = service.inbox(self._fetch)
        return sum(inbox.catch_up(source) for source in service.definition.follows)

    def _fetch(self, source: str, after: int, limit: int) -> Sequence[Envelope]:
        return self._services[source].log.read(after, limit)
