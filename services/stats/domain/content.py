"""What a bulletin says, as JSON: its digest, and what a correction changes in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

DEFINITIONS = 1
"""The edition of the definitions that its figures follow; another one is another number."""

FIGURES = ("scope", "workload", "completion", "timeliness", "satisfaction")
TABLES = {"kinds": "key", "fields": "key", "agencies": "key", "overdue": "number", "columns": "key", "trend": "name"}
"""The parts that are tables, and what tells their rows apart."""

_CALLED = frozenset(("name", "jurisdiction", "column", "column_name", "agency", "agency_name", "from", "to", "as_of"))

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
    """The same of its figures alone: whatever it rests on, and as of whenever they are so."""
    rows = {part: [_timeless(row) for row in content[part]] for part in TABLES}
    return _hash({**{part: content[part] for part in FIGURES}, **rows})


def _timeless(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in row.items() if name not in {"as_of", "days"}}


def _hash(content: Content) -> str:
    return sha256(written(content).encode()).hexdigest()


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


def corrected(before: Content, after: Content) -> list[Change]:
    """The same, for people: what a row that came or went is called is not told beside its figures."""
    return [
        change
        for change in changes(before, after)
        if change["path"][-1] not in _CALLED or None not in (change["before"], change["after"])
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
