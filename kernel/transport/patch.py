"""Makes the standard library and psycopg2 cooperative; import it first, in a process that runs services or calls them.

Whatever imported sockets or threads before this stays blocking, so the verbs of the command line import this module
before any other of ours. Tests are not patched: they talk to such a process from outside.
"""

from __future__ import annotations

import socket
from contextlib import nullcontext, suppress
from typing import Any

import eventlet

eventlet.monkey_patch(psycopg=False)

import psycopg2  # noqa: E402 - after the patch
from eventlet.hubs import trampoline  # noqa: E402
from psycopg2 import extensions  # noqa: E402

CONNECT_TIMEOUT = 5.0  # seconds; libpq's own connect_timeout does not hold for connections that do not block
_DEAD_PEER = (
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 10),  # seconds of silence before the kernel probes
    (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 5),
    (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3),
    (socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 15_000),  # milliseconds that sent bytes may stay unacknowledged
)


def wait(connection: Any) -> None:
    """psycopg2's wait callback: waits in eventlet's hub; gives up on a server that does not finish its greeting."""
    greeting = connection.status == extensions.STATUS_SETUP  # in its first wait a connection connects
    patience = eventlet.Timeout(CONNECT_TIMEOUT, TimeoutError) if greeting else nullcontext()
    try:
        with patience:
            while (state := connection.poll()) != extensions.POLL_OK:
                trampoline(connection, read=state == extensions.POLL_READ, write=state == extensions.POLL_WRITE)
    except TimeoutError:
        raise psycopg2.OperationalError("the database does not answer") from None
    if greeting:
        _notice_a_dead_peer(connection)


def _notice_a_dead_peer(connection: Any) -> None:
    with socket.fromfd(connection.fileno(), socket.AF_INET, socket.SOCK_STREAM) as copy, suppress(OSError):
        for level, option, value in _DEAD_PEER:  # refused for a Unix socket, whose peer cannot be lost
            copy.setsockopt(level, option, value)


extensions.set_wait_callback(wait)
