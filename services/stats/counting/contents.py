"""What a bulletin says, written down whole; and once more, to be held against what was written down."""

from __future__ import annotations

from typing import Any

from kernel.clock import rfc3339
from services.stats.counting.bulletins import Counted, Positions, Source, counted
from services.stats.domain.bulletin import About
from services.stats.domain.content import DEFINITIONS, Change, Content, corrected
from services.stats.domain.differences import differences
from services.stats.domain.periods import Period, bulletin_of


def content_of(about: About, version: int, figures: Counted) -> dict[str, Any]:
    """What the bulletin says; a correction adds what it corrects."""
    period = Period(about.begin, about.end)
    return {
        "bulletin": bulletin_of(period, about.column),
        "version": version,
        "definitions": DEFINITIONS,
        "scope": figures.scope,
        "period": {
            "name": period.name,
            "kind": period.kind.value,
            "from": about.begin.isoformat(),
            "to": about.end.isoformat(),
        },
        "as_of": rfc3339(about.as_of),
        "positions": figures.positions,
        **figures.parts,
        "correction": None,
    }


def correcting(content: Content, reason: Any, before: Content) -> dict[str, Any]:
    """The same as the correction of the version before: with why that was wrong, and each figure that is another."""
    correction = {"of": before["version"], "reason": reason, "changes": corrected(before, content)}
    return {**content, "correction": correction}


def differing(source: Source, about: About, version: int, content: Content, before: Content | None) -> list[Change]:
    """What is otherwise when the version is made again, as far as the positions that its content names.

    Its content whole, as text: all but the reason of a correction, which nobody can count. `before`: what the version
    before says, None for the first. None, where it is right. Raises Unavailable.
    """
    return differences(content, again(source, about, version, content, before))


def again(source: Source, about: About, version: int, content: Content, before: Content | None) -> Content:
    """The version made again. Raises Unavailable."""
    positions: Positions = tuple(sorted(content["positions"].items()))
    made = content_of(about, version, counted(source, about, positions))
    return made if before is None else correcting(made, reason_of(content), before)


def reason_of(content: Content) -> Any:
    """Why a correction was made, as it says itself."""
    correction = content.get("correction")
    return correction.get("reason") if isinstance(correction, dict) else None
