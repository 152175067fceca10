"""`@command` and `@query`: a service's methods as others call them. Each takes one dict and answers one dict.

On the wire it is nameko RPC: exchange `nameko-rpc`, queue `rpc-<service>`, body `{"args": [payload], "kwargs": {}}`.
Unlike nameko's own, the queue goes with its last consumer (so a service that is away is known at once), answers are
neither persisted nor confirmed, a refusal is an answer, and a bug is answered without its details.

A request is acknowledged after it was answered, so another replica takes it over from one that dies. Whether the dead
one did it is unknown then: a query, or a command with a request id, is safe to do again; any other is not done, and
its caller's wait ends in Unavailable.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import Any, TypeVar

import orjson
import structlog
from eventlet.event import Event
from kombu import Consumer, Queue
from nameko.exceptions import ContainerBeingKilled, IncorrectSignature, MalformedRequest, MethodNotFound, serialize
from nameko.extensions import Entrypoint, SharedExtension

from kernel.context import Context
from kernel.decider import Refusal
from kernel.errors import Unavailable
from kernel.transport import answers, metrics
from kernel.transport.amqp import NON_PERSISTENT
from kernel.transport.client import RPC_EXCHANGE, Client
from kernel.transport.link import Link
from kernel.transport.workers import speak_for_nameko

__all__ = ["Client", "RpcServer", "command", "query"]

log = structlog.get_logger(__name__)

Method = TypeVar("Method", bound=Callable[..., Any])

CONTEXT = "context"  # of the call, in nameko's worker context data
PREFETCH_SHARE = 0.9  # of a container's workers; the rest are for its subscription and timers
CANCEL_PATIENCE = 2.0  # seconds for the broker to confirm that it delivers no more
LINK_PATIENCE = 2.0  # seconds that a starting container waits for its broker before it says so and goes on


class NoContext(Refusal):
    """A call that does not say who asks."""

    code = "kernel.no_context"


class RpcServer(SharedExtension):
    """Takes a container's requests from its queue and answers them; all its entrypoints share one link."""

    def __init__(self) -> None:
        self._methods: dict[str, Call] = {}
        self._link: Link | None = None
        self._consumer_tags: list[str] = []
        self._last_delivery = Event()
        self._stopping = False

    def register(self, entrypoint: Call) -> None:
        """Serve this method."""
        self._methods[entrypoint.method_name] = entrypoint

    def setup(self) -> None:
        """Name the queue."""
        speak_for_nameko()
        self._service: str = self.container.service_name
        self._queue = Queue(
            f"rpc-{self._service}", RPC_EXCHANGE, f"{self._service}.*", durable=True, auto_delete=True
        )  # durable only because RabbitMQ 4.3 refuses a shared queue that is neither durable nor exclusive
        self._link = Link(self.container.config["AMQP_URI"], f"{self._service}.rpc", self._on_up)

    def start(self) -> None:
        """Begin to serve; without a broker, as soon as there is one."""
        assert self._link is not None
        self._link.start(self.container.spawn_managed_thread)
        self._link.wait_up(LINK_PATIENCE)

    def refuse_more(self) -> None:
        """Take no further request, and return when none can arrive; the ones under way are answered."""
        if self._stopping or self._link is None:
            return
        self._stopping = True
        try:
            with self._link.writing() as channel:
                for tag in self._consumer_tags:
                    channel.cancel(tag)
            self._last_delivery.wait(CANCEL_PATIENCE)
        except Unavailable:
            pass  # nothing arrives without a broker

    def stop(self) -> None:
        """Close the link; called when no worker is left."""
        if self._link is not None:
            self._link.stop()

    def _on_up(self, channel: Any) -> None:
        workers = max(1, int(self.container.max_workers * PREFETCH_SHARE))
        consumer = Consumer(channel, [self._queue], on_message=self._on_message, prefetch_count=workers)
        channel.events["cancelled"].add(self._on_cancelled)
        consumer.consume()
        self._consumer_tags = list(channel.callbacks)

    def _on_cancelled(self, _tag: str) -> None:
        if self._stopping and not self._last_delivery.ready():
            self._last_delivery.send()

    def _on_message(self, message: Any) -> None:
        name = message.delivery_info["routing_key"].rpartition(".")[2]
        try:
            entrypoint = self._entrypoint(name)
            payload = _payload(message)
        except (MethodNotFound, MalformedRequest, IncorrectSignature) as error:
            self._answer(message, orjson.dumps({"result": None, "error": serialize(error)}))
            return
        context = answers.context(message.headers)
        if message.delivery_info.get("redelivered") and not entrypoint.repeatable(context):
            log.warning("a command of a replica that died is left to its caller", service=self._service, method=name)
            self._write(message, lambda channel: channel.basic_ack(message.delivery_tag))
            return
        if context is None:
            self._answer(message, answers.encode({"result": answers.refusal(NoContext()), "error": None}))
            return
        try:
            self.container.spawn_worker(
                entrypoint, (payload,), {}, context_data={CONTEXT: context},
                handle_result=partial(self._finish, message, perf_counter()),
            )  # fmt: skip
        except ContainerBeingKilled:
            self._write(message, lambda channel: channel.basic_reject(message.delivery_tag, requeue=True))

    def _entrypoint(self, name: str) -> Call:
        try:
            return self._methods[name]
        except KeyError:
            raise MethodNotFound(name) from None

    def _finish(self, message: Any, began: float, worker: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        context: Context = worker.data[CONTEXT]
        name = worker.entrypoint.method_name
        if exc_info is None:
            tagged = {"answer": result}
        else:
            error: BaseException = exc_info[1]
            tagged = answers.refusal(error) or answers.failure(error, self._service, context.correlation_id)
        try:
            body = answers.encode({"result": tagged, "error": None})
        except TypeError as not_json:
            tagged = answers.failure(not_json, self._service, context.correlation_id)
            body = answers.encode({"result": tagged, "error": None})
        (outcome,) = tagged
        metrics.HANDLING.labels(self._service, name).observe(perf_counter() - began)
        if worker.entrypoint.counted:
            metrics.COMMANDS.labels(self._service, name, "answered" if outcome == "answer" else outcome).inc()
        self._answer(message, body)
        return result, exc_info

    def _answer(self, message: Any, body: bytes) -> None:
        def write(channel: Any) -> None:
            if address := message.properties.get("reply_to"):
                reply = channel.prepare_message(
                    body,
                    content_type="application/json",
                    content_encoding="utf-8",
                    properties={
                        "correlation_id": message.properties.get("correlation_id"),
                        "delivery_mode": NON_PERSISTENT,
                    },
                )
                channel.basic_publish(reply, exchange=RPC_EXCHANGE.name, routing_key=address)
            channel.basic_ack(message.delivery_tag)

        self._write(message, write)

    def _write(self, message: Any, write: Callable[[Any], None]) -> None:
        """Write on the channel a message came by; when that is gone, so is the caller's wait."""
        assert self._link is not None
        try:
            with self._link.writing() as channel:
                if channel is message.channel:
                    write(channel)
        except Unavailable:
            log.info("an answer found no broker", service=self._service)


def _payload(message: Any) -> dict[str, Any]:
    try:
        body = orjson.loads(message.body)
        args, kwargs = list(body["args"]), dict(body["kwargs"])
    except (ValueError, KeyError, TypeError):
        raise MalformedRequest("a request is JSON with `args` and `kwargs`") from None
    if kwargs or len(args) != 1 or not isinstance(args[0], dict):
        raise IncorrectSignature("a method takes one object")
    payload: dict[str, Any] = args[0]
    return payload


class Call(Entrypoint):
    """A method others may call."""

    server = RpcServer()
    counted = True
    tells = True  # what became of its workers

    def setup(self) -> None:
        """Have it served."""
        self.server.register(self)

    def stop(self) -> None:
        """The container is about to wait for its workers."""
        self.server.refuse_more()

    def repeatable(self, context: Context | None) -> bool:
        """Whether a request that may have been done already can be done again."""
        return context is not None and context.request_id is not None


class Query(Call):
    """A method that only reads."""

    counted = False

    def repeatable(self, context: Context | None) -> bool:  # noqa: ARG002 - a query always is
        """Always."""
        return True


def command(method: Method) -> Method:
    """Offer a method that may change something; its answer is a dict, its no a Refusal."""
    return Call.decorator(method)


def query(method: Method) -> Method:
    """Offer a method that only reads."""
    return Query.decorator(method)
