"""Serving the application: eventlet's WSGI server with limits, inside a nameko container.

One of the few modules that know eventlet (the others are the kernel's transport).
"""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Any, Final

import eventlet
from eventlet import wsgi

from gateway.settings import GatewaySettings
from kernel.settings import SettingsError

BACKLOG: Final = 512
DRAINED: Final = 16 * 1024 * 1024
"""How many bytes that nobody wants are read, so that their sender gets to see the answer; the rest is cut off."""
_LINGER_SECONDS: Final = 5.0
_HEADER_SECONDS: Final = 10.0
_BLOCK: Final = 64 * 1024


class Protocol(wsgi.HttpProtocol):
    """HTTP/1.1 with an end to slow headers, to slow bodies and to unread ones."""

    def parse_request(self) -> bool:
        """Headers come within seconds, or not at all."""
        with eventlet.Timeout(_HEADER_SECONDS, TimeoutError("the headers do not end")):
            return bool(super().parse_request())

    def handle_one_response(self) -> None:
        """Answer; a request whose body has no honest length is the last one of its connection."""
        coding = self.headers.get("transfer-encoding")
        if coding is not None or int(self.headers.get("content-length") or 0) > self.server.drained_in_place:
            # reading on would mean trusting the sender about where the next request begins
            self.close_connection = 1
        late = eventlet.spawn_after(self._patience(), self._take_no_more) if self._has_body() else None
        try:
            super().handle_one_response()
        finally:
            if late is not None:
                late.cancel()

    def _patience(self) -> float:
        """Seconds within which the body has to be there: more for a file. What is read at all is up to the route."""
        long = int(self.headers.get("content-length") or 0) > self.server.drained_in_place
        return float(self.server.upload_timeout if long else self.server.request_timeout)

    def _has_body(self) -> bool:
        return self.headers.get("transfer-encoding") is not None or self.headers.get("content-length", "0") != "0"

    def _take_no_more(self) -> None:
        """The body took too long, at whatever pace: whoever reads it meets its end, and nobody is held up by it."""
        body = self.environ["eventlet.input"]
        unread = body.chunk_length != 0 if body.chunked_input else body.position < (body.content_length or 0)
        if unread:
            self.close_connection = 1
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RD)

    def finish(self) -> None:
        """Close, once the other side has seen the answer: closing over unread bytes would destroy it on its way."""
        with eventlet.Timeout(_LINGER_SECONDS, exception=False):
            try:
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_WR)
                left = DRAINED
                while left > 0 and (block := self.connection.recv(_BLOCK)):
                    left -= len(block)
            except OSError:
                pass  # gone already: there is nobody to answer
        super().finish()


class WebServer:
    """Listens, serves, stops gracefully."""

    def __init__(self, application: Any, settings: GatewaySettings, port: int) -> None:
        self._application = application
        self._settings = settings
        self._pool = eventlet.GreenPool(settings.connections)
        self._thread: Any = None
        try:
            self._socket = eventlet.listen((settings.listen, port), backlog=BACKLOG, reuse_port=False)
        except OSError as error:
            raise SettingsError(f"HUIYIN_PORT {port} cannot be used: {error.strerror}.") from None
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._socket.getsockname()[1])

    def start(self, spawn: Any = eventlet.spawn) -> None:
        """Begin to serve; returns at once."""
        self._thread = spawn(self._serve)

    def stop(self) -> None:
        """Take no more connections, let requests under way finish for a while, then cut the rest off."""
        self._socket.close()
        if self._thread is None:
            return
        self._thread.kill()
        with eventlet.Timeout(self._settings.stop_timeout, exception=False):
            self._pool.waitall()

    def _serve(self) -> None:
        wsgi.server(
            self._socket,
            self._application,
            protocol=_protocol(self._settings),
            custom_pool=self._pool,
            environ={"wsgi.input_terminated": True},
            keepalive=self._settings.socket_timeout,
            socket_timeout=self._settings.socket_timeout,
            log_output=False,
            debug=False,
        )


def _protocol(settings: GatewaySettings) -> type[Protocol]:
    """The protocol class for these settings; eventlet takes a class and hands it the server."""

    class Configured(Protocol):
        def __init__(self, state: Any, server: Any) -> None:
            server.drained_in_place = settings.body_limit
            server.request_timeout = settings.request_timeout
            server.upload_timeout = settings.upload_timeout
            super().__init__(state, server)

    return Configured
