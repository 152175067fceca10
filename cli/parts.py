"""The parts that can run: by name, loaded when they are needed."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kernel.service import Service
    from kernel.settings import Settings

SERVICES = {
    "intake": ("services.intake.service", "IntakeService"),
    "routing": ("services.routing.service", "RoutingService"),
    "review": ("services.review.service", "ReviewService"),
    "stats": ("services.stats.service", "StatsService"),
    "gateway": ("gateway.service", "GatewayService"),
}

# those with a journal: the gateway keeps accounts and nothing of the domain
JOURNALS = ("intake", "routing", "review", "stats")


def service_class(name: str) -> type[Any]:
    """The nameko service class."""
    module, found = SERVICES[name]
    loaded: type[Any] = getattr(importlib.import_module(module), found)
    return loaded


def build(name: str, settings: Settings) -> Service:
    """The wired service behind it, for those with a journal; not yet migrated."""
    service: Service = importlib.import_module(f"services.{name}.wiring").build(settings)
    return service
