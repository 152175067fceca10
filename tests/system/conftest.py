"""The whole system: in one process on embedded parts, and as separate processes over RabbitMQ and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cluster import ROOT, Cluster
from tests.support.embedded import Embedded
from tests.support.walk import Door, Team

DEMONSTRATION = ROOT / "cli" / "demo" / "city.yaml"
TEAM = Team(column="mayor", agency="housing")


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Embedded]:
    """`huiyin up --demo` in a home of its own."""
    system = Embedded(tmp_path / "home")
    system.start()
    yield system
    system.stop()


@pytest.fixture
def cluster(tmp_path: Path, amqp_uri: str, postgres_urls: str) -> Iterator[Cluster]:
    """Six processes with the demonstration city loaded."""
    system = Cluster(amqp_uri, postgres_urls, tmp_path)
    system.start()
    yield opened(system)
    system.stop()


def opened(system: Cluster, city: Path = DEMONSTRATION) -> Cluster:
    """The cluster once it is ready and has its city; what its logs say where it is not."""
    try:
        system.wait_ready()
        loaded = system.huiyin("city", "load", str(city))
        assert loaded.returncode == 0, loaded.stdout + loaded.stderr
    except BaseException:
        system.stop()
        raise
    return system


@pytest.fixture(params=["embedded", pytest.param("cluster", marks=[pytest.mark.broker, pytest.mark.db])])
def system(request: pytest.FixtureRequest) -> Embedded | Cluster:
    """The same system, twice."""
    running: Embedded | Cluster = request.getfixturevalue(request.param)
    return running


@pytest.fixture
def door(system: Embedded | Cluster) -> Door:
    """The HTTP door, everybody signed in."""
    return signed_in(system)


def signed_in(system: Embedded | Cluster, team: Team = TEAM) -> Door:
    """A door with a token for everybody of the team."""
    door = Door(system.url, "huiyin-demo")
    door.sign_in(*team.accounts)
    return door
