"""Which messages only: of these columns, these jurisdictions, the columns that are hosted here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from services.stats.counting.grouping import Grouped, chosen, grouped
from services.stats.counting.known import Known
from services.stats.counting.population import Population
from services.stats.counting.registers import Column


@dataclass(frozen=True, slots=True)
class Only:
    """What is asked for by each filter: a message is counted that has one of the labels of every filter."""

    labels: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def members(self, everybody: Population) -> Population:
        """Whom they leave."""
        members = everybody
        for by, keys in self.labels:
            members = members.where(chosen(members, by, *keys))
        return members

    def columns(self, known: Known) -> Collection[str]:
        """The columns whose messages they leave, of those there are at the cut-off."""
        named = known.registers.columns_at(known.cutoff)
        asked = [(by, keys) for by, keys in self.labels if by in _OF_COLUMN]
        return [code for code, column in named.items() if all(_said(code, column, by) in keys for by, keys in asked)]

    def rows(self, members: Population, by: str) -> Grouped:
        """The members told apart, without rows of columns that nobody asked for; of a field by those below it."""
        within = dict(self.labels).get("field", (None,))[0]
        return grouped(members, by, within, self.columns(members.known))


_OF_COLUMN = ("column", "jurisdiction", "hosted")


def _said(code: str, column: Column, by: str) -> str:
    match by:
        case "column":
            return code
        case "jurisdiction":
            return column.jurisdiction
        case _:
            return column.hosted
