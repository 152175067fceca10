"""Signing in and out, one's own account, and what administrators do with accounts and API keys."""

from __future__ import annotations

from gateway.resources.people import accounts, keys, oversight, passwords, sessions
from gateway.resources.people.blueprint import SESSION

__all__ = ["SESSION", "accounts", "keys", "oversight", "passwords", "sessions"]
