"""`inbox = Subscription()`: the events of the services that one follows, in batches, applied before acknowledged.

One durable queue `<service>.inbox` is bound to each followed `<source>.events`; on RabbitMQ it is a quorum queue with
a single active consumer, so that replicas keep the order. A batch is acknowledged when the transaction that applied
it has committed. What cannot be applied because something is away is kept and tried again; a bug ends the process.

At start and then every few seconds the checkpoint is compared with each source's head: what the broker lost is
pulled (architecture.md, "How an event travels", 5).
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

import eventlet
import structlog
from eventlet.event import Event
from kombu import Consumer, Exchange, Queue, binding
from nameko.extensions import Entrypoint, register_entrypoint

from kernel.errors import Conflict, Unavailable
from kernel.inbox import Inbox
from kernel.transport import answers, health, metrics
from kernel.transport.link import Link
from kernel.transport.wired import Wired
from kernel.transport.workers import speak_for_nameko

log = structlog.get_logger(__name__)

BATCH = 500  # events in one transaction; twice as many deliveries may be under way
LINGER = 0.005  # seconds that a batch may grow before it is applied
LOOK_EVERY = 5.0  # seconds between comparisons with the sources
LOOK_FIRST = 0.5  # seconds until the first, so that what waits in the queue comes by itself
LOOK_AGAIN = 1.0  # seconds until the next while one of them is away
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0  # seconds between attempts to apply
QUORUM = {"x-queue-type": "quorum", "x-single-active-consumer": True}  # kept by RabbitMQ, ignored by the embedded one


def events_exchange(service: str) -> Exchange:
    """Where a service's public events are published: topic, routed by event name; nameko's own name for it."""
    return Exchange(f"{service}.events", type="topic", durable=True)


def Subscription() -> Callable[..., Any]:  # noqa: N802 - reads as a declaration in a service class
    """The method of a service class that applies what `Service.follows` names; nameko sees an entrypoint."""

    def inbox(_service: Any, work: Callable[[], Any]) -> Any:
        """Do one piece of the subscription's work as a worker of the container."""
        return work()

    register_entrypoint(inbox, SubscriptionEntrypoint())
    return inbox


