"""Toy services as processes, embedded or over RabbitMQ, each on databases of its own test."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.toy.hosts import Host

MASTER_KEY = base64.b64encode(bytes(range(32))).decode()


class Hosts:
    """Starts processes that share one broker and one set of databases; ends them all with the test."""

    def __init__(self, folder: Path, amqp_uri: str | None, database_url: str | None = None) -> None:
        self.folder = folder
        self.amqp_uri = amqp_uri
        self.database_url = database_url or f"sqlite:///{folder}/{{service}}.db"
        self._open: list[Host] = []

    @property
    def embedded(self) -> bool:
        """Whether all services run in one process."""
        return self.amqp_uri is None

    def host(self, *services: str, **environment: str) -> Host:
        """A process that may not have started yet; over RabbitMQ one service each, or none for a bare client."""
        if self.amqp_uri is not None:
            environment = {
                "HUIYIN_AMQP_URI": self.amqp_uri,
                "HUIYIN_DATABASE_URL": self.database_url,
                "HUIYIN_MASTER_KEY": MASTER_KEY,
                **environment,
            }
        host = Host(self.folder, *services, **environment)
        self._open.append(host)
        return host

    def driver(self) -> Host:
        """A client over RabbitMQ that is connected."""
        driver = self.host().started()
        assert driver.ask("connected")
        return driver

    def run(self, *services: str) -> Host:
        """Run the services, as one process or as several; the answer is a process to call them from."""
        if self.embedded:
            return self.host(*services).started()
        for host in [self.host(service) for service in services]:
            host.started()
        return self.driver()

    def close(self) -> None:
        """End them."""
        for host in self._open:
            host.close()


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Hosts]:
    """Services in one process on the embedded broker."""
    hosts = Hosts(tmp_path, None)
    yield hosts
    hosts.close()


@pytest.fixture
def cluster(tmp_path: Path, amqp_uri: str) -> Iterator[Hosts]:
    """Services as processes over RabbitMQ, on SQLite files."""
    hosts = Hosts(tmp_path, amqp_uri)
    yield hosts
    hosts.close()


@pytest.fixture(
    params=[
        pytest.param("embedded", marks=pytest.mark.process),
        pytest.param("cluster", marks=pytest.mark.broker),
    ]
)
def hosts(request: pytest.FixtureRequest) -> Hosts:
    """Both ways to run, in turn."""
    found: Hosts = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def private(tmp_path: Path) -> Iterator[Callable[[str], Hosts]]:
    """Services as processes over a broker that the test may stop."""
    made: list[Hosts] = []

    def over(amqp_uri: str) -> Hosts:
        made.append(Hosts(tmp_path, amqp_uri))
        return made[-1]

    yield over
    for hosts in made:
        hosts.close()
