"""Fixtures for every test: servers on demand, and no network for tests that do not ask for it."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.support import courses, servers
from tests.support.servers import PostgresServer, PrivateRabbitMQ, RabbitMQServer, ServerError

SERVICES = ("intake", "routing", "review", "stats", "notices", "gateway")
NETWORKED = {"db", "broker", "browser", "fault", "process"}

MARKS = {
    "postgres_server": "db",
    "postgres_url": "db",
    "postgres_urls": "db",
    "shared_rabbitmq": "broker",
    "amqp_uri": "broker",
    "rabbitmq_server": "fault",
}

# What takes longest is begun with: at the end one worker would be at it alone.
LONGEST = ("tests/system/test_kill.py", "tests/gateway/test_contract.py", "tests/system/", "tests/test_readme.py")

T = TypeVar("T")


def pytest_configure(config: pytest.Config) -> None:
    """With pytest-xdist, the process that starts the workers owns the keeper, so that they share its servers."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        # a shell starts its background jobs deaf to Ctrl-C, and processes under test would inherit that
        signal.signal(signal.SIGINT, signal.default_int_handler)
    _forget_settings()
    courses.load_profile()
    if not hasattr(config, "workerinput") and getattr(config.option, "dist", "no") != "no":
        servers.start_keeper()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this run started before it returns to the shell."""
    servers.stop_keeper()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for a server is marked by that, before `-m` selects; the longest files come first."""
    for item in items:
        for fixture in MARKS.keys() & set(getattr(item, "fixturenames", ())):
            item.add_marker(MARKS[fixture])
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    """Smaller is sooner; tests of equal turn stay in their order."""
    return next((turn for turn, path in enumerate(LONGEST) if item.nodeid.startswith(path)), len(LONGEST))


def _forget_settings() -> None:
    """No setting of the shell or of an earlier test may reach the processes under test, which inherit them."""
    for name in [name for name in os.environ if name.startswith("HUIYIN_") and not name.startswith("HUIYIN_TEST_")]:
        del os.environ[name]


@pytest.fixture(autouse=True)
def _settings_end_with_the_test() -> Iterator[None]:
    """The command line puts its options into the environment, also where a test runs it in this process."""
    yield
    _forget_settings()


class _Network:
    """An audit hook for sockets, since no patch reaches those that eventlet made its own copy of."""

    allowed = True
    EVENTS = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"})

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.allowed and event in self.EVENTS:
            raise RuntimeError(
                f"{event}{arguments[1:]}: a test without a marker opens no socket. Give it what it needs in memory, "
                f"or mark it with one of {', '.join(sorted(NETWORKED))} (see [tool.pytest] in pyproject.toml)."
            )


_network = _Network()
sys.addaudithook(_network.hook)


@pytest.fixture(autouse=True)
def _network_by_marker(request: pytest.FixtureRequest) -> Iterator[None]:
    """Only marked tests open sockets."""
    _network.allowed = any(mark.name in NETWORKED for mark in request.node.iter_markers())
    yield
    _network.allowed = True


def _server(request: pytest.FixtureRequest, start: Callable[[], T]) -> T:
    """The server, or a failure that says what to do."""
    try:
        return start()
    except ServerError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> PostgresServer:
    """A PostgreSQL in which the test may create databases: `with postgres_server.database() as url`."""
    return _server(request, PostgresServer.of_this_run)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A fresh PostgreSQL database; dropped afterwards."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture
def postgres_urls(postgres_server: PostgresServer) -> Iterator[str]:
    """A fresh PostgreSQL database for each service: an address with `{service}` in it."""
    with postgres_server.databases(SERVICES) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.db)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database, once in SQLite and once in PostgreSQL: for suites that must hold on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'huiyin.sqlite'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture(scope="session")
def shared_rabbitmq(request: pytest.FixtureRequest) -> RabbitMQServer:
    """The RabbitMQ of this run: `with shared_rabbitmq.vhost() as uri`."""
    return _server(request, RabbitMQServer.of_this_run)


@pytest.fixture
def amqp_uri(shared_rabbitmq: RabbitMQServer) -> Iterator[str]:
    """A fresh virtual host in RabbitMQ; deleted afterwards."""
    with shared_rabbitmq.vhost() as uri:
        yield uri


@pytest.fixture(scope="module")
def _private_rabbitmq(request: pytest.FixtureRequest) -> Iterator[PrivateRabbitMQ]:
    broker = _server(request, PrivateRabbitMQ)
    yield broker
    broker.remove()


@pytest.fixture
def rabbitmq_server(_private_rabbitmq: PrivateRabbitMQ) -> PrivateRabbitMQ:
    """A RabbitMQ of this module's own, running: for tests that stop, kill or pause it."""
    _private_rabbitmq.start()
    return _private_rabbitmq
