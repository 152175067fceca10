"""Running services: all in one process on the embedded broker, or one service as a process over RabbitMQ.

A dependency that is away is waited for, and said; only a bug ends the process before a signal does. SIGTERM and
SIGINT stop gracefully: requests under way are answered, the batch under way is committed, what was recorded is
published, then the process ends. A second signal, or ten seconds, ends it at once.

`kernel.transport.patch` must have been imported before anything else of ours.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any

import eventlet
import structlog
from eventlet.debug import hub_exceptions
from eventlet.event import Event
from eventlet.hubs import trampoline
from eventlet.patcher import is_monkey_patched
from nameko.runners import ServiceRunner
from nameko.utils.concurrency import SpawningProxy

from kernel import logs
from kernel.settings import Settings, SettingsError
from kernel.transport import answers, health, probe
from kernel.transport.memory import EMBEDDED_URI
from kernel.transport.wired import SETTINGS
from kernel.transport.workers import speak_for_nameko

log = structlog.get_logger(__name__)

MAX_WORKERS = 100  # requests that one service handles at a time in one process
GRACE = 10.0  # seconds for a graceful stop


def nothing() -> None:
    """For who need not know when the services have started."""


def run_embedded(service_classes: Sequence[type], settings: Settings, started: Callable[[], None] = nothing) -> None:
    """Run services together in this process, on the broker in it unless one is set; returns after a signal.

    Raises SettingsError, and SystemExit after a bug.
    """
    _Run(service_classes, settings, settings.amqp_uri or EMBEDDED_URI, started).run()


def run_service(service_class: type, settings: Settings, started: Callable[[], None] = nothing) -> None:
    """Run one service in this process, over RabbitMQ; returns after a signal.

    Raises SettingsError, and SystemExit after a bug.
    """
    if settings.amqp_uri is None:
        raise SettingsError("HUIYIN_AMQP_URI is needed to run a service as a process of its own.")
    _Run([service_class], settings, settings.amqp_uri, started).run()


class _Run:
    def __init__(self, classes: Sequence[type], settings: Settings, uri: str, started: Callable[[], None]) -> None:
        if not is_monkey_patched("socket"):
            raise RuntimeError("import kernel.transport.patch before anything else")
        logs.configure(json=settings.log_json, level=settings.log_level)
        _quieten()
        self._started = started
        self._running = False
        self._ended = Event()
        self._runner = ServiceRunner(
            {
                "AMQP_URI": uri,
                "WEB_SERVER_ADDRESS": f"0.0.0.0:{settings.port}",
                "max_workers": MAX_WORKERS,
                SETTINGS: settings,
            }
        )
        for service_class in classes:
            self._runner.add_service(service_class)

    def run(self) -> None:
        if number := probe.port():
            probe.start(number)
        _on_signals(self._on_signal)
        eventlet.spawn(self._serve)
        error = self._ended.wait()
        if isinstance(error, SettingsError):
            raise error
        if error is not None:
            log.critical("ends over a bug", error=type(error).__qualname__, frames=answers.frames(error))
            sys.exit(1)
        log.info("stopped", services=sorted(self._runner.service_names))

    def _serve(self) -> None:
        try:
            self._runner.start()
            self._running = True
            _collect_seldom()
            away = [part for part, state in health.view().items() if state not in health.GOOD]
            log.info("started", services=sorted(self._runner.service_names), **{"waits_for": away} if away else {})
            self._started()
            SpawningProxy(self._runner.containers, abort_on_error=True).wait()
        except Exception as error:  # noqa: BLE001 - whatever it is, the process ends over it
            if self._running:
                with eventlet.Timeout(GRACE, False):  # noqa: FBT003 - eventlet's word for "in silence"
                    self._runner.stop()
            self._end(error)
        else:
            self._end(None)

    def _on_signal(self, count: int) -> None:
        if count > 1 or not self._running:
            log.warning("ends at once", services=sorted(self._runner.service_names))
            self._end(None)
            return
        log.info("stopping", services=sorted(self._runner.service_names))
        eventlet.spawn(self._runner.stop)
        eventlet.spawn_after(GRACE, self._end, None)

    def _end(self, error: Exception | None) -> None:
        if not self._ended.ready():
            self._ended.send(error)


def _collect_seldom() -> None:
    """What is there at start stays, and requests leave no cycles worth a look every 700 objects: looking takes time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _on_signals(react: Callable[[int], None]) -> None:
    """Call `react(1)` in a greenthread at the first SIGTERM or SIGINT, `react(2)` at the next.

    A handler proper would run inside eventlet's hub, where nothing may wait, and might not wake it; a pipe does.
    """
    reader, writer = os.pipe()
    for end in (reader, writer):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _ignore)

    def watch() -> None:
        count = 0
        while True:
            trampoline(reader, read=True)
            for number in os.read(reader, 16):
                if number in (signal.SIGTERM, signal.SIGINT):
                    count += 1
                    react(count)

    eventlet.spawn(watch)


def _ignore(*_: Any) -> None:
    """The byte in the pipe is what counts."""


def _quieten() -> None:
    """Libraries that log each step, or what an exception says (which may quote a payload)."""
    for name in ("amqp", "kombu", "nameko.runners", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    speak_for_nameko()
    hub_exceptions(False)  # noqa: FBT003 - eventlet would print them
