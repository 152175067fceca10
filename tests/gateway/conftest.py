"""The gateway over services of our own and a fresh database, through its WSGI door."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from gateway import wiring
from gateway.account import NewAccount
from gateway.accounts import Accounts
from gateway.app import create_app
from gateway.parts import EXTENSION, Parts
from gateway.passwords import Passwords
from gateway.settings import GatewaySettings
from gateway.wiring import MIGRATIONS
from kernel.clock import FixedClock
from kernel.database import connect, migrate
from kernel.settings import Settings
from tests.gateway.fake_services import FakeServices

PASSWORD = "a-good-password"
NOW = datetime(2019, 3, 7, 2, 15, tzinfo=UTC)
PEOPLE = (
    NewAccount("clerk", "受理员", "clerk", columns=("mayor",), password=PASSWORD),
    NewAccount("dispatcher", "转办员", "dispatcher", columns=None, password=PASSWORD),
    NewAccount("handler", "经办人", "handler", agencies=("housing",), password=PASSWORD),
    NewAccount("reviewer1", "初审", "reviewer", columns=None, levels=(1,), password=PASSWORD),
    NewAccount("supervisor", "督办员", "supervisor", columns=None, password=PASSWORD),
    NewAccount("office", "电子政务办", "office", password=PASSWORD),
    NewAccount("auditor", "审计", "auditor", password=PASSWORD),
    NewAccount("admin", "管理员", "admin", password=PASSWORD),
)


@pytest.fixture(autouse=True, scope="session")
def _cheap_hashing() -> Iterator[None]:
    """Argon2 at its lowest cost: these tests are about what is checked, not how long it takes."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gateway.passwords.PasswordHasher", lambda **_: cheap)
        yield


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The gateway's tables, alone, in a database of its own."""
    migrate(MIGRATIONS, database_url)
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def settings() -> GatewaySettings:
    return GatewaySettings(rate_limit=None, figures_limit=None)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database at its newest schema, to be copied: migrating takes longer than most tests."""
    home = tmp_path_factory.mktemp("migrated")
    wiring.open_database(Settings(home=home)).dispose()
    return home / "gateway.db"


@pytest.fixture(scope="session")
def peopled(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the people of these tests."""
    home = tmp_path_factory.mktemp("peopled")
    shutil.copy(migrated, home / "gateway.db")
    engine = connect(f"sqlite:///{home / 'gateway.db'}")
    accounts = Accounts(engine, Passwords(), FixedClock(NOW))
    for person in PEOPLE:
        accounts.add(person, by=person.username)
    engine.dispose()
    return home / "gateway.db"


@pytest.fixture
def build(
    tmp_path: Path, migrated: Path, services: FakeServices, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Parts]]:
    """Parts over one home; called again, the same home at another start."""
    made: list[Parts] = []
    if not (tmp_path / "gateway.db").exists():
        shutil.copy(migrated, tmp_path / "gateway.db")
    monkeypatch.setattr("gateway.wiring.migrate", lambda *_: None)

    def building(door: GatewaySettings | None = None, **changes: Any) -> Parts:
        chosen = replace(door or GatewaySettings(rate_limit=None, figures_limit=None), **changes)
        made.append(wiring.build(Settings(home=tmp_path), chosen, services, clock=clock))
        return made[-1]

    yield building
    for parts in made:
        parts.engine.dispose()


@pytest.fixture
def parts(build: Callable[..., Parts], settings: GatewaySettings, peopled: Path, tmp_path: Path) -> Parts:
    shutil.copy(peopled, tmp_path / "gateway.db")
    return build(settings)


@pytest.fixture(scope="session")
def _applications() -> dict[GatewaySettings, Flask]:
    """Those made so far: putting all resources and their schemas together takes longer than most tests."""
    return {}


@pytest.fixture
def app(parts: Parts, _applications: dict[GatewaySettings, Flask]) -> Flask:
    """The application of these settings, over the parts of this test."""
    if parts.settings not in _applications:
        _applications[parts.settings] = create_app(parts)
    application = _applications[parts.settings]
    application.extensions[EXTENSION] = parts
    return application


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def as_(client: FlaskClient) -> Callable[[str], dict[str, str]]:
    """The headers of a signed-in account."""

    def signed_in(username: str) -> dict[str, str]:
        answer = client.post("/api/v1/session", json={"username": username, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        assert answer.json is not None
        return {"Authorization": f"Bearer {answer.json['token']}"}

    return signed_in
