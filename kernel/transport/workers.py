"""nameko's log lines about workers, in our words: an exception's text may quote a payload, so it is left out.

Calls, subscriptions and our timers tell what became of their work themselves; what fails in any other entrypoint is
told here, as is a greenthread that ends over a bug.
"""

from __future__ import annotations

import logging

import structlog
from nameko.containers import WorkerContext

from kernel.transport import answers

log = structlog.get_logger(__name__)


def speak_for_nameko() -> None:
    """Replace what nameko's containers log; calling it again changes nothing."""
    containers = logging.getLogger("nameko.containers")
    if not any(isinstance(each, _InOurWords) for each in containers.filters):
        containers.addFilter(_InOurWords())


class _InOurWords(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return False
        worker = record.args[0] if isinstance(record.args, tuple) and record.args else None
        if not isinstance(worker, WorkerContext):
            log.critical("a part ended over a bug", error=type(error).__qualname__, frames=answers.frames(error))
        elif not getattr(worker.entrypoint, "tells", False):
            log.error(
                "a dependency is away" if answers.is_outage(error) else "a worker failed over a bug",
                service=worker.service_name,
                method=worker.entrypoint.method_name,
                error=type(error).__qualname__,
                frames=answers.frames(error),
            )
        return False
