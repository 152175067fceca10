"""Columns and agencies of accounts: accounts are kept here, columns and agencies by routing, which is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from kernel.decider import Refusal
from kernel.errors import Unavailable

Listed = Callable[[], Iterable[Mapping[str, Any]]]
"""Asks routing for what it has."""


@dataclass(eq=False)
class UnknownColumns(Refusal):
    """An account for columns that there are not would be of no use to anybody."""

    code: ClassVar[str] = "gateway.unknown_columns"
    unknown: tuple[str, ...]


@dataclass(eq=False)
class UnknownAgencies(Refusal):
    """An account for agencies that there are not would be of no use to anybody."""

    code: ClassVar[str] = "gateway.unknown_agencies"
    unknown: tuple[str, ...]


def must_be_places_there(said: Mapping[str, Any], columns: Listed, agencies: Listed) -> None:
    """Every column and agency that is named is there; raises UnknownColumns, UnknownAgencies.

    While routing is away nothing is refused: an account is made nevertheless.
    """
    try:
        if unknown := _without(said.get("columns"), columns, "column"):
            raise UnknownColumns(unknown)
        if unknown := _without(said.get("agencies"), agencies, "agency"):
            raise UnknownAgencies(unknown)
    except Unavailable:
        return


def _without(named: Iterable[str] | None, listed: Listed, code: str) -> tuple[str, ...]:
    """Those of the named ones that are not listed."""
    if not named:
        return ()
    return tuple(sorted(set(named) - {item[code] for item in listed()}))
