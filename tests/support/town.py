"""Every service for real, in this process and at a time of the test's own: what a gateway of a test is put before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import orjson

from cli.embedded import WIRINGS, Neighbours
from kernel.clock import Clock
from kernel.context import Context
from kernel.publiclog import Envelope
from kernel.service import Service
from kernel.settings import Settings
from kernel.transport import answers
from kernel.transport.wired import Work


class Town:
    """The services behind gateway.ports.Services; what one says the others hear when the town settles."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._services: dict[str, Service] = {
            name: build(settings, clock=clock) for name, (build, _) in WIRINGS.items()
        }
        for service in self._services.values():
            service.migrate()

    def call(
        self, service: str, method: str, payload: Mapping[str, Any], context: Context, timeout: float = 0.0
    ) -> dict[str, Any]:
        """The answer of a service, as a call over a broker brings it."""
        del timeout
        _, endpoints = WIRINGS[service]
        endpoint: Any = endpoints()
        endpoint.wired = Work(self._services[service], cast("Any", Neighbours(self.call)), context)
        try:
            answer = getattr(endpoint, method)(orjson.loads(answers.encode(payload)))
        except Exception as error:
            tagged = answers.refusal(error)
            if tagged is None:
                raise
            return answers.result(tagged)
        found: dict[str, Any] = orjson.loads(answers.encode(answer))
        return found

    def settle(self) -> None:
        """Until nothing that was said sets anything more in motion."""
        while any(self._listen(service) for service in self._services.values()):
            pass

    def recorded(self) -> dict[str, int]:
        """How many events each journal holds."""
        return {name: service.journal.head()[0] for name, service in self._services.items()}

    def close(self) -> None:
        """Let the databases go."""
        for service in self._services.values():
            service.close()

    def _listen(self, service: Service) -> int:
        inbox = service.inbox(self._fetch)
        return sum(inbox.catch_up(source) for source in service.definition.follows)

    def _fetch(self, source: str, after: int, limit: int) -> Sequence[Envelope]:
        return self._services[source].log.read(after, limit)
