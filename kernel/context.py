"""The circumstances of a piece of work: who asks, and as part of what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks, and as part of what; it becomes the metadata of every event recorded on its behalf.

    `correlation_id` is shared by everything that one wish set in motion, `causation_id` is the id of the event that
    was the direct cause (none for a person's wish). `request_id` makes the work repeatable: the same id answers the
    recorded outcome; `fingerprint` (a digest of what was asked) tells a repetition from another wish under that id.
    Raises ValueError for a request id without a fingerprint.
    """

    actor: Actor
    correlation_id: str
    causation_id: str | None = None
    request_id: str | None = None
    fingerprint: str | None = None

    def __post_init__(self) -> None:
        if self.request_id is not None and self.fingerprint is None:
            raise ValueError("a request id needs a fingerprint: the id alone does not tell what was asked")

    @property
    def wish(self) -> str:
        """What is kept beside a request's outcome: SHA-256, in hex, of who asked and of the fingerprint.

        So nobody is answered with the outcome of another's request, even under the same id; who asks as a deputy is
        another than who asks as themselves.
        """
        principal = self.actor.on_behalf_of
        account = self.actor.account if principal is None else f"{self.actor.account} for {principal}"
        return sha256(f"{len(account)}:{account}:{self.fingerprint}".encode()).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """JSON-able, for a message header; `from_dict` is its inverse."""
        return {
            "actor": self.actor.to_dict(),
            "correlation_id": self.correlation_id,
            "causation_id": self.causation_id,
            "request_id": self.request_id,
            "fingerprint": self.fingerprint,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Context:
        """The context of a message header; raises KeyError where actor or correlation id is missing."""
        return cls(
            actor=Actor.from_dict(data["actor"]),
            correlation_id=data["correlation_id"],
            causation_id=data.get("causation_id"),
            request_id=data.get("request_id"),
            fingerprint=data.get("fingerprint"),
        )
