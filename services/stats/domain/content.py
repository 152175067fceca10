"""What a bulletin says, as JSON: its digest, and what a correction changes in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from services.stats.domain.figures import REPORTS

DEFINITIONS = 1
"""The edition of the definitions that its figures follow; another one is another number."""

FIGURES = ("scope", "workload", "completion", "timeliness", "satisfaction")
TABLES = {"kinds": "key", "fields": "key", "agencies": "key", "overdue": "number", "columns": "key", "trend": "name"}
"""The parts that are tables, and what tells their rows apart."""

_PARTS = (
    *("bulletin", "version", "definitions", "scope", "period", "as_of", "positions"),
    *(*FIGURES, *TABLES, "correction"),
)
_WITHIN = (
    *("kind", "key", "number", "name", "column", "column_name", "jurisdiction", "agency", "agency_name", "due", "days"),
    *("from", "to", "as_of", "of", "reason", "changes", "path", "before", "after"),
    *("received", "valid", "accepted", "share", "closed", "in_hand", "overdue"),
    *(report.rate.name for report in REPORTS.values()),
    *("average", "median", "p90"),
)

Content = Mapping[str, Any]
Path = tuple[str, ...]
Change = dict[str, Any]


def written(content: Content) -> str:
    """The content as text, the same for the same content: keys sorted, no spaces, no escapes that are not needed."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(content: Content) -> str:
    """SHA-256 of the content as text, in hexadecimal."""
    return _hash(content)


def figures_digest_of(content: Content) -> str:
    """The same of its figures alone: whatever it is called, and whatever it rests on."""
    return _hash({part: content[part] for part in (*FIGURES, *TABLES)})


def _hash(content: Content) -> str:
    return sha256(written(content).encode()).hexdigest()


def in_order(content: Content) -> dict[str, Any]:
    """The same content with its names in the order in which people read them; the text of it has them sorted."""
    return {part: _within(content[part], _figures_of(part)) for part in _sorted(content, _PARTS)}


def _figures_of(part: str) -> tuple[str, ...]:
    """In the order of the report that the part is."""
    report = REPORTS.get(part)
    return _WITHIN if report is None else (*report.figures, report.rate.name)


def _within(value: Any, order: Sequence[str]) -> Any:
    match value:
        case Mapping():
            return {name: _within(value[name], _WITHIN) for name in _sorted(value, order)}
        case list():
            return [_within(each, order) for each in value]
        case _:
            return value


def _sorted(names: Iterable[str], order: Sequence[str]) -> list[str]:
    """Those of the order as it has them, then the others."""
    turn = {name: place for place, name in enumerate(order)}
    return sorted(names, key=lambda name: (turn.get(name, len(turn)), name))


def changes(before: Content, after: Content) -> list[Change]:
    """{path, before, after} for each figure that is another: path = part, the row's key where it has rows, figure.

    A figure that is not there is null.
    """
    was, is_ = dict(_figures(before)), dict(_figures(after))
    return [
        {"path": list(path), "before": was.get(path), "after": is_.get(path)}
        for path in {**is_, **was}
        if was.get(path) != is_.get(path)
    ]


def _figures(content: Content) -> Iterator[tuple[Path, Any]]:
    for part in FIGURES:
        yield from _leaves((part,), content[part])
    for part, key in TABLES.items():
        yield from _rows(part, key, content[part])


def _rows(part: str, key: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Path, Any]]:
    for row in rows:
        told_apart_by = row[key] or ""
        yield from _leaves((part, told_apart_by), {name: value for name, value in row.items() if name != key})


def _leaves(path: Path, values: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _leaves((*path, name), value)
        else:
            yield (*path, name), value
