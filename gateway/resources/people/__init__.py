"""Signing in and out, one's own account, and what administrators do with accounts and API keys."""

from __future__ import annotations

from gateway.resources.people import (
    accounts,
    changes,
    deputies,
    identities,
    keys,
    notifications,
    oidc,
    oversight,
    passwords,
    sessions,
)
from gateway.resources.people.blueprint import SESSION

__all__ = [
    "SESSION",
    "accounts",
    "changes",
    "deputies",
    "identities",
    "keys",
    "notifications",
    "oidc",
    "oversight",
    "passwords",
    "sessions",
]
