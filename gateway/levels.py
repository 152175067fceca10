"""Review levels of accounts: accounts are kept here, columns and their levels by routing, which is asked.

One rule, wherever an account comes from: the API, the command line, a city file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from kernel.decider import Refusal
from kernel.errors import Unavailable

Columns = Iterable[Mapping[str, Any]]
"""Columns as routing lists them."""


@dataclass(eq=False)
class NoSuchLevel(Refusal):
    """None of the account's columns has so many review levels; `most` is what the one with the most has."""

    code: ClassVar[str] = "gateway.no_such_level"
    levels: tuple[int, ...]
    most: int


def must_be_levels_there(account: Mapping[str, Any], listed: Callable[[], Columns]) -> None:
    """Some column of the account's has each of its levels; raises NoSuchLevel.

    While routing is away, and for columns that it does not know, nothing is refused: an account is made nevertheless.
    """
    levels: Iterable[int] = account.get("levels") or ()
    if not levels:
        return
    try:
        most = most_levels(account.get("columns"), listed())
    except Unavailable:
        return
    if most is not None and (beyond := tuple(sorted(level for level in levels if level > most))):
        raise NoSuchLevel(beyond, most)


def most_levels(columns: Iterable[str] | None, listed: Columns) -> int | None:
    """How many levels the column with the most of them has; of all columns for None. None where none is known."""
    chosen = None if columns is None else set(columns)
    known = [item["review_levels"] for item in listed if chosen is None or item["column"] in chosen]
    return max(known, default=None)
