"""The broker of the embedded mode: kombu's in-memory transport, woken by what happens instead of by the clock.

`embedded://` is one broker per process and virtual host. It keeps what RabbitMQ promises and the rest of the kernel
leans on: order in a queue, prefetch, acknowledging up to a tag, unacknowledged messages returned to the head of their
queue, queues that vanish with their last consumer, returned messages, and confirms (a publish that returned is kept).
It knows no disk: after a crash consumers catch up from the public logs.

Nothing here knows eventlet: `threading.Event` is cooperative in a patched process and real in any other.
"""
# ruff: noqa: ARG002, FBT001, FBT002, FBT003 - the signatures are kombu's

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from time import monotonic
from typing import Any

from kombu.transport import TRANSPORT_ALIASES
from kombu.transport import memory as kombu_memory
from kombu.transport.virtual import base as virtual

EMBEDDED = "embedded"
EMBEDDED_URI = f"{EMBEDDED}://"
TRANSPORT_ALIASES[EMBEDDED] = f"{__name__}:Transport"

NO_ROUTE = 312
AT_ONCE = 100  # messages delivered to one consumer before others get their turn


@dataclass(eq=False, slots=True)
class Mailbox:
    """One queue: its messages, and the connections to wake when one arrives."""

    expendable: bool  # gone with its last consumer
    messages: deque[dict[str, Any]] = field(default_factory=deque)
    readers: list[Transport] = field(default_factory=list)

    def wake(self) -> None:
        """Let every connection that reads this queue look again."""
        for reader in self.readers:
            reader.wake()


class Broker(virtual.BrokerState):
    """Exchanges, bindings and queues of one virtual host."""

    def __init__(self) -> None:
        super().__init__()
        self.mailboxes: dict[str, Mailbox] = {}


_brokers: defaultdict[str, Broker] = defaultdict(Broker)


class Delivery(virtual.Message):
    """A delivery: its tag counts within its channel, its properties hold the content type, as over AMQP."""

    def __init__(self, payload: dict[str, Any], channel: EmbeddedChannel, **kwargs: Any) -> None:
        super().__init__(payload, channel, **kwargs)
        self.delivery_tag = next(channel.tags)
        self.delivery_info = {**self.delivery_info, "redelivered": payload.get("redelivered", False)}
        self.properties = {
            **self.properties,
            "content_type": self.content_type,
            "content_encoding": self.content_encoding,
        }


