"""`relay = RelayExtension()`: a service's public log on its way to the broker, in order, by one leader at a time.

The relay reads the log where its cursor stands, publishes a batch to the durable topic exchange `<service>.events`
(routing key = event name), waits for the broker's confirms, and then moves the cursor. It wakes at commits, and looks
once a second in case a wake-up was lost. Without a broker events wait in the log; no command is refused for it.
"""

from __future__ import annotations

from time import monotonic
from typing import Any

import eventlet
import psycopg2
import structlog
from eventlet.event import Event
from nameko.extensions import DependencyProvider

from kernel.errors import Unavailable
from kernel.publiclog import Entry
from kernel.store import channel
from kernel.transport import answers, health, metrics
from kernel.transport.amqp import PERSISTENT
from kernel.transport.leader import Leadership
from kernel.transport.link import Link
from kernel.transport.subscription import events_exchange
from kernel.transport.wired import Wired

log = structlog.get_logger(__name__)

BATCH = 500  # events published between two moves of the cursor
POLL = 1.0  # seconds between looks without a wake-up
STANDBY = 1.0  # seconds between attempts to lead
CONFIRM_TIMEOUT = 30.0  # seconds for the broker to confirm a batch
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0  # seconds between attempts after an outage


class Confirms:
    """What the broker has yet to confirm on one channel; delivery tags count from 1."""

    def __init__(self, channel: Any) -> None:
        self._sent = 0
        self._open: set[int] = set()
        self._failed = False
        self._settled = Event()
        channel.events["basic_ack"].add(self._on_ack)
        channel.events["basic_nack"].add(self._on_nack)
        channel.confirm_select()

    def expect(self) -> None:
        """One more message is about to be published."""
        self._sent += 1
        self._open.add(self._sent)

    def wait(self, timeout: float) -> bool:
        """Whether everything published so far was confirmed, waiting for it at most `timeout` seconds."""
        if self._open and not self._failed:
            self._settled = Event()
            self._settled.wait(timeout)
        return not self._open and not self._failed

    def fail(self) -> None:
        """The channel is gone, or the broker refused a message."""
        self._failed = True
        self._settle()

    def _on_ack(self, tag: int, multiple: bool) -> None:  # noqa: FBT001 - py-amqp's signature
        if multiple:
            self._open = {sent for sent in self._open if sent > tag}
        else:
            self._open.discard(tag)
        if not self._open:
            self._settle()

    def _on_nack(self, _tag: int, _multiple: bool) -> None:  # noqa: FBT001 - py-amqp's signature
        self.fail()

    def _settle(self) -> None:
        if not self._settled.ready():
            self._settled.send()


class Publisher:
    """Publishes batches with pipelined confirms."""

    def __init__(self, uri: str, service: str) -> None:
        self._exchange = events_exchange(service)
        self._source = service
        self._confirms: Confirms | None = None
        self.link = Link(uri, f"{service}.publisher", self._on_up, self._on_down)

    def publish(self, entries: list[Entry]) -> None:
        """Return once the broker has confirmed every entry. Raises Unavailable when it did not: publish them again."""
        self.link.wait_up(POLL)
        with self.link.writing() as channel:
            confirms = self._confirms
            assert confirms is not None  # made before the link was up
            for entry in entries:
                confirms.expect()
                channel.basic_publish(self._message(channel, entry), self._exchange.name, entry.name)
        if not confirms.wait(CONFIRM_TIMEOUT):
            self.link.drop()  # which of them were confirmed is not known: a fresh channel counts afresh
            raise Unavailable("broker")

    def _message(self, channel: Any, entry: Entry) -> Any:
        return channel.prepare_message(
            entry.body.encode(),
            content_type="application/json",
            content_encoding="utf-8",
            properties={"delivery_mode": PERSISTENT, "message_id": f"{self._source}-{entry.position}"},
        )

    def _on_up(self, channel: Any) -> None:
        self._exchange(channel).declare()
        self._confirms = Confirms(channel)

    def _on_down(self) -> None:
        if self._confirms is not None:
            self._confirms.fail()


class RelayExtension(DependencyProvider):
    """Leads or stands by for as long as its container runs."""

    def setup(self) -> None:
        """Nothing runs yet."""
        self._service: str = self.container.service_name
        self._publisher = Publisher(self.container.config["AMQP_URI"], self._service)
        self._woken = Event()
        self._stopping = False
        self._thread: Any = None
        self._lost: BaseException | None = None

    def start(self) -> None:
        """Begin; without a broker or the lead, as soon as there is one."""
        wired = Wired.of(self.container)
        wired.before_close(self.end)
        self._relay = wired.service.relay
        self._url = wired.service.settings.database_url(self._service)
        wired.service.store.on_commit(self.wake)
        self._report("standing by", leads=False)
        self._publisher.link.start(self.container.spawn_managed_thread)
        self._thread = self.container.spawn_managed_thread(self._run)

    def wake(self) -> None:
        """Something became public."""
        if not self._woken.ready():
            self._woken.send()

    def end(self) -> None:
        """Finish the batch under way, publish what the last commands recorded, and let the lead go."""
        if self._thread is None:
            return
        self._stopping = True
        self.wake()
        self._thread.wait()
        self._thread = None
        self._publisher.link.stop()
        health.forget(f"{self._service}.relay")

    def _run(self) -> None:
        pause = FIRST_PAUSE
        complained = 0.0
        while not self._stopping:
            try:
                if self._url.startswith("postgresql"):
                    self._compete()
                else:
                    self._lead()
                pause = FIRST_PAUSE
            except Exception as error:
                if not answers.is_outage(error) and not isinstance(error, psycopg2.Error):
                    raise
                self._report("away", leads=False)
                if not complained or monotonic() - complained > POLL * 30:
                    complained = monotonic()
                    log.warning("events wait to be published", service=self._service, error=type(error).__qualname__)
                self._wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    def _compete(self) -> None:
        """Lead whenever no other process does, until told to stop. Raises psycopg2.Error."""
        leadership = Leadership(self._url, self._service, channel(self._service))
        listener = None
        try:
            while not leadership.acquire():
                self._report("standing by", leads=False)
                self._wait(STANDBY)
                if self._stopping:
                    return
            self._lost = None
            listener = eventlet.spawn(self._listen, leadership)
            log.info("leads the relay", service=self._service)
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
        """Publish whatever is or becomes public, until told to stop or no longer in the lead."""
        self._report("leading", leads=True)
        while True:
            published = self._relay.step(self._publisher.publish, BATCH)
            if published:
                metrics.PUBLISHED.labels(self._service).inc(published)
                continue
            if self._stopping:
                return
            self._wait(POLL)
            if self._lost is not None:
                raise self._lost

    def _wait(self, seconds: float) -> None:
        if self._woken.ready():
            self._woken = Event()
            return
        self._woken.wait(seconds)
        self._woken = Event()

    def _report(self, state: str, *, leads: bool) -> None:
        health.report(f"{self._service}.relay", state)
        metrics.RELAY_LEADER.labels(self._service).set(leads)
