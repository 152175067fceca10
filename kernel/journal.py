"""The journal: what happened, in the order it was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Recorded:
    """One event with its place in the journal and who caused it.

    `metadata`: actor, role, correlation, causation, request. Positions count from 1 without gaps over the whole
    service, versions from 1 within the stream.
    """

    position: int
    stream: str
    version: int
    type: str
    event: Any
    metadata: Mapping[str, Any]
    occurred_at: datetime
    recorded_at: datetime
    digest: str

    @property
    def category(self) -> str:
        """The stream's kind: what stands before the first hyphen."""
        return self.stream.partition("-")[0]

    @property
    def id(self) -> str:
        """The stream's id: what stands after the first hyphen."""
        return self.stream.partition("-")[2]
