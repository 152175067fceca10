"""Stats, put together."""

from __future__ import annotations

from pathlib import Path

from contracts import intake, review, routing
from kernel.clock import Clock, SystemClock
from kernel.service import Definition, Service
from kernel.settings import Settings
from services.stats import projections

STATS = Definition(
    name="stats",
    aggregates=(),
    contracts=intake.CONTRACTS | routing.CONTRACTS | review.CONTRACTS,
    migrations=Path(__file__).parent / "migrations",
    foreign_projections=projections.FOREIGN,
    follows=("intake", "routing", "review"),
)


def build(settings: Settings, *, clock: Clock = SystemClock()) -> Service:  # noqa: B008 - it has no state
    """The service with its store, not yet migrated."""
    return Service(STATS, settings, clock)
