"""Fixtures for every test: servers on demand, and no network for tests that do not ask for it."""

from collections.abc import Iterator

import pytest

from tests.support import servers
from tests.support.servers import PostgresServer, PrivateRabbitMQ, RabbitMQServer, ServerError


def pytest_configure(config: pytest.Config) -> None:
    """With pytest-xdist, the process that starts the workers owns the keeper, so that they share its servers."""
    if not hasattr(config, "workerinput") and getattr(config.option, "dist", "no") != "no":
        servers.start_keeper()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this run started before it returns to the shell."""
    servers.stop_keeper()


@pytest.fixture(scope="session")
def postgres_server() -> PostgresServer:
    """A PostgreSQL in which the test may create databases: `with postgres_server.database() as url`."""
    try:
        return PostgresServer.of_this_run()
    except ServerError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """A fresh PostgreSQL database; dropped afterwards."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture(scope="session")
def shared_rabbitmq() -> RabbitMQServer:
    """The RabbitMQ of this run: `with shared_rabbitmq.vhost() as uri`."""
    try:
        return RabbitMQServer.of_this_run()
    except ServerError as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture
def amqp_uri(shared_rabbitmq: RabbitMQServer) -> Iterator[str]:
    """A fresh virtual host in RabbitMQ; deleted afterwards."""
    with shared_rabbitmq.vhost() as uri:
        yield uri


@pytest.fixture(scope="module")
def _private_rabbitmq() -> Iterator[PrivateRabbitMQ]:
    try:
        broker = PrivateRabbitMQ()
    except ServerError as error:
        pytest.fail(str(error), pytrace=False)
    yield broker
    broker.remove()


@pytest.fixture
def rabbitmq_server(_private_rabbitmq: PrivateRabbitMQ) -> PrivateRabbitMQ:
    """A RabbitMQ of this module's own, running: for tests that stop, kill or pause it."""
    _private_rabbitmq.resume()
    _private_rabbitmq.start()
    return _private_rabbitmq
