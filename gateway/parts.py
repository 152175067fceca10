"""What the application is made of; `parts()` is how a resource reaches it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, cast

from flask import current_app
from sqlalchemy import Engine

from gateway.accounts import Accounts
from gateway.apikeys import ApiKeys
from gateway.choices import Choices
from gateway.deputies import Deputies
from gateway.directory import Directory
from gateway.ports import Services
from gateway.printing import Printing
from gateway.proofs import Proofs
from gateway.ratelimit import RateLimit
from gateway.sessions import Sessions
from gateway.settings import GatewaySettings
from gateway.signing.oidc import OidcSignIn
from gateway.sweep import Sweep
from gateway.trail import Trail
from gateway.uploads import Uploads
from gateway.wish import Wishes
from kernel.clock import Clock

EXTENSION: Final = "huiyin"


@dataclass(frozen=True, slots=True)
class Parts:
    """Built by `gateway.wiring`, or by a test with services of its own."""

    settings: GatewaySettings
    services: Services
    engine: Engine
    accounts: Accounts
    sessions: Sessions
    deputies: Deputies
    choices: Choices
    trail: Trail
    sweep: Sweep
    keys: ApiKeys
    wishes: Wishes
    messages_rate: RateLimit
    session_rate: RateLimit
    figures_rate: RateLimit
    directory: Directory
    proofs: Proofs
    uploads: Uploads
    printing: Printing
    oidc: OidcSignIn | None
    clock: Clock
    awaited: Callable[[], tuple[str, ...]] = tuple
    """What is still being brought in since the start of this process."""


def parts() -> Parts:
    """The parts of the application that serves the present request."""
    return cast("Parts", current_app.extensions[EXTENSION])
