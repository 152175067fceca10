"""Notices, put together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from contracts import intake, notices, review, routing
from kernel.clock import Clock, SystemClock
from kernel.service import Definition, Service
from kernel.settings import Settings
from services.notices import projections
from services.notices.publish import published
from services.notices.reactions import reacting
from services.notices.schema import AGGREGATES
from services.notices.settings import Sending

NOTICES = Definition(
    name="notices",
    aggregates=AGGREGATES,
    contracts=intake.CONTRACTS | routing.CONTRACTS | review.CONTRACTS | notices.CONTRACTS,
    migrations=Path(__file__).parent / "migrations",
    published=published,
    projections=projections.OWN,
    foreign_projections=projections.FOREIGN,
    follows=("intake", "routing", "review", "notices"),
)


def build(
    settings: Settings,
    *,
    clock: Clock = SystemClock(),  # noqa: B008 - it has no state
    sending: Sending | None = None,
) -> Service:
    """The service with its store, not yet migrated; without `sending` people are told as the environment says.

    Raises SettingsError.
    """
    return Service(replace(NOTICES, react=reacting(sending or Sending.from_env(settings))), settings, clock)
