"""Rows of measured ratios, as a table on the terminal and in RESULTS.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure beside its limit or peer, measured in the same run."""

    what: str
    figure: str
    against: str
    result: str
    aim: str
    met: bool

    def cells(self) -> tuple[str, ...]:
        """The row's words in the order of the table."""
        return (self.what, self.figure, self.against, self.result, self.aim, "yes" if self.met else "**no**")


HEAD = ("what", "figure", "against", "result", "aim", "met")


def ratio(what: str, figure: float, against: str, limit: float, aim: float) -> Row:
    """A throughput as a multiple of a limit: met when figure ÷ limit reaches `aim`."""
    times = figure / limit if limit else 0.0
    return Row(what, f"{figure:,.0f}/s", f"{against} {limit:,.0f}/s", f"{times:.2f}x", f"{aim:g}x", times >= aim)


def markdown(rows: Sequence[Row]) -> str:
    """The table in Markdown."""
    lines = ["| " + " | ".join(HEAD) + " |", "|" + "---|" * len(HEAD)]
    lines += ["| " + " | ".join(row.cells()) + " |" for row in rows]
    return "\n".join(lines)


def machine() -> str:
    """What ran this, without naming it."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, CPython {platform.python_version()}"


def record(title: str, rows: Sequence[Row], notes: Sequence[str] = ()) -> None:
    """Append a dated section to RESULTS.md."""
    day = datetime.now(UTC).date().isoformat()
    section = [f"\n## {day}: {title}", "", f"{machine()}.", "", markdown(rows), ""]
    section += [f"- {note}" for note in notes]
    text = RESULTS.read_text() if RESULTS.exists() else "# Results\n\nEvery section is one run of `make bench`.\n"
    RESULTS.write_text(text.rstrip("\n") + "\n" + "\n".join(section).rstrip("\n") + "\n")


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]
