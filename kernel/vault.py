"""Sealed texts: each subject has a key of its own, and erasing the subject is deleting that key."""

from __future__ import annotations


class Vault:
    """Keys of one service's subjects, wrapped by the master key."""

    def derive(self, label: str) -> bytes:
        """32 bytes that only the master key's holder can compute again, the same for the same label (HMAC-SHA256)."""
        raise NotImplementedError
