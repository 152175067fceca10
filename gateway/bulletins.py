"""Where the messages behind a bulletin's figures are: the lists of statistics, asked as the bulletin was counted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlencode

_PARTS: Final = ("workload", "completion", "timeliness", "satisfaction")
_TABLES: Final = {"kinds": "kind", "fields": "field", "agencies": "agency", "columns": "column"}
"""What the rows of a table are, by its name in the content."""


def links(content: Mapping[str, Any], address: str, figures: Collection[str]) -> dict[str, str]:
    """JSON pointer of each of these figures in the content → `address` with the question that it answers."""
    return {pointer: f"{address}?{urlencode(asked)}" for pointer, asked in _asked(content, figures)}


def _asked(content: Mapping[str, Any], figures: Collection[str]) -> Iterator[tuple[str, dict[str, str]]]:
    period = content["period"]
    everybody = _cohort(content, period["from"], period["to"], content["as_of"])
    for part in _PARTS:
        for figure in _counted(content[part], figures):
            yield f"/{part}/{figure}", {"figure": figure, **everybody}
    for table, by in _TABLES.items():
        for place, row in enumerate(content[table]):
            of = {"keyless": "true"} if row["key"] is None else {"key": row["key"]}
            for figure in _counted(row, figures):
                yield f"/{table}/{place}/{figure}", {"figure": figure, **everybody, "by": by, **of}
    for place, then in enumerate(content["trend"]):
        cohort = _cohort(content, then["from"], then["to"], then["as_of"])
        for figure in _counted(then, figures):
            yield f"/trend/{place}/{figure}", {"figure": figure, **cohort}


def _counted(told: Mapping[str, Any], figures: Collection[str]) -> Iterator[str]:
    """The figures among what is told."""
    return (name for name in told if name in figures)


def _cohort(content: Mapping[str, Any], begin: str, end: str, as_of: str) -> dict[str, str]:
    """The messages of the bulletin's scope in a period, as of an instant and as far as the logs had been heard."""
    column = content["scope"]["column"]
    return {
        "from": begin,
        "to": end,
        "as_of": as_of,
        "positions": ",".join(f"{source}:{position}" for source, position in content["positions"].items()),
        **({"hosted": "here"} if column is None else {"column": column}),
    }
