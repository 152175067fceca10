"""`@timer(interval)`: what a service does by the clock. It fires as nameko's own does, and tells better how it fails.

A service of which something is away says so once, and once that it is back, whichever of its timers meet it and however
often: it is back when each of those has gone well, since what another timer does may need nothing of it. A bug is told
each time, without what it says: that may quote a payload.
"""

from __future__ import annotations

from typing import Any

import structlog
from nameko import timer as nameko
from nameko.extensions import SharedExtension

from kernel.transport import answers

log = structlog.get_logger(__name__)


class Outage(SharedExtension):
    """Which timers of a container have found something away, and have not gone well since."""

    def __init__(self) -> None:
        super().__init__()
        self.met: set[str] = set()


class Timer(nameko.Timer):
    """An entrypoint that fires every `interval` seconds, one call at a time."""

    tells = True  # what became of its workers
    outage = Outage()

    def handle_result(self, worker_ctx: Any, result: Any, exc_info: Any) -> Any:
        """Tell how it went, and let the clock go on."""
        self._tell(None if exc_info is None else exc_info[1], service=worker_ctx.service_name, method=self.method_name)
        return super().handle_result(worker_ctx, result, exc_info)

    def _tell(self, error: BaseException | None, **where: str) -> None:
        met = self.outage.met
        if error is None:
            if met == {self.method_name}:
                log.info("a dependency is back", **where)
            met.discard(self.method_name)
        elif not answers.is_outage(error):
            name = type(error).__qualname__
            log.error("a worker failed over a bug", error=name, frames=answers.frames(error), **where)
        else:
            if not met:
                log.warning("a dependency is away", error=type(error).__qualname__, **where)
            met.add(self.method_name)


timer = Timer.decorator
