"""Review, put together."""

from __future__ import annotations

from pathlib import Path

from contracts import intake, review, routing
from kernel.clock import Clock, SystemClock
from kernel.service import Definition, Service
from kernel.settings import Settings
from services.review import projections
from services.review.publish import published
from services.review.reactions import react
from services.review.schema import AGGREGATES

REVIEW = Definition(
    name="review",
    aggregates=AGGREGATES,
    contracts=intake.CONTRACTS | routing.CONTRACTS | review.CONTRACTS,
    migrations=Path(__file__).parent / "migrations",
    published=published,
    projections=projections.OWN,
    foreign_projections=projections.FOREIGN,
    follows=("intake", "routing"),
    react=react,
)


def build(settings: Settings, *, clock: Clock = SystemClock()) -> Service:  # noqa: B008 - it has no state
    """The service with its store, not yet migrated."""
    return Service(REVIEW, settings, clock)
