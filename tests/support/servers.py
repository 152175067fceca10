"""What a test asks of PostgreSQL and RabbitMQ: an address, a fresh database, a fresh virtual host, a fault.

Servers are started by the keeper on first use and shared by the whole run, its pytest-xdist workers included.
`HUIYIN_TEST_DATABASE_URL` and `HUIYIN_TEST_AMQP_URI` name servers to use instead.
"""

import json
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg2

from tests.support.daemons import ServerError, basic_auth

__all__ = ["PostgresServer", "PrivatePostgres", "PrivateRabbitMQ", "RabbitMQServer", "ServerError", "start_keeper"]

KEEPER_SOCKET = "HUIYIN_TEST_KEEPER"
_lifelines: list[subprocess.Popen[str]] = []


def start_keeper() -> str:
    """The path of the keeper's socket; starts the keeper when this run has none yet."""
    if KEEPER_SOCKET not in os.environ:
        keeper = subprocess.Popen(
            [sys.executable, "-P", str(Path(__file__).with_name("keeper.py"))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        _lifelines.append(keeper)
        assert keeper.stdout is not None
        with keeper.stdout as announcement:
            os.environ[KEEPER_SOCKET] = announcement.readline().strip()
    return os.environ[KEEPER_SOCKET]


def stop_keeper() -> None:
    """End the keeper that this process started, and wait until its servers and its folder are gone."""
    while _lifelines:
        keeper = _lifelines.pop()
        assert keeper.stdin is not None
        keeper.stdin.close()
        keeper.wait()
        os.environ.pop(KEEPER_SOCKET, None)


def _ask(do: str, kind: str, name: str) -> dict[str, str]:
    """One request to the keeper. Raises ServerError with its sentence."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(start_keeper())
        with connection.makefile("rw", encoding="utf-8") as stream:
            stream.write(json.dumps({"do": do, "kind": kind, "name": name}) + "\n")
            stream.flush()
            answer = json.loads(stream.readline())
    if "error" in answer:
        raise ServerError(answer["error"])
    address: dict[str, str] = answer["address"]
    return address


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A PostgreSQL in which tests may create databases. `url` is SQLAlchemy's, with the driver named."""

    url: str

    @classmethod
    @cache
    def of_this_run(cls) -> "PostgresServer":
        """The given server, or the run's own. Raises ServerError."""
        given = os.environ.get("HUIYIN_TEST_DATABASE_URL")
        return cls(given) if given else cls(**_ask("start", "postgres", "postgres"))

    @classmethod
    @cache
    def durable(cls) -> "PostgresServer":
        """The given server, or one of this run's own that flushes every commit: for measuring. Raises ServerError."""
        given = os.environ.get("HUIYIN_TEST_DATABASE_URL")
        return cls(given or _ask("start", "durable-postgres", "durable-postgres")["url"])

    def database_url(self, name: str) -> str:
        """The address of one database of this server."""
        parts = urlsplit(self.url)
        return urlunsplit(("postgresql+psycopg2", parts.netloc, f"/{name}", parts.query, ""))

    @contextmanager
    def database(self, name: str | None = None) -> Iterator[str]:
        """The address of a fresh database, dropped afterwards even if something is still connected."""
        name = name or f"huiyin_test_{secrets.token_hex(6)}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        try:
            yield self.database_url(name)
        finally:
            self.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    @contextmanager
    def databases(self, services: Iterable[str]) -> Iterator[str]:
        """Fresh databases, one for each service; their address with `{service}` in the place of its name."""
        prefix = f"huiyin_test_{secrets.token_hex(6)}"
        with ExitStack() as stack:
            for service in services:
                stack.enter_context(self.database(f"{prefix}_{service}"))
            yield self.database_url(f"{prefix}_{{service}}")

    def execute(self, statement: str) -> None:
        """Run one statement outside a transaction, as the administrator."""
        parts = urlsplit(self.url)
        plain = urlunsplit(("postgresql", parts.netloc, parts.path, parts.query, ""))
        with closing(psycopg2.connect(plain)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)


@dataclass(frozen=True, slots=True)
class RabbitMQServer:
    """A RabbitMQ in which tests may create virtual hosts, through its management plug-in at `api`."""

    uri: str
    api: str

    @classmethod
    @cache
    def of_this_run(cls) -> "RabbitMQServer":
        """The given server, or the run's own. Raises ServerError.

        A given server needs the management plug-in, at `HUIYIN_TEST_RABBITMQ_API` or at port 15672 of its host.
        """
        given = os.environ.get("HUIYIN_TEST_AMQP_URI")
        if not given:
            return cls(**_ask("start", "rabbitmq", "rabbitmq"))
        parts = urlsplit(given)
        login = f"{parts.username or 'guest'}:{parts.password or 'guest'}"
        return cls(given, os.environ.get("HUIYIN_TEST_RABBITMQ_API", f"http://{login}@{parts.hostname}:15672"))

    def vhost_uri(self, name: str) -> str:
        """The AMQP address of one virtual host."""
        parts = urlsplit(self.uri)
        return urlunsplit((parts.scheme, parts.netloc, f"/{name}", "", ""))

    @contextmanager
    def vhost(self, name: str | None = None) -> Iterator[str]:
        """The AMQP address of a fresh virtual host; deleted afterwards, with its queues and connections."""
        name = name or f"huiyin_test_{secrets.token_hex(6)}"
        user = unquote(urlsplit(self.uri).username or "guest")
        self.manage("PUT", f"/api/vhosts/{name}")
        self.manage("PUT", f"/api/permissions/{name}/{user}", {"configure": ".*", "write": ".*", "read": ".*"})
        try:
            yield self.vhost_uri(name)
        finally:
            self.manage("DELETE", f"/api/vhosts/{name}")

    def manage(self, method: str, path: str, body: object = None) -> object:
        """Call the management API; the JSON answer, or None. Raises ServerError."""
        parts = urlsplit(self.api)
        connection = HTTPConnection(str(parts.hostname), parts.port, timeout=30)
        login = f"{unquote(parts.username or 'guest')}:{unquote(parts.password or 'guest')}"
        headers = {"Authorization": basic_auth(login), "Content-Type": "application/json"}
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            response = connection.getresponse()
            text = response.read()
        except (OSError, HTTPException) as error:
            raise ServerError(
                f"RabbitMQ's management API does not answer at {parts.hostname}:{parts.port} ({error}). Enable its "
                "plug-in (`rabbitmq-plugins enable rabbitmq_management`), or set HUIYIN_TEST_RABBITMQ_API to where "
                "it is, or unset HUIYIN_TEST_AMQP_URI to let the tests start a RabbitMQ of their own."
            ) from error
        finally:
            connection.close()
        if response.status >= 400:
            raise ServerError(f"RabbitMQ's management API refused {method} {path}: {response.status} {text.decode()}")
        return json.loads(text) if text else None


class _Private:
    """A server of one test module's own, to be stopped, killed and paused at will; its data outlives all three."""

    kind: ClassVar[str]

    def __init__(self) -> None:
        self._name = f"{self.kind}-{secrets.token_hex(4)}"
        self._address = _ask("start", self.kind, self._name)

    def start(self) -> None:
        """Start it, or let it go on, and return once it answers."""
        self._ask("resume")
        self._ask("start")

    def stop(self) -> None:
        """Stop it cleanly."""
        self._ask("stop")

    def kill(self) -> None:
        """SIGKILL it."""
        self._ask("kill")

    def pause(self) -> None:
        """Freeze it: connections stay open, nothing answers."""
        self._ask("pause")

    def resume(self) -> None:
        """Undo `pause`."""
        self._ask("resume")

    def remove(self) -> None:
        """End it and delete its data."""
        self._ask("remove")

    def _ask(self, do: str) -> None:
        _ask(do, self.kind, self._name)


class PrivateRabbitMQ(_Private):
    """A RabbitMQ to break."""

    kind = "rabbitmq"

    @property
    def server(self) -> RabbitMQServer:
        """The same broker, as a place for virtual hosts."""
        return RabbitMQServer(**self._address)

    @property
    def uri(self) -> str:
        """The AMQP address of its default virtual host."""
        return self._address["uri"]


class PrivatePostgres(_Private):
    """A PostgreSQL to break."""

    kind = "postgres"

    @property
    def server(self) -> PostgresServer:
        """The same server, as a place for databases."""
        return PostgresServer(**self._address)
