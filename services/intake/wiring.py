"""Intake, put together."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path

from contracts import intake, review, routing
from kernel.clock import Clock, SystemClock
from kernel.service import Definition, Service
from kernel.settings import Settings
from services.intake import projections, publish, reactions
from services.intake.desk import Desk
from services.intake.schema import ADVICE, ATTACHMENTS, CONTACT, MESSAGE, NOTIFYING, PUBLIC_TEXT, REVEALS
from services.intake.suggestions.memory import Memory

INTAKE = Definition(
    name="intake",
    aggregates=(MESSAGE, ADVICE, CONTACT, PUBLIC_TEXT, REVEALS, NOTIFYING, ATTACHMENTS),
    contracts=intake.CONTRACTS | routing.CONTRACTS | review.CONTRACTS,
    migrations=Path(__file__).parent / "migrations",
    published=publish.published,
    projections=projections.OWN,
    foreign_projections=projections.FOREIGN,
    follows=("routing", "review"),
    react=reactions.react,
)


class Intake(Service):
    """The service, with the desk that draws numbers and derives query codes, and the memory of recent messages."""

    desk: Desk
    memory: Memory


def desk_of(service: Service) -> Desk:
    """The desk of a service that `build` made."""
    assert isinstance(service, Intake)
    return service.desk


def memory_of(service: Service) -> Memory:
    """The memory of a service that `build` made."""
    assert isinstance(service, Intake)
    return service.memory


def build(
    settings: Settings,
    *,
    clock: Clock = SystemClock(),  # noqa: B008 - it has no state
    entropy: Callable[[int], int] = secrets.randbelow,
) -> Intake:
    """The service with its store, not yet migrated."""
    service = Intake(INTAKE, settings, clock)
    service.desk = Desk(entropy, service.vault.derive, settings.contact_limit)
    service.memory = Memory(service.journal, service.store, service.vault.derive, clock)
    return service
