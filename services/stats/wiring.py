"""Stats, put together."""

from __future__ import annotations

from pathlib import Path

from contracts import intake, review, routing, stats
from kernel.clock import Clock, SystemClock
from kernel.service import Definition, Service
from kernel.settings import Settings
from services.stats import projections
from services.stats.counting.memory import Memory
from services.stats.publish import published
from services.stats.schema import AGGREGATES

STATS = Definition(
    name="stats",
    aggregates=AGGREGATES,
    contracts=intake.CONTRACTS | routing.CONTRACTS | review.CONTRACTS | stats.CONTRACTS,
    migrations=Path(__file__).parent / "migrations",
    published=published,
    projections=projections.OWN,
    foreign_projections=projections.FOREIGN,
    follows=("intake", "routing", "review"),
)


class Stats(Service):
    """The service, with the facts that figures are counted from."""

    memory: Memory


def memory_of(service: Service) -> Memory:
    """The memory of a service that `build` made."""
    assert isinstance(service, Stats)
    return service.memory


def build(settings: Settings, *, clock: Clock = SystemClock()) -> Stats:  # noqa: B008 - it has no state
    """The service with its store, not yet migrated."""
    service = Stats(STATS, settings, clock)
    service.memory = Memory(service.database)
    return service
