"""Notices, put together."""

from __future__ import annotations

from pathlib import Path

from contracts import intake, notices, review, routing
from kernel.clock import Clock, SystemClock
from kernel.service import Definition, Service
from kernel.settings import Settings
from services.notices import projections
from services.notices.publish import published
from services.notices.reactions import react
from services.notices.schema import AGGREGATES

NOTICES = Definition(
    name="notices",
    aggregates=AGGREGATES,
    contracts=intake.CONTRACTS | routing.CONTRACTS | review.CONTRACTS | notices.CONTRACTS,
    migrations=Path(__file__).parent / "migrations",
    published=published,
    projections=projections.OWN,
    foreign_projections=projections.FOREIGN,
    follows=("intake", "routing", "review"),
    react=react,
)


def build(settings: Settings, *, clock: Clock = SystemClock()) -> Service:  # noqa: B008 - it has no state
    """The service with its store, not yet migrated."""
    return Service(NOTICES, settings, clock)
