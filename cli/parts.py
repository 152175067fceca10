"""The parts that can run: by name, loaded when they are needed."""

from __future__ import annotations

import importlib
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli import exits
from contracts import SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kernel.service import Service
    from kernel.settings import Settings

PARTS = {
    "intake": ("services.intake.service", "IntakeService"),
    "routing": ("services.routing.service", "RoutingService"),
    "review": ("services.review.service", "ReviewService"),
    "stats": ("services.stats.service", "StatsService"),
    "notices": ("services.notices.service", "NoticesService"),
    "gateway": ("gateway.service", "GatewayService"),
}

# wraps nothing: stands in where a journal is looked at and no sealed text is
_NO_KEY = bytes(32)


def service_class(name: str) -> type[Any]:
    """The nameko service class."""
    module, found = PARTS[name]
    loaded: type[Any] = getattr(importlib.import_module(module), found)
    return loaded


def build(name: str, settings: Settings) -> Service:
    """The wired service behind it, for those with a journal; not yet migrated."""
    service: Service = importlib.import_module(f"services.{name}.wiring").build(settings)
    return service


@contextmanager
def opened(name: str, settings: Settings) -> Iterator[Service]:
    """A service whose journal is there, as it stands: nothing is made and nothing migrated. Raises Usage."""
    must_have_file(name, settings)
    service = build(name, settings)
    try:
        must_be_current(service)
        yield service
    finally:
        service.close()


def must_exist(settings: Settings, names: Iterable[str] = SERVICES) -> None:
    """Raises Usage for the first service without a journal here, or with one at another schema."""
    for name in names:
        with opened(name, keyless(settings)):
            pass


def keyless(settings: Settings) -> Settings:
    """The settings for looking at journals, which takes no master key and must make none."""
    return settings if settings.key is not None else replace(settings, key=_NO_KEY)


def must_have_key(settings: Settings) -> None:
    """Raises Usage where reading sealed texts would make a new master key, which reads none of them."""
    path = settings.home / "master.key"
    if settings.key is None and not path.is_file():
        raise exits.Usage(f"there is no master key here: neither {path} nor HUIYIN_MASTER_KEY.")


def must_have_file(name: str, settings: Settings) -> None:
    """Raises Usage where the database would be a file that is not there; connecting would make it."""
    template = settings.database_url_template
    if template is None:
        path = settings.home / f"{name}.db"
    elif template.startswith("sqlite:///"):
        path = Path(template.removeprefix("sqlite:///").replace("{service}", name))
    else:
        return
    if not path.is_file():
        raise exits.Usage(f"there is no journal of {name} here ({path}).")


def must_be_current(service: Service) -> None:
    """Raises Usage where the database holds no journal, or one at another schema than this program's."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with service.database.engine.connect() as connection:
        there = MigrationContext.configure(connection).get_current_heads()
    if not there:
        raise exits.Usage(f"there is no journal of {service.name} here.")
    if set(there) != set(ScriptDirectory(str(service.definition.migrations)).get_heads()):
        raise exits.Usage(f"the database of {service.name} is at another schema: run `huiyin migrate` first.")
