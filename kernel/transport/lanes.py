"""`sender = Lanes(make)`: what a service sends to the world outside, by one leader at a time, on independent lanes.

The leader asks what is due, and works through each lane beside the others: where one has to wait for a server that
does not answer, nobody else waits, neither another lane nor a command. It wakes at commits, and looks every few seconds
in case a wake-up was lost or something put off has become due.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any, Protocol, TypeVar

import eventlet
import psycopg2
import structlog
from eventlet.event import Event
from nameko.extensions import DependencyProvider

from kernel.settings import Settings
from kernel.store import channel
from kernel.transport import answers, health
from kernel.transport.leader import Leadership
from kernel.transport.wired import SETTINGS, Wired, Work

log = structlog.get_logger(__name__)

POLL = 2.0  # seconds between looks without a wake-up
STANDBY = 1.0  # seconds between attempts to lead
PAUSE = 5.0  # seconds that a lane rests over an outage of the database, or over a bug
PARTING = 2.0  # seconds that lanes get to finish when the service stops

T = TypeVar("T")


class Sending(Protocol):
    """What is done on the lanes."""

    def due(self, work: Work) -> list[str]:
        """The lanes on which something is to be done now."""
        ...

    def step(self, work: Work, lane: str) -> bool:
        """Do one thing on a lane; false where there is nothing to do."""
        ...


def limited(seconds: float, call: Callable[[], T]) -> T:
    """What the call answers. Raises TimeoutError where it takes longer, and whatever the call raises."""
    with eventlet.Timeout(seconds, TimeoutError("it takes too long")):
        return call()


class Lanes(DependencyProvider):
    """Leads or stands by for as long as its container runs."""

    def __init__(self, make: Callable[[Settings], Sending]) -> None:
        self._make = make

    def setup(self) -> None:
        """Nothing runs yet. Raises SettingsError."""
        self._service: str = self.container.service_name
        self._sending = self._make(self.container.config[SETTINGS])
        self._woken = Event()
        self._stopping = False
        self._lanes: dict[str, Any] = {}
        self._thread: Any = None
        self._lost: BaseException | None = None

    def start(self) -> None:
        """Begin; without the lead, as soon as it is free."""
        wired = Wired.of(self.container)
        wired.before_close(self.end)
        self._work = wired.get_dependency(_NoCall())
        self._url = wired.service.settings.database_url(self._service)
        wired.service.store.on_commit(self.wake)
        self._report("standing by")
        self._thread = self.container.spawn_managed_thread(self._run)

    def wake(self) -> None:
        """Something may be due."""
        if not self._woken.ready():
            self._woken.send()

    def end(self) -> None:
        """Begin nothing more, let what is under way finish for a moment, and let the lead go."""
        if self._thread is None:
            return
        self._stopping = True
        self.wake()
        self._thread.wait()
        self._thread = None
        health.forget(f"{self._service}.sender")

    def _run(self) -> None:
        complained = 0.0
        while not self._stopping:
            try:
                if self._url.startswith("postgresql"):
                    self._compete()
                else:
                    self._lead()
            except Exception as error:
                if not answers.is_outage(error) and not isinstance(error, psycopg2.Error):
                    raise
                self._report("away")
                if not complained or monotonic() - complained > PAUSE * 6:
                    complained = monotonic()
                    log.warning("nothing is sent", service=self._service, error=type(error).__qualname__)
                self._wait(PAUSE)

    def _compete(self) -> None:
        """Lead whenever no other process does, until told to stop. Raises psycopg2.Error."""
        leadership = Leadership(self._url, f"{self._service}.sender", channel(self._service))
        listener = None
        try:
            while not leadership.acquire():
                self._report("standing by")
                self._wait(STANDBY)
                if self._stopping:
                    return
            self._lost = None
            listener = eventlet.spawn(self._listen, leadership)
            self._lead()
        finally:
            if listener is not None:
                listener.kill()
            leadership.close()

    def _listen(self, leadership: Leadership) -> None:
        try:
            leadership.listen(self.wake)
        except psycopg2.Error as error:
            self._lost = error
            self.wake()

    def _lead(self) -> None:
        self._report("leading")
        try:
            while not self._stopping:
                for lane in self._sending.due(self._work):
                    if lane not in self._lanes:
                        self._lanes[lane] = eventlet.spawn(self._go, lane)
                self._wait(POLL)
                if self._lost is not None:
                    raise self._lost
        finally:
            self._clear()

    def _go(self, lane: str) -> None:
        """Work through a lane until nothing is due on it."""
        try:
            while not self._stopping and self._sending.step(self._work, lane):
                pass
        except Exception as error:  # noqa: BLE001 - told, and tried again: one lane's trouble is no other's
            if answers.is_outage(error):
                log.warning("a lane rests", service=self._service, error=type(error).__qualname__)
            else:
                frames = answers.frames(error)  # and no text of it, which may quote a payload
                log.critical("a lane failed over a bug", error=type(error).__qualname__, frames=frames)
            eventlet.sleep(PAUSE)
        finally:
            self._lanes.pop(lane, None)

    def _clear(self) -> None:
        """What is under way gets a moment; then it is cut off, and begun anew by the next leader."""
        with eventlet.Timeout(PARTING if self._lost is None else 0.001, exception=False):
            for thread in list(self._lanes.values()):
                thread.wait()
        for thread in list(self._lanes.values()):
            thread.kill()
        self._lanes.clear()

    def _wait(self, seconds: float) -> None:
        if self._woken.ready():
            self._woken = Event()
            return
        self._woken.wait(seconds)
        self._woken = Event()

    def _report(self, state: str) -> None:
        health.report(f"{self._service}.sender", state)


class _NoCall:
    """Nobody's call: the program's own work."""

    data: dict[str, Any] = {}  # noqa: RUF012 - nothing is ever put in
