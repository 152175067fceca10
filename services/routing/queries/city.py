"""Columns and agencies, as they are run."""

from __future__ import annotations

import orjson
from sqlalchemy import RowMapping, select

from kernel.service import Answer, Payload
from kernel.store import Reading
from services.routing import tables
from services.routing.domain.limits import Limits, limits_of
from services.routing.domain.refusals import UnknownColumn

Row = RowMapping

AGENCIES, COLUMNS = tables.agencies.c, tables.columns.c
_LIMITS = ("ordinary_days", "complex_days", "max_days")


def columns(reading: Reading, _: Payload) -> Answer:
    """{} → {items: [{column, name, jurisdiction, leader, …}], total}, in the order in which they were opened."""
    rows = reading.rows(select(tables.columns).order_by(COLUMNS.place))
    return {"items": [column_shown(row) for row in rows], "total": len(rows)}


def column(reading: Reading, payload: Payload) -> Answer:
    """{column} → one column; raises UnknownColumn."""
    rows = reading.rows(select(tables.columns).where(COLUMNS.column == payload["column"]))
    if not rows:
        raise UnknownColumn(payload["column"])
    return column_shown(rows[0])


def column_shown(row: Row) -> Answer:
    """A column with its limits and terms."""
    shown = {name: value for name, value in row.items() if name not in (*_LIMITS, "limit_exceptions", "place", "terms")}
    given = {**{name: row[name] for name in _LIMITS}, "exceptions": orjson.loads(row["limit_exceptions"])}
    return {**shown, "limits": given, "terms": orjson.loads(row["terms"])}


def limits_in(row: Row) -> Limits:
    """The limits of the column in this row."""
    return limits_of({**{name: row[name] for name in _LIMITS}, "exceptions": orjson.loads(row["limit_exceptions"])})


def agencies(reading: Reading, _: Payload) -> Answer:
    """{} → {items: [{agency, name, parent, level}], total}, in the order in which they were registered."""
    shown = (AGENCIES.agency, AGENCIES.name, AGENCIES.parent, AGENCIES.level)
    rows = reading.rows(select(*shown).order_by(AGENCIES.place))
    return {"items": [dict(row) for row in rows], "total": len(rows)}
