"""Calling a service: one reply queue a process, nothing persisted or confirmed, an end to every wait.

A lost request costs its caller a timeout; repeating it with the same request id is safe (architecture.md, law 4), so
nothing here is worth a disk or a confirm. A service nobody serves is known at once: its queue goes with its last
consumer, and the broker returns the request.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

import eventlet
import orjson
import structlog
from eventlet.event import Event
from kombu import Consumer, Exchange, Queue

from kernel.context import Context
from kernel.errors import KernelError, Refused, Unavailable
from kernel.transport import answers, metrics
from kernel.transport.amqp import NON_PERSISTENT
from kernel.transport.link import Link

log = structlog.get_logger(__name__)

RPC_EXCHANGE = Exchange("nameko-rpc", type="topic", durable=True)
TIMEOUT = 10.0  # seconds for an answer
PATIENCE = 0.5  # seconds that a call waits for a broker that is not connected

_RETURNED = object()


class Client:
    """Calls services over one link; `name` says who calls, in the name of the reply queue and in health."""

    def __init__(self, uri: str, name: str) -> None:
        self._address = str(uuid.uuid4())
        self._queue = Queue(
            f"rpc.reply-{name}-{self._address}", RPC_EXCHANGE, self._address, exclusive=True, auto_delete=True
        )
        self._count = count(1)
        self._waiting: dict[str, Event] = {}
        self.link = Link(uri, f"{name}.client", self._on_up, self._on_down)

    def start(self, spawn: Callable[[Callable[[], None]], Any] = eventlet.spawn) -> None:
        """Begin to connect; returns at once."""
        self.link.start(spawn)

    def stop(self) -> None:
        """Close; calls under way fail as Unavailable."""
        self.link.stop()
        self._on_down()

    def call(
        self, service: str, method: str, payload: Mapping[str, Any], context: Context, timeout: float = TIMEOUT
    ) -> dict[str, Any]:
        """The service's answer. Raises Refused, Unavailable(service) when there is none in time, and Internal."""
        try:
            answer = answers.result(self._ask(service, method, payload, context, timeout))
        except KernelError as error:
            outcome = "refused" if isinstance(error, Refused) else type(error).__name__.lower()
            metrics.CALLS.labels(service, method, outcome).inc()
            raise
        metrics.CALLS.labels(service, method, "answered").inc()
        return answer

    def _ask(
        self, service: str, method: str, payload: Mapping[str, Any], context: Context, timeout: float
    ) -> dict[str, Any]:
        body = answers.encode({"args": [payload], "kwargs": {}})
        number = str(next(self._count))
        reply = self._waiting[number] = Event()
        try:
            self.link.wait_up(min(PATIENCE, timeout))
            with self.link.writing() as channel:
                message = channel.prepare_message(
                    body,
                    content_type="application/json",
                    content_encoding="utf-8",
                    headers=answers.headers(context),
                    properties={
                        "reply_to": self._address,
                        "correlation_id": number,
                        "delivery_mode": NON_PERSISTENT,
                        "expiration": str(int(timeout * 1000)),  # nobody awaits it any longer
                    },
                )
                channel.basic_publish(
                    message, exchange=RPC_EXCHANGE.name, routing_key=f"{service}.{method}", mandatory=True
                )
            answer = reply.wait(timeout)
        except Unavailable:
            raise Unavailable(service) from None
        finally:
            self._waiting.pop(number, None)
        if answer is None or answer is _RETURNED:
            raise Unavailable(service)
        return self._read(answer, service, method, context)

    def _read(self, answer: bytes | str, service: str, method: str, context: Context) -> dict[str, Any]:
        reply: dict[str, Any] = orjson.loads(answer)
        if error := reply.get("error"):  # nameko's own: no such method, no such arguments
            log.error("a call was not understood", service=service, method=method, error=error.get("exc_type"))
            raise answers.Internal(context.correlation_id)
        result: dict[str, Any] = reply["result"]
        return result

    def _on_up(self, channel: Any) -> None:
        channel.events["basic_return"].add(self._on_return)
        Consumer(channel, [self._queue], no_ack=True, on_message=self._on_reply).consume()

    def _on_down(self) -> None:
        for number in list(self._waiting):
            self._settle(number, _RETURNED)

    def _on_reply(self, message: Any) -> None:
        self._settle(message.properties.get("correlation_id"), message.body)

    def _on_return(self, _error: object, _exchange: str, _routing_key: str, message: Any) -> None:
        self._settle(message.properties.get("correlation_id"), _RETURNED)

    def _settle(self, number: str, answer: object) -> None:
        if waiting := self._waiting.pop(number, None):
            waiting.send(answer)
