"""Which of notices' events are public, and in which words: never with a text, and never with who is told."""

from __future__ import annotations

from kernel.journal import Recorded
from kernel.publiclog import Published


def published(recorded: Recorded) -> Published | None:  # noqa: ARG001 - the shape of a Publish
    """The contract event that others learn of; none for what is the house's own."""
    return None
