"""Stats' tables in memory: what the kernel does with a projection, without its batches and databases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from kernel.inbox import Incoming
from kernel.tables import to_micros
from services.stats.counting.facts import Facts, Heard, Raw
from services.stats.counting.known import Known
from services.stats.counting.memory import FACTS, REGISTERS
from services.stats.counting.registers import Registers
from services.stats.domain.cohort import Cutoff
from services.stats.projections import FOREIGN
from tests.services.stats.histories import Fact

SOURCES = ("intake", "routing", "review")
Tables = dict[str, dict[tuple[Any, ...], dict[str, Any]]]


def incoming(fact: Fact, position: int) -> Incoming:
    name = type(fact.event).__name__.removesuffix("V1")
    return Incoming(
        source=fact.source,
        position=position,
        name=name,
        subject=fact.subject,
        event=fact.event,
        time=fact.at,
        recorded_at=fact.recorded_at,
        id=f"{fact.source}-{position}",
        correlation_id="test",
    )


def fold(facts: Iterable[Fact]) -> Tables:
    """The rows, by table and key."""
    tables: Tables = defaultdict(dict)
    positions: dict[str, int] = defaultdict(int)
    for fact in facts:
        positions[fact.source] += 1
        heard = incoming(fact, positions[fact.source])
        for projection in FOREIGN:
            found = projection.fold.get(type(fact.event))
            key = found and found[0](heard)
            if found is None or key is None:
                continue
            names = [column.name for column in projection.table.primary_key]
            row = found[1](tables[projection.table.name].get(key), heard)
            if row is not None:
                blank = dict.fromkeys(column.name for column in projection.table.columns)
                tables[projection.table.name][key] = blank | dict(row) | dict(zip(names, key, strict=True))
    return tables


def raw(row: dict[str, Any], columns: Iterable[str]) -> Raw:
    """A row as a driver gives it."""
    values = (row[name] for name in columns)
    return tuple(to_micros(value) if isinstance(value, datetime) else value for value in values)


def known(tables: Tables, cutoff: Cutoff) -> Known:
    """What is so at a cut-off, of rows that no database holds."""
    facts, registers = Facts(), Registers()
    for series, table in zip(facts.series, FACTS, strict=True):
        if rows := tables.get(table.name):
            series.add(facts, [raw(rows[key], series.columns) for key in sorted(rows)])
    for name, table in REGISTERS.items():
        rows = tables.get(table.name, {})
        getattr(registers, name).extend(raw(rows[key], table.columns.keys()) for key in sorted(rows))
    return Known(facts, registers, Heard(), cutoff)
