"""The group of resources for whoever signs in."""

from __future__ import annotations

from typing import Final

from gateway.door import Resources

SESSION: Final = Resources("session", __name__, "", "Signing in and out")
