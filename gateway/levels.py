"""Review levels of accounts: accounts are kept here, columns and their levels by routing, which is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.asking import PATIENCE_WITH_NAMES, ask
from gateway.problems import Problem
from kernel.errors import Unavailable


def must_be_levels_there(account: Mapping[str, Any]) -> None:
    """Some column of the account's has each of its levels; raises the problem gateway.no_such_level.

    While routing is away, and for columns that it does not know, nothing is refused: an account is made nevertheless.
    """
    levels = account.get("levels")
    if not levels:
        return
    most = most_levels(account.get("columns"))
    beyond = sorted(level for level in levels if most is not None and level > most)
    if beyond:
        raise Problem("gateway.no_such_level", {"levels": beyond, "most": most})


def most_levels(columns: list[str] | None) -> int | None:
    """How many levels the column with the most of them has; of all columns for None. None where nobody knows."""
    try:
        listed = ask("routing", "columns", {}, patience=PATIENCE_WITH_NAMES)["items"]
    except Unavailable:
        return None
    known = [item["review_levels"] for item in listed if columns is None or item["column"] in columns]
    return max(known, default=None)
