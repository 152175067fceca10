"""The administrators' door."""

from __future__ import annotations

from gateway.door import Resources

ADMIN = Resources(
    "admin", __name__, "/admin", "For administrators: accounts, keys for other systems, and how the office works"
)
