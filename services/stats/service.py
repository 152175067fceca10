"""Stats as a nameko service: entrypoints, nothing else."""

from __future__ import annotations

from typing import Any

from kernel.service import Answer
from kernel.transport.rpc import query
from kernel.transport.subscription import Subscription
from kernel.transport.wired import Wired
from services.stats import queries, wiring


class StatsService:
    """Counts what the others make public."""

    name = "stats"
    wired = Wired(wiring.build)
    inbox = Subscription()

    @query
    def completion(self, payload: dict[str, Any]) -> Answer:
        """See queries.completion."""
        return self.wired.ask(queries.completion, payload)

    @query
    def timeliness(self, payload: dict[str, Any]) -> Answer:
        """See queries.timeliness."""
        return self.wired.ask(queries.timeliness, payload)

    @query
    def satisfaction(self, payload: dict[str, Any]) -> Answer:
        """See queries.satisfaction."""
        return self.wired.ask(queries.satisfaction, payload)

    @query
    def workload(self, payload: dict[str, Any]) -> Answer:
        """See queries.workload."""
        return self.wired.ask(queries.workload, payload)

    @query
    def indicators(self, payload: dict[str, Any]) -> Answer:
        """See queries.indicators."""
        return self.wired.ask(queries.indicators, payload)

    @query
    def messages_behind(self, payload: dict[str, Any]) -> Answer:
        """See queries.messages_behind."""
        return self.wired.ask(queries.messages_behind, payload)
