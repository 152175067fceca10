"""What routing's events make of notices' list of columns."""

from __future__ import annotations

from contracts.routing import ColumnOpenedV1, ColumnRearrangedV1
from kernel.inbox import Incoming
from kernel.projection import ForeignFold, ForeignProjection, Projection, Row
from services.notices import tables

OWN: tuple[Projection, ...] = ()


def arranged(_: Row | None, incoming: Incoming) -> Row:
    """The column is there, under this name."""
    event: ColumnOpenedV1 | ColumnRearrangedV1 = incoming.event
    return {"name": event.name}


_COLUMN: ForeignFold = (lambda incoming: (incoming.event.column,), arranged)

FOREIGN = (ForeignProjection(tables.columns, {ColumnOpenedV1: _COLUMN, ColumnRearrangedV1: _COLUMN}),)
