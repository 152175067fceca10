"""What this process is connected to, for the gateway, for `doctor` and for whoever watches a probe.

A part reports under `<service>.<part>`: a link to the broker says `connecting`, `connected`, `blocked` or `away`, a
relay `leading`, `standing by` or `away`, a database `connected` or `away`. A subscription says `ahead of <source>`
under `<service>.inbox.<source>` where the source has lost events that were applied here. What a start brings in, as a
demonstration its city, is `loading` until it is there.
"""

from __future__ import annotations

GOOD = frozenset({"connected", "leading", "standing by", "following"})
AHEAD = "ahead"  # wrong, and a person must look; but the service does its work, and a restart would mend nothing
LOADING = "loading"

_parts: dict[str, str] = {}


def report(part: str, state: str) -> None:
    """Note the state of a part."""
    _parts[part] = state


def forget(part: str) -> None:
    """A part that has been stopped."""
    _parts.pop(part, None)


def view(service: str | None = None) -> dict[str, str]:
    """State by part, of one service or of the whole process."""
    return {part: state for part, state in sorted(_parts.items()) if service is None or part.startswith(f"{service}.")}


def loading() -> tuple[str, ...]:
    """What is still being brought in."""
    return tuple(part for part, state in view().items() if state == LOADING)


def ready(service: str | None = None) -> bool:
    """Whether every part that has reported does its work; false before the first report."""
    parts = view(service)
    return bool(parts) and all(state in GOOD or state.startswith(AHEAD) for state in parts.values())
