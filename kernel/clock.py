"""The only places where time is read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time; the domain never reads one, time reaches it as data."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


def instant(text: str) -> datetime:
    """The instant of an ISO 8601 text, in UTC; raises ValueError for anything else, a text without an offset too."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"an instant without an offset: {text!r}")
    return at.astimezone(UTC)


def rfc3339(at: datetime) -> str:
    """The instant as text, in UTC: `2024-03-01T01:00:00Z`."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


class FixedClock:
    """A clock for tests: stands still until it is set."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.at
