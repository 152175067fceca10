"""A notices service on a fresh database: SQLite in every run, PostgreSQL where it is asked for (marker `db`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.settings import Settings
from tests.services.notices.office import Office


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.db)])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """Columns are open; nobody has written yet."""
    template = None
    if request.param == "postgresql":
        template = f"{request.getfixturevalue('postgres_url')}?application_name={{service}}"
    opened = Office.open(Settings(home=tmp_path, database_url_template=template, key=b"k" * 32))
    yield opened
    opened.service.close()
