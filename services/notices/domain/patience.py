"""Patience: how often something is tried that does not succeed, and how long one waits in between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

_FARTHEST = 30  # doublings, after which every pause is the longest one


@dataclass(frozen=True, slots=True)
class Patience:
    """How often it is tried, and how long the pauses between are: the first, each twice the one before, the longest."""

    attempts: int = 12
    first: timedelta = timedelta(minutes=1)
    longest: timedelta = timedelta(hours=6)

    def pause(self, attempt: int, jitter: float) -> timedelta:
        """The pause after a failed attempt; `jitter`, from 0 to 1, spreads it from four to six fifths.

        Never shorter than the one before, since twice four fifths are more than six; and never above the longest.
        """
        doubled = self.first * (1 << min(attempt - 1, _FARTHEST))
        return min(doubled * (0.8 + 0.4 * jitter), self.longest)
