"""What notices does when the others have spoken. Nobody waits for it."""

from __future__ import annotations

from collections.abc import Sequence

from kernel.inbox import Deed, Erasure, Incoming, Reaction


def react(incoming: Incoming) -> Sequence[Reaction | Deed | Erasure]:  # noqa: ARG001 - the shape of a React
    """What the office writes, it writes by itself: no event of the others sets it in motion."""
    return []
