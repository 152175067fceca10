"""RabbitMQ as the kernel speaks to it: kombu's py-amqp transport, with one change and settings that notice a dead peer.

py-amqp's `basic_publish` reads its socket before it writes, to learn of a blocked connection. Two greenthreads would
then read one socket. Here one greenthread drains a connection and is told of blocking there, and publishing only
writes (py-amqp itself serializes the frames of several writers).
"""

from __future__ import annotations

import socket
from typing import Any

from amqp import spec
from kombu import Connection
from kombu.transport import pyamqp

from kernel.transport import memory

CONNECT_TIMEOUT = 5.0  # seconds
HEARTBEAT = 10  # seconds; a peer that is silent for two of them is gone
NON_PERSISTENT, PERSISTENT = 1, 2

_SOCKET = {
    socket.TCP_NODELAY: 1,
    socket.TCP_KEEPIDLE: 10,  # seconds of silence before the kernel probes
    socket.TCP_KEEPINTVL: 5,
    socket.TCP_KEEPCNT: 3,
    socket.TCP_USER_TIMEOUT: 15_000,  # milliseconds that sent bytes may stay unacknowledged
}


class Channel(pyamqp.Channel):
    """A channel whose publishing never reads."""

    def basic_publish(
        self, msg: Any, exchange: str = "", routing_key: str = "", *, mandatory: bool = False, **_: Any
    ) -> None:
        """Write one message. Raises RecoverableConnectionError when the connection is gone."""
        self.send_method(spec.Basic.Publish, "Bssbb", (0, exchange, routing_key, mandatory, False), msg)

    def cancel(self, consumer_tag: str) -> None:
        """Ask for no further delivery; the answer reaches who drains, and then `events['cancelled']`."""
        self.send_method(spec.Basic.Cancel, "sb", (consumer_tag, False))

    def _on_basic_cancel_ok(self, consumer_tag: str) -> None:
        super()._on_basic_cancel_ok(consumer_tag)
        for callback in list(self.events["cancelled"]):
            callback(consumer_tag)


class _Connection(pyamqp.Connection):
    Channel = Channel


class Transport(pyamqp.Transport):
    """kombu's py-amqp transport with the channel above."""

    Connection = _Connection
    tick = 1.0  # seconds between looks at the heartbeat

    def interrupt(self, connection: Any) -> None:
        """Ask the broker to close; whoever drains the connection sees it end."""
        connection.is_closing = True
        connection.send_method(spec.Connection.Close, "BsBB", (0, "", 0, 0))


def transport(uri: str) -> Any:
    """The transport for a broker's address: `embedded://`, `amqp://…` or `amqps://…`."""
    client = Connection(
        uri,
        heartbeat=HEARTBEAT,
        connect_timeout=CONNECT_TIMEOUT,
        transport_options={"socket_settings": _SOCKET},
    )
    if uri.startswith(memory.EMBEDDED):
        return memory.Transport(client)
    if uri.startswith("amqps:") and not client.ssl:
        client.ssl = True
    return Transport(client)


def public_uri(uri: str) -> str:
    """The address without its password, for logs and health."""
    return str(Connection(uri).as_uri()) if not uri.startswith(memory.EMBEDDED) else uri
