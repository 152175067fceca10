"""Routing, put together."""

from __future__ import annotations

from pathlib import Path

from contracts import intake, review, routing
from kernel.clock import Clock, SystemClock
from kernel.service import Definition, Service
from kernel.settings import Settings
from services.routing import projections
from services.routing.publish import published
from services.routing.reactions import react
from services.routing.schema import AGGREGATES

ROUTING = Definition(
    name="routing",
    aggregates=AGGREGATES,
    contracts=routing.CONTRACTS | intake.CONTRACTS | review.CONTRACTS,
    migrations=Path(__file__).parent / "migrations",
    published=published,
    projections=projections.OWN,
    follows=("intake", "review"),
    react=react,
)


def build(settings: Settings, *, clock: Clock = SystemClock()) -> Service:  # noqa: B008 - it has no state
    """The service with its store, not yet migrated."""
    return Service(ROUTING, settings, clock)
