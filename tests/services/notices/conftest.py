"""A notices service on a fresh database: SQLite in every run, PostgreSQL where it is asked for (marker `db`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.settings import Settings
from services.notices.settings import Sending
from tests.services.notices.office import Office
from tests.services.notices.telling import Open, Telling
from tests.support.mailserver import Endpoint, MailServer


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.db)])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """Columns are open; nobody has written yet."""
    template = None
    if request.param == "postgresql":
        template = f"{request.getfixturevalue('postgres_url')}?application_name={{service}}"
    opened = Office.open(Settings(home=tmp_path, database_url_template=template, key=b"k" * 32))
    yield opened
    opened.service.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.db)])
def open_(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens the service on a fresh database."""
    template = None
    if request.param == "postgresql":
        template = f"{request.getfixturevalue('postgres_url')}?application_name={{service}}"
    opened: list[Telling] = []

    def open_one(sending: Sending) -> Telling:
        settings = Settings(home=tmp_path, database_url_template=template, key=b"k" * 32)
        opened.append(Telling.open(settings, sending))
        return opened[-1]

    yield open_one
    for each in opened:
        each.service.close()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server that takes everything."""
    server = MailServer()
    yield server
    server.close()


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """An endpoint that takes everything."""
    here = Endpoint()
    yield here
    here.close()
