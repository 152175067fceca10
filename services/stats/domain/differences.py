"""What is not the same in two contents, whatever they hold: also what no bulletin of this program would say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.stats.domain.content import TABLES, Change, Content, Path, written


def differences(before: Content, after: Content) -> list[Change]:
    """{path, before, after} for all that is not the same as text; none only where the texts are the same.

    Figures are told one by one, rows of tables by their key. Where rows have another order their keys are told, and
    tables whole where a key is there twice. What is not there is null.
    """
    return list(_others((), before, after))


def _others(path: Path, before: Any, after: Any) -> Iterator[Change]:
    if written(before) == written(after):
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _named(path, before, after)
    elif (rows := _keyed(path, before)) is not None and (others := _keyed(path, after)) is not None:
        yield from _named(path, rows, others)
        if (was := [key for key in rows if key in others]) != (is_ := [key for key in others if key in rows]):
            yield _change(path, was, is_)
    else:
        yield _change(path, before, after)


def _named(path: Path, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    for name in {**after, **before}:
        was, is_ = before.get(name), after.get(name)
        if name in before and name in after:
            yield from _others((*path, name), was, is_)
        elif isinstance(there := was if name in before else is_, Mapping) and there:
            yield from _named((*path, name), was or {}, is_ or {})  # each of what came or went
        else:
            yield _change((*path, name), was, is_)


def _keyed(path: Path, rows: Any) -> Mapping[str, Mapping[str, Any]] | None:
    """The rows of a table by what tells them apart; None where that does not."""
    if len(path) != 1 or path[0] not in TABLES or not _is_table(rows):
        return None
    keys = [str(row.get(TABLES[path[0]]) or "") for row in rows]
    return dict(zip(keys, rows, strict=True)) if len(set(keys)) == len(keys) else None


def _is_table(rows: Any) -> bool:
    return isinstance(rows, Sequence) and all(isinstance(row, Mapping) for row in rows)


def _change(path: Path, before: Any, after: Any) -> Change:
    return {"path": list(path), "before": before, "after": after}
