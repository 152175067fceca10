"""A connection to the broker that is kept up: one greenthread drains it, any may write, losses are noticed and mended.

After every (re)connection `on_up` declares and consumes on a fresh channel; after every loss `on_down` fails or
forgets what was under way. Between the two, `channel` is there to write on.
"""

from __future__ import annotations

import random
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import eventlet
import structlog
from amqp.exceptions import AMQPError
from eventlet.event import Event
from kombu.exceptions import KombuError

from kernel.errors import Unavailable
from kernel.transport import amqp, health

log = structlog.get_logger(__name__)

OUTAGES: tuple[type[Exception], ...] = (AMQPError, KombuError, OSError)
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0  # seconds between attempts to connect
REMIND = 30.0  # seconds between two log lines about the same outage
CONNECT_PATIENCE = 20.0  # seconds for connecting, declaring and consuming together
WRITE_TIMEOUT = 10.0  # seconds after which a write that the broker does not take fails the connection


def nothing() -> None:
    """For a link whose loss concerns nobody."""


class Link:
    """One supervised connection with one channel; `label` names it in health and logs, as in `intake.rpc`."""

    def __init__(
        self, uri: str, label: str, on_up: Callable[[Any], None], on_down: Callable[[], None] = nothing
    ) -> None:
        self.uri = uri
        self.label = label
        self.blocked = False  # the broker takes no messages now (memory or disk alarm)
        self._on_up = on_up
        self._on_down = on_down
        self._transport: Any = None
        self._connection: Any = None
        self._channel: Any = None
        self._stopping = False
        self._changed = Event()
        self._thread: Any = None
        self._complained = 0.0

    @property
    def up(self) -> bool:
        """Whether there is a channel to write on."""
        return self._channel is not None

    @property
    def channel(self) -> Any:
        """The channel. Raises Unavailable while the broker is away or takes no messages."""
        if self._channel is None or self.blocked:
            raise Unavailable("broker")
        return self._channel

    def start(self, spawn: Callable[[Callable[[], None]], Any] = eventlet.spawn) -> None:
        """Begin to connect; returns at once."""
        health.report(self.label, "connecting")
        self._thread = spawn(self._run)

    def stop(self) -> None:
        """Close, and return when the draining greenthread has ended."""
        self._stopping = True
        self._signal()
        if self._connection is not None:
            try:
                with self.writing():
                    self._transport.interrupt(self._connection)
            except Unavailable:
                pass  # gone already, which is what was wanted
        if self._thread is not None:
            with eventlet.Timeout(amqp.CONNECT_TIMEOUT, False):  # noqa: FBT003 - eventlet's word for "in silence"
                self._thread.wait()
        health.forget(self.label)

    def wait_up(self, timeout: float) -> bool:
        """Whether the link is up, waiting for it at most `timeout` seconds."""
        deadline = monotonic() + timeout
        while not self.up and not self._stopping and (left := deadline - monotonic()) > 0:
            self._changed.wait(left)
        return self.up

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """The channel, for a few writes. Raises Unavailable, and drops the connection, when they fail."""
        channel = self.channel
        patience = eventlet.Timeout(WRITE_TIMEOUT)
        try:
            yield channel
        except eventlet.Timeout as timeout:
            if timeout is not patience:
                raise
            self.drop()
            raise Unavailable("broker") from None
        except OUTAGES as error:
            self.drop()
            raise Unavailable("broker") from error
        except AttributeError as error:
            if channel.connection is not None:
                raise  # without one it is py-amqp's way to say that it was lost
            self.drop()
            raise Unavailable("broker") from error
        finally:
            patience.cancel()

    def drop(self) -> None:
        """Cut the connection, so that it is made anew."""
        sock = getattr(getattr(self._connection, "_transport", None), "sock", None)
        try:
            if sock is not None:
                sock.shutdown(socket.SHUT_RDWR)
            elif self._connection is not None and self.uri.startswith("embedded"):
                self._transport.interrupt(self._connection)
        except OSError:
            pass  # not connected any more, which is what was wanted

    def _run(self) -> None:
        pause, began = FIRST_PAUSE, monotonic()
        while not self._stopping:
            try:
                with eventlet.Timeout(CONNECT_PATIENCE, TimeoutError("the broker does not finish its greeting")):
                    self._connect()
                began = monotonic()
                self._drain()
            except OUTAGES as error:
                self._complain(error)
            finally:
                self._down()
            if not self._stopping:
                pause = FIRST_PAUSE if monotonic() - began > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)
                self._changed.wait(pause * random.uniform(0.5, 1.0))  # noqa: S311 - only spreads reconnections
                began = monotonic()

    def _connect(self) -> None:
        self._transport = amqp.transport(self.uri)
        self._connection = self._transport.establish_connection()
        self._connection.on_blocked = self._on_blocked
        self._connection.on_unblocked = self._on_unblocked
        channel = self._transport.create_channel(self._connection)
        self._on_up(channel)
        self._channel = channel
        if self._complained:
            log.info("connected", link=self.label, broker=amqp.public_uri(self.uri))
            self._complained = 0.0
        health.report(self.label, "connected")
        self._signal()

    def _drain(self) -> None:
        looked, tick = monotonic(), self._transport.tick
        while not self._stopping:
            try:
                self._transport.drain_events(self._connection, timeout=tick)
            except TimeoutError:
                pass
            except AttributeError:
                if not getattr(self._connection, "connected", None):
                    return  # closed from another greenthread
                raise
            if monotonic() - looked >= tick:
                looked = monotonic()
                self._transport.heartbeat_check(self._connection)

    def _down(self) -> None:
        was_up = self._channel is not None
        transport, connection = self._transport, self._connection
        self._channel = self._connection = None
        self.blocked = False
        if was_up:
            health.report(self.label, "away")
            self._signal()
            self._on_down()
        if hasattr(connection, "collect"):
            connection.collect()  # without a farewell: the broker has gone, or has been told by `stop`
        elif connection is not None:
            transport.close_connection(connection)

    def _signal(self) -> None:
        changed, self._changed = self._changed, Event()
        changed.send()

    def _complain(self, error: Exception) -> None:
        """Say it at once, then every half minute: an outage is news, its every attempt is not."""
        health.report(self.label, "away")
        if self._stopping or (self._complained and monotonic() - self._complained < REMIND):
            return
        self._complained = monotonic()
        log.warning("waiting for the broker", link=self.label, broker=amqp.public_uri(self.uri), error=_sentence(error))

    def _on_blocked(self, reason: str) -> None:
        self.blocked = True
        health.report(self.label, "blocked")
        log.warning("the broker takes no messages", link=self.label, reason=reason)

    def _on_unblocked(self) -> None:
        self.blocked = False
        health.report(self.label, "connected")
        log.info("the broker takes messages again", link=self.label)


def _sentence(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