class SubscriptionEntrypoint(Entrypoint):
    """Collects deliveries, applies them batch by batch, acknowledges, and looks for what was lost."""

    tells = True  # what became of its workers
    _inbox: Inbox

    def setup(self) -> None:
        """Nothing is buffered or seen yet."""
        speak_for_nameko()
        self._service: str = self.container.service_name
        self._pending: list[Any] = []
        self._arrived = Event()
        self._stopping = False
        self._seen: dict[str, int] = {}
        self._away: set[str] = set()
        self._ahead: set[str] = set()
        self._thread: Any = None

    def start(self) -> None:
        """Follow; without a broker or a source, as soon as there is one."""
        self._wired = Wired.of(self.container)
        self._follows = self._wired.service.definition.follows
        if not self._follows:
            return
        self._inbox = self._wired.service.inbox(self._wired.fetch)
        self._link = Link(self.container.config["AMQP_URI"], f"{self._service}.inbox", self._on_up, self._on_down)
        self._link.start(self.container.spawn_managed_thread)
        self._thread = self.container.spawn_managed_thread(self._run)

    def stop(self) -> None:
        """Finish the batch under way and let the queue go; what is unapplied stays there."""
        self._stopping = True
        if self._thread is None:
            return
        self._wake()
        self._thread.wait()
        self._link.stop()
        for source in self._ahead:
            health.forget(f"{self._service}.inbox.{source}")

    def _on_up(self, channel: Any) -> None:
        exchanges = [events_exchange(source) for source in self._follows]
        for exchange in exchanges:
            exchange(channel).declare()
        queue = Queue(
            f"{self._service}.inbox",
            bindings=[binding(exchange, "#") for exchange in exchanges],
            durable=True,
            queue_arguments=QUORUM,
        )
        Consumer(channel, [queue], on_message=self._on_message, prefetch_count=2 * BATCH).consume()

    def _on_down(self) -> None:
        self._pending.clear()  # the broker delivers them again

    def _on_message(self, message: Any) -> None:
        self._pending.append(message)
        self._wake()

    def _wake(self) -> None:
        if not self._arrived.ready():
            self._arrived.send()

    def _run(self) -> None:
        self._work(self._remember)
        look_at = monotonic() + LOOK_FIRST
        while not self._stopping:
            if monotonic() >= look_at:
                self._look()
                look_at = monotonic() + (LOOK_AGAIN if self._away else LOOK_EVERY)
            batch = self._collect(max(0.0, look_at - monotonic()))
            if batch:
                self._settle(batch)

    def _collect(self, patience: float) -> list[Any]:
        """The deliveries there are, waiting for the first; more that are on their way join them."""
        if not self._pending:
            self._arrived = Event()
            self._arrived.wait(patience)
        until = monotonic() + LINGER
        size = -1
        while size < len(self._pending) < BATCH and monotonic() < until:
            size = len(self._pending)
            eventlet.sleep(0)
        batch, self._pending[:] = self._pending[:BATCH], self._pending[BATCH:]
        return batch

    def _settle(self, batch: list[Any]) -> None:
        """Apply, then acknowledge; in this order whatever happens."""
        if not self._applied([_text(message.body) for message in batch]):
            return
        try:
            with self._link.writing() as channel:
                if channel is batch[-1].channel:
                    channel.basic_ack(batch[-1].delivery_tag, multiple=True)
        except Unavailable:
            log.info("applied events stay unacknowledged and will come again", service=self._service)

    def _applied(self, envelopes: list[bytes | str]) -> bool:
        """Apply, trying until what is away is back; false when told to stop before."""
        pause = FIRST_PAUSE
        while not self._stopping:
            error = self._work(lambda: self._count(self._inbox.apply(envelopes)))
            if error is None:
                return True
            self._must_pass(error)
            log.warning(
                "events wait to be applied",
                service=self._service, events=len(envelopes), error=_who(error), again_in=pause,
            )  # fmt: skip
            self._pause(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        return False

    def _count(self, news: int) -> None:
        metrics.APPLIED.labels(self._service).inc(news)

    def _look(self) -> None:
        """Compare with each source, and pull what has not come by itself since the look before."""
        error = self._work(self._measure)
        if error is not None:
            self._must_pass(error)
            log.warning("cannot compare with the sources", service=self._service, error=_who(error))

    def _remember(self) -> None:
        self._seen = dict.fromkeys(self._follows, 0) | self._inbox.checkpoints()

    def _measure(self) -> None:
        known = self._inbox.checkpoints()
        metrics.PARKED.labels(self._service).set(self._inbox.parked())
        for source in self._follows:
            at = known.get(source, 0)
            try:
                lag = self._wired.read_log(source, at, 1)["head"] - at
                if lag < 0:
                    self._tell_ahead(source, at, -lag)
                if lag > 0 and self._seen.get(source, at) == at:
                    applied = self._inbox.catch_up(source)
                    log.info("caught up from the log", service=self._service, source=source, events=applied)
                    lag = max(0, lag - applied)
            except Unavailable as error:
                if source not in self._away:
                    log.warning("a source is away", service=self._service, source=source, error=_who(error))
                self._away.add(source)
                continue
            self._away.discard(source)
            self._seen[source] = at
            metrics.INBOX_LAG.labels(self._service, source).set(lag)

    def _tell_ahead(self, source: str, at: int, ahead: int) -> None:
        """The source has lost what is applied here: it was restored from an older copy, most likely.

        What it publishes anew under these positions looks like what has been seen. Nothing here can mend that, so it
        stays said, also once the source's head has passed the checkpoint, for as long as this process runs.
        """
        if source not in self._ahead:
            log.error(
                "ahead of a source: it has lost events that were applied here, and its new ones will not be seen",
                service=self._service, source=source, checkpoint=at, ahead=ahead,
            )  # fmt: skip
        self._ahead.add(source)
        health.report(f"{self._service}.inbox.{source}", f"{health.AHEAD} of {source}")

    def _work(self, work: Callable[[], Any]) -> BaseException | None:
        """Run something as a worker of the container, and wait for it; the answer is what it raised."""
        done = Event()

        def finish(_worker: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
            done.send(exc_info[1] if exc_info else None)
            return result, exc_info

        self.container.spawn_worker(self, (work,), {}, handle_result=finish)
        error: BaseException | None = done.wait()
        return error

    def _must_pass(self, error: BaseException) -> None:
        if not (answers.is_outage(error) or isinstance(error, Conflict)):
            raise error

    def _pause(self, seconds: float) -> None:
        until = monotonic() + seconds
        while not self._stopping and (left := until - monotonic()) > 0:
            eventlet.sleep(min(left, 0.1))


def _who(error: BaseException) -> str:
    return str(error) if isinstance(error, Unavailable) else type(error).__qualname__


def _text(body: bytes | str | memoryview) -> bytes | str:
    return bytes(body) if isinstance(body, memoryview) else body
