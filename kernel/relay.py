"""From the public log to the broker: in order, at least once, the cursor moved only after the broker confirmed."""

from __future__ import annotations

from collections.abc import Callable

from kernel.publiclog import Entry


class Relay:
    """Hands the public log on. One at a time per service: whoever runs it holds the leadership (transport)."""

    def step(self, publish: Callable[[list[Entry]], None], limit: int = 500) -> int:
        """Publish the next batch and move the cursor; how many were published, 0 when there is nothing to do.

        `publish` returns once the broker has confirmed all of them; what it raises leaves the cursor where it was.
        """
        raise NotImplementedError

    def lag(self) -> int:
        """How many public events wait to be published."""
        raise NotImplementedError
