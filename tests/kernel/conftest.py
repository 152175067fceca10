"""The kernel's suites run on SQLite and on PostgreSQL: `world` makes services on fresh databases of either."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from kernel.clock import Clock, FixedClock
from kernel.database import migrate
from kernel.inbox import Inbox
from kernel.service import Definition, Service
from kernel.settings import Settings
from tests.kernel import library
from tests.kernel.following import Source
from tests.support.servers import PostgresServer

MASTER_KEY = bytes(range(32))


class World:
    """Services on fresh databases. The same name twice is a second process's view of the same database."""

    def __init__(self, template: str, prepare: Callable[[str], None]) -> None:
        self.template = template
        self._prepare = prepare
        self._prepared: set[str] = set()
        self._open: list[Service] = []

    @property
    def is_postgres(self) -> bool:
        return self.template.startswith("postgresql")

    def service(self, definition: Definition, clock: Clock | None = None, **settings: Any) -> Service:
        if definition.name not in self._prepared:
            self._prepare(definition.name)
            self._prepared.add(definition.name)
        given = Settings(database_url_template=self.template, key=MASTER_KEY, **settings)
        return self.wired(definition, given, clock)

    def wired(self, definition: Definition, settings: Settings, clock: Clock | None = None) -> Service:
        service = Service(definition, settings, clock or FixedClock(library.NOON))
        self._open.append(service)
        return service

    def url(self, name: str) -> str:
        return self.template.replace("{service}", name)

    def close(self) -> None:
        for service in self._open:
            service.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "library.db"
    migrate(library.MIGRATIONS, f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> Iterator[str]:
    name = f"huiyin_template_{secrets.token_hex(6)}"
    with postgres_server.database(name) as url:
        migrate(library.MIGRATIONS, url)
        yield name


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.db)])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """A place for services, on each kind of database in turn."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            blank: Path = request.getfixturevalue("sqlite_template")
            world = World(f"sqlite:///{tmp_path}/{{service}}.db", lambda name: _copied(blank, tmp_path / f"{name}.db"))
        else:
            server: PostgresServer = request.getfixturevalue("postgres_server")
            template: str = request.getfixturevalue("postgres_template")
            prefix = f"huiyin_{secrets.token_hex(6)}"

            def prepare(name: str) -> None:
                server.execute(f'CREATE DATABASE "{prefix}_{name}" TEMPLATE "{template}"')
                stack.callback(server.execute, f'DROP DATABASE "{prefix}_{name}" WITH (FORCE)')

            world = World(server.database_url(f"{prefix}_{{service}}"), prepare)
        stack.callback(world.close)
        yield world


def _copied(blank: Path, path: Path) -> None:
    shutil.copy(blank, path)


@pytest.fixture
def lending(world: World) -> Service:
    """The library, wired."""
    return world.service(library.LIBRARY)


@pytest.fixture(autouse=True)
def _everyone_welcome() -> Iterator[None]:
    library.BARRED.clear()
    yield
    library.BARRED.clear()


@pytest.fixture
def treasury(world: World) -> Service:
    return world.service(library.TREASURY)


@pytest.fixture
def source(lending: Service) -> Source:
    return Source(lending)


@pytest.fixture
def inbox(treasury: Service, source: Source) -> Inbox:
    return treasury.inbox(source.fetch)
