"""Who publishes a service's events: one process at a time, known by a PostgreSQL advisory lock on its own connection.

The lock goes with the connection, so another process leads within a second of the leader's end. The same connection
listens for commits. An SQLite database belongs to one process, which leads.
"""

from __future__ import annotations

import binascii
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any

import psycopg2
from eventlet.hubs import trampoline
from sqlalchemy.engine import make_url

from kernel.postgres import KEEPALIVES

LOCK = 0x48594C52  # the first of the lock's two keys, "HYLR"; the second is the service
CHECK_EVERY = 5.0  # seconds between words to the server, which try the connection and tell that it is used
OPTIONS = " ".join(f"-c {setting}" for setting in ("idle_session_timeout=20000", *KEEPALIVES))
"""A leader that has stalled, or whose machine is gone, loses the lock."""


class Leadership:
    """The lock of one service's relay on one connection. Its methods raise psycopg2.Error when the database is away."""

    def __init__(self, url: str, service: str, channel: str) -> None:
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._channel = channel
        self._key = binascii.crc32(service.encode()) - 2**31
        self._connection: Any = psycopg2.connect(plain, application_name="huiyin relay", options=OPTIONS)
        self._connection.autocommit = True

    def acquire(self) -> bool:
        """Try to lead; true from then on for as long as the connection lives."""
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", (LOCK, self._key))
            return bool(cursor.fetchone()[0])

    def listen(self, wake: Callable[[], None]) -> None:
        """Wake at every commit, until the connection is lost: then psycopg2.Error is raised."""
        with self._connection.cursor() as cursor:
            cursor.execute(f'LISTEN "{self._channel}"')
        wake()  # for what was committed before the LISTEN
        speak_at = monotonic() + CHECK_EVERY
        while True:
            with suppress(TimeoutError):
                patience = max(0.001, speak_at - monotonic())
                trampoline(self._connection, read=True, timeout=patience, timeout_exc=TimeoutError)
                self._connection.poll()
            if monotonic() >= speak_at:  # being told of commits is not speaking: the server counts what it hears
                with self._connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
                speak_at = monotonic() + CHECK_EVERY
            if self._connection.notifies:
                self._connection.notifies.clear()
                wake()

    def close(self) -> None:
        """Let the lock go."""
        self._connection.close()
