"""Stats as a nameko service: entrypoints, nothing else."""

from __future__ import annotations

from typing import Any

import eventlet

from kernel.service import Answer
from kernel.transport.relay import RelayExtension
from kernel.transport.rpc import command, query
from kernel.transport.subscription import Subscription
from kernel.transport.timer import timer
from kernel.transport.wired import Wired
from services.stats import handlers, queries, wiring

LOOK_EVERY = 10  # seconds until what was heard has been read, also where nobody asks


class StatsService:
    """Counts what the others make public, and keeps the bulletins."""

    name = "stats"
    wired = Wired(wiring.build)
    inbox = Subscription()
    relay = RelayExtension()

    @timer(interval=LOOK_EVERY, eager=True)
    def remember(self) -> None:
        """See counting.memory; a step at a time, so that calls come in between."""
        while wiring.memory_of(self.wired.service).catch_up():
            eventlet.sleep(0)

    @query
    def completion(self, payload: dict[str, Any]) -> Answer:
        """See queries.completion."""
        return self.wired.ask(queries.completion(wiring.memory_of(self.wired.service)), payload)

    @query
    def timeliness(self, payload: dict[str, Any]) -> Answer:
        """See queries.timeliness."""
        return self.wired.ask(queries.timeliness(wiring.memory_of(self.wired.service)), payload)

    @query
    def satisfaction(self, payload: dict[str, Any]) -> Answer:
        """See queries.satisfaction."""
        return self.wired.ask(queries.satisfaction(wiring.memory_of(self.wired.service)), payload)

    @query
    def workload(self, payload: dict[str, Any]) -> Answer:
        """See queries.workload."""
        return self.wired.ask(queries.workload(wiring.memory_of(self.wired.service)), payload)

    @query
    def indicators(self, payload: dict[str, Any]) -> Answer:
        """See queries.indicators."""
        return self.wired.ask(queries.indicators(wiring.memory_of(self.wired.service)), payload)

    @query
    def messages_behind(self, payload: dict[str, Any]) -> Answer:
        """See queries.messages_behind."""
        return self.wired.ask(queries.messages_behind(wiring.memory_of(self.wired.service)), payload)

    @command
    def draft_bulletin(self, payload: dict[str, Any]) -> Answer:
        """See handlers.draft_bulletin."""
        memory = wiring.memory_of(self.wired.service)
        return self.wired.handle(handlers.draft_bulletin(memory, self.wired.heads), payload)

    @command
    def send_bulletin_back(self, payload: dict[str, Any]) -> Answer:
        """See handlers.send_bulletin_back."""
        return self.wired.handle(handlers.send_bulletin_back, payload)

    @command
    def check_bulletin(self, payload: dict[str, Any]) -> Answer:
        """See handlers.check_bulletin."""
        return self.wired.handle(handlers.check_bulletin, payload)

    @command
    def publish_bulletin(self, payload: dict[str, Any]) -> Answer:
        """See handlers.publish_bulletin."""
        return self.wired.handle(handlers.publish_bulletin(wiring.memory_of(self.wired.service)), payload)

    @query
    def bulletins(self, payload: dict[str, Any]) -> Answer:
        """See queries.bulletins."""
        return self.wired.ask(queries.bulletins, payload)

    @query
    def bulletin(self, payload: dict[str, Any]) -> Answer:
        """See queries.bulletin."""
        return self.wired.ask(queries.bulletin, payload)

    @query
    def desk_bulletins(self, payload: dict[str, Any]) -> Answer:
        """See queries.desk_bulletins."""
        return self.wired.ask(queries.desk_bulletins, payload)

    @query
    def desk_bulletin(self, payload: dict[str, Any]) -> Answer:
        """See queries.desk_bulletin."""
        return self.wired.ask(queries.desk_bulletin, payload)

    @query
    def bulletins_due(self, payload: dict[str, Any]) -> Answer:
        """See queries.bulletins_due."""
        return self.wired.ask(queries.bulletins_due(wiring.memory_of(self.wired.service)), payload)
