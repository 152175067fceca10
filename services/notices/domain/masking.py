"""Masking: as much of an address as may be kept."""

from __future__ import annotations


def masked(address: str) -> str:
    """An address that its owner knows again and nobody else learns: w***@example.com, 138****0000."""
    name, at, domain = address.rpartition("@")
    if at:
        return f"{name[:1]}***@{domain}"
    return f"{address[:3]}****{address[-4:]}" if len(address) > len("13800000") else "****"