class EmbeddedChannel(kombu_memory.Channel):
    """A channel of the embedded broker."""

    Message = Delivery  # type: ignore[assignment]  # kombu declares its own class there
    body_encoding = ""  # bodies stay as they are
    connection: Transport

    def __init__(self, connection: Transport, **kwargs: Any) -> None:
        super().__init__(connection, **kwargs)
        self.events: defaultdict[str, set[Callable[..., None]]] = defaultdict(set)
        self.tags = count(1)
        self._unacknowledged: OrderedDict[int, tuple[str, dict[str, Any]]] = OrderedDict()
        self._prefetch = 0
        self._confirming = False
        self._published = count(1)
        self._handlers: dict[str, tuple[str, bool, Callable[[Delivery], None]]] = {}
        self._exclusive: set[str] = set()

    @property
    def _broker(self) -> Broker:
        return self.connection.state

    # Queues

    def _new_queue(self, queue: str, *, exclusive: bool = False, auto_delete: bool = False, **_: Any) -> None:
        self._broker.mailboxes.setdefault(queue, Mailbox(expendable=exclusive or auto_delete))
        if exclusive:
            self._exclusive.add(queue)

    def _has_queue(self, queue: str, **_: Any) -> bool:
        return queue in self._broker.mailboxes

    def _size(self, queue: str) -> int:
        mailbox = self._broker.mailboxes.get(queue)
        return len(mailbox.messages) if mailbox else 0

    def _purge(self, queue: str) -> int:
        size = self._size(queue)
        if size:
            self._broker.mailboxes[queue].messages.clear()
        return size

    def _put(self, queue: str, message: dict[str, Any], **_: Any) -> None:
        if mailbox := self._broker.mailboxes.get(queue):
            mailbox.messages.append(message)
            mailbox.wake()

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        mailbox = self._broker.mailboxes.get(queue)
        if mailbox is None or not mailbox.messages:
            raise virtual.Empty
        return mailbox.messages.popleft()

    def queue_delete(self, queue: str, if_unused: bool = False, if_empty: bool = False, **_: Any) -> None:
        """Delete a queue with its bindings; kombu's own leaves them in the exchange's table."""
        mailbox = self._broker.mailboxes.get(queue)
        if mailbox is None or (if_unused and mailbox.readers) or (if_empty and mailbox.messages):
            return
        for exchange, routing_key, arguments in list(self._broker.queue_bindings(queue)):
            self.queue_unbind(queue, exchange, routing_key, arguments)
        self._broker.queue_bindings_delete(queue)
        del self._broker.mailboxes[queue]

    # Publishing

    def confirm_select(self) -> None:
        """Confirm every publish from now on; a message is kept as soon as `basic_publish` returns."""
        self._confirming = True

    def basic_publish(
        self, message: dict[str, Any], exchange: str = "", routing_key: str = "", *, mandatory: bool = False, **_: Any
    ) -> None:
        """Route a message; a mandatory one that no queue takes comes back through `events['basic_return']`."""
        self._inplace_augment_message(message, exchange, routing_key)
        found = self._lookup(exchange, routing_key) if exchange else [routing_key]
        queues = [queue for queue in found if self._has_queue(queue)]
        for queue in queues:
            self._put(queue, message)
        if mandatory and not queues:
            self._tell("basic_return", (NO_ROUTE, "NO_ROUTE"), exchange, routing_key, Delivery(message, self))
        if self._confirming:
            self._tell("basic_ack", next(self._published), False)

    def _tell(self, event: str, *values: object) -> None:
        for callback in list(self.events[event]):
            callback(*values)

    # Consuming

    def basic_qos(self, prefetch_size: int = 0, prefetch_count: int = 0, apply_global: bool = False) -> None:
        """At most this many unacknowledged messages on the channel; 0 is no limit."""
        self._prefetch = prefetch_count

    def basic_consume(
        self, queue: str, no_ack: bool, callback: Callable[[Delivery], None], consumer_tag: str, **_: Any
    ) -> None:
        """Deliver from a queue to `callback` when the connection drains."""
        self._consumers.add(consumer_tag)
        self._handlers[consumer_tag] = (queue, no_ack, callback)
        self._broker.mailboxes[queue].readers.append(self.connection)
        self.connection.wake()

    def basic_cancel(self, consumer_tag: str) -> None:
        """Stop delivering; the last consumer takes an expendable queue with it."""
        if consumer_tag not in self._handlers:
            return
        self._consumers.discard(consumer_tag)
        queue, _, _ = self._handlers.pop(consumer_tag)
        if mailbox := self._broker.mailboxes.get(queue):
            mailbox.readers.remove(self.connection)
            if mailbox.expendable and not mailbox.readers:
                self.queue_delete(queue)

    @property
    def callbacks(self) -> list[str]:
        """The consumers' tags, where py-amqp keeps them."""
        return list(self._handlers)

    def cancel(self, consumer_tag: str) -> None:
        """`basic_cancel`, then `events['cancelled']`."""
        self.basic_cancel(consumer_tag)
        self._tell("cancelled", consumer_tag)

    def deliver_ready(self) -> bool:
        """Hand over what is ready, within the prefetch; whether there was any."""
        delivered = False
        for tag in list(self._handlers):
            for _ in range(AT_ONCE):
                mailbox = self._broker.mailboxes.get(self._handlers[tag][0]) if tag in self._handlers else None
                if not mailbox or not mailbox.messages or 0 < self._prefetch <= len(self._unacknowledged):
                    break
                queue, no_ack, callback = self._handlers[tag]
                raw = mailbox.messages.popleft()
                message = Delivery(raw, self)
                if not no_ack:
                    self._unacknowledged[message.delivery_tag] = (queue, raw)
                delivered = True
                callback(message)
        return delivered

    def basic_ack(self, delivery_tag: int, multiple: bool = False) -> None:
        """Done with one message, or with every one up to the tag."""
        tags = [tag for tag in self._unacknowledged if tag <= delivery_tag] if multiple else [delivery_tag]
        for tag in tags:
            self._unacknowledged.pop(tag, None)
        self.connection.wake()

    def basic_reject(self, delivery_tag: int, requeue: bool = False) -> None:
        """Give one message back to the head of its queue, or drop it."""
        entry = self._unacknowledged.pop(delivery_tag, None)
        if entry and requeue:
            self._return(*entry)
        self.connection.wake()

    def _return(self, queue: str, raw: dict[str, Any]) -> None:
        if mailbox := self._broker.mailboxes.get(queue):
            mailbox.messages.appendleft({**raw, "redelivered": True})
            mailbox.wake()

    def close(self) -> None:
        """Cancel consumers; what was not acknowledged goes back to the head of its queue, in order."""
        if self.closed:
            return
        for queue, raw in reversed(self._unacknowledged.values()):
            self._return(queue, raw)
        self._unacknowledged.clear()
        for consumer_tag in list(self._handlers):
            self.basic_cancel(consumer_tag)
        for queue in self._exclusive:
            self.queue_delete(queue)
        virtual.Channel.close(self)


class Transport(kombu_memory.Transport):
    """A connection to the embedded broker; `drain_events` sleeps until a put, an acknowledgement or a close."""

    Channel = EmbeddedChannel
    driver_type = driver_name = EMBEDDED
    tick = 60.0  # seconds; nothing to look at
    channels: list[EmbeddedChannel]
    state: Broker

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        self.state = _brokers[client.virtual_host or "/"]
        self._woken = threading.Event()
        self.closed = False

    def wake(self) -> None:
        """Let `drain_events` look again."""
        self._woken.set()

    def drain_events(self, connection: Transport, timeout: float | None = None, **_: Any) -> None:
        """Deliver what there is, or wait for it. Raises TimeoutError, and ConnectionResetError once closed."""
        deadline = None if timeout is None else monotonic() + timeout
        while True:
            if self.closed:
                raise ConnectionResetError("the connection is closed")
            self._woken.clear()
            delivered = [channel.deliver_ready() for channel in list(self.channels)]  # each gets its turn
            if any(delivered):
                return
            if not self._woken.wait(None if deadline is None else max(0.0, deadline - monotonic())):
                raise TimeoutError

    def close_connection(self, connection: Transport) -> None:
        """Close every channel and end whoever drains."""
        self.closed = True
        super().close_connection(connection)
        self.wake()

    def interrupt(self, connection: Transport) -> None:
        """End whoever drains, from another greenthread."""
        self.close_connection(connection)
