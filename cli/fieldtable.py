"""A table of fields in three columns, as an office keeps it, made into the tree that the system takes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cli.importing.cleaning import line
from cli.importing.table import filled
from contracts.words import LABEL

HEADERS: Final = ("一级分类", "二级分类", "三级分类")

_BASE32: Final = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's
_LENGTH: Final = 6


class FieldTableError(ValueError):
    """The table is no tree of fields; the text says every problem with its row."""


@dataclass(frozen=True, slots=True)
class Node:
    """One field: its code, the code above it, and its names from the topmost down."""

    code: str
    parent: str | None
    path: tuple[str, ...]


def read(path: Path) -> list[Node]:
    """The fields of a table, each after the one above it; raises FieldTableError, TableError."""
    rows = filled(path)
    positions = columns(next(rows)[1])
    nodes: dict[tuple[str, ...], Node] = {}
    wrong: list[str] = []
    for row, cells in rows:
        names = tuple(line(cells[position]) if position < len(cells) else "" for position in positions)
        problem = problem_of(names)
        if problem is not None:
            wrong.append(f"第 {row} 行：{problem}")
            continue
        for node in line_of_descent(names):
            nodes.setdefault(node.path, node)
    if wrong:
        raise FieldTableError("\n".join(wrong))
    if not nodes:
        raise FieldTableError("表中只有表头，没有分类。")
    must_be_told_apart(list(nodes.values()))
    return list(nodes.values())


def columns(header: Sequence[object]) -> list[int]:
    """Where the three columns stand; raises FieldTableError."""
    found = [line(cell) for cell in header]
    missing = [name for name in HEADERS if found.count(name) != 1]
    if missing:
        raise FieldTableError(f"表头中应当各有一列：{'、'.join(missing)}。")
    return [found.index(name) for name in HEADERS]


def problem_of(names: Sequence[str]) -> str | None:
    """Why a row names no field; None where it does."""
    filled_in = [name != "" for name in names]
    if filled_in != sorted(filled_in, reverse=True):
        gap = filled_in.index(False)
        return f"有下级分类，但没有{HEADERS[gap]}。"
    unusable = [header for header, name in zip(HEADERS, names, strict=True) if name and not LABEL.admits(name)]
    return f"{'、'.join(unusable)}不能用作名称：最多 100 个字。" if unusable else None


def line_of_descent(names: Sequence[str]) -> Iterator[Node]:
    """The fields that a row names, from the topmost down."""
    parent = None
    for depth, name in enumerate(names, start=1):
        if not name:
            return
        path = tuple(names[:depth])
        code = step(path) if parent is None else f"{parent}.{step(path)}"
        code = f"f{code}" if parent is None else code
        yield Node(code, parent, path)
        parent = code


def step(path: Sequence[str]) -> str:
    """Six letters and digits that are always the same for these names, and for hardly any others (30 bits)."""
    bits = int.from_bytes(hashlib.sha256("\x1f".join(path).encode()).digest()[:4], "big") >> 2
    return "".join(_BASE32[bits >> 5 * place & 31] for place in reversed(range(_LENGTH)))


def must_be_told_apart(nodes: Sequence[Node]) -> None:
    """No two fields have one code; raises FieldTableError."""
    first: dict[str, Node] = {}
    for node in nodes:
        other = first.setdefault(node.code, node)
        if other is not node:
            both = f"“{' / '.join(other.path)}”和“{' / '.join(node.path)}”"
            raise FieldTableError(f"{both}得到同一个代码 {node.code}：请改动其中一个名称。")
