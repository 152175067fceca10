"""What copies are made by: this version, the tables, and every file of ours that the folds rest on.

A fold's file imports others: the day's end from the calendar, the numbers of facts from the domain. Where any of them
is another one, so are the rows, and copies begun with the one must not be gone on with by the other.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import orjson

from kernel.projection import ForeignProjection, Projection
from kernel.service import Definition

OURS = frozenset({"contracts", "kernel", "personal", "services", "workdays"})
"""The packages that folds may rest on, beside the ones that they stand in; libraries come with the version."""


def fingerprint(definition: Definition) -> str:
    """A digest of it; reads some hundred files, once for each rebuild."""
    stored = [
        (name, event.__qualname__) for each in definition.aggregates for name, event in each.types.classes.items()
    ]
    said: list[Any] = [_version(), sorted(stored)]
    begun = {__name__}  # and with it all that makes the copies
    projections: list[Projection | ForeignProjection] = [*definition.projections, *definition.foreign_projections]
    for each in projections:
        columns = [(c.name, str(c.type), bool(c.nullable), bool(c.primary_key)) for c in each.table.columns]
        said.append([each.table.name, columns, [event.__qualname__ for event in each.fold]])
        for event, functions in each.fold.items():
            begun |= {one.__module__ for one in (event, *functions)}
    files = sources(begun)
    said += [[name, sha256(files[name]).hexdigest()] for name in sorted(files)]
    return sha256(orjson.dumps(said)).hexdigest()


def sources(modules: Iterable[str]) -> dict[str, bytes]:
    """These modules and all that they import of ours, and so on: source by name."""
    left = set(modules)
    roots = {top: _root(top) for top in OURS | {name.partition(".")[0] for name in left}}
    found: dict[str, bytes] = {}
    known: set[str] = set()
    while left:
        name = left.pop()
        known.add(name)
        top, *rest = name.split(".")
        file = _file(roots.get(top), rest)
        if file is not None:
            found[name] = file.read_bytes()
            left |= _imported(found[name]) - known
            left |= {name.rpartition(".")[0]} - known - {""}
    return found


def _root(package: str) -> Path | None:
    """The folder of a package."""
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec is not None else None
    return Path(next(iter(folders))) if folders else None


def _file(root: Path | None, names: list[str]) -> Path | None:
    """The file of a module below a package; None where that is no module of ours, but a name in one."""
    if root is None:
        return None
    place = root.joinpath(*names)
    candidates = (place / "__init__.py", *([place.with_name(f"{place.name}.py")] if names else ()))
    return next((each for each in candidates if each.is_file()), None)


@lru_cache(maxsize=1000)
def _imported(source: bytes) -> frozenset[str]:
    """Every name that is imported anywhere in it, whether it is a module or stands in one."""
    return frozenset(_names(ast.parse(source)))


def _names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def _version() -> str:
    try:
        return version("huiyin")
    except PackageNotFoundError:
        return ""
