"""What stats makes of the others' events. It has none of its own, and reacts to none."""

from __future__ import annotations

from contracts import intake, routing
from kernel.inbox import Incoming
from kernel.projection import ForeignFold, ForeignProjection, Row
from services.stats import tables


def by_number(incoming: Incoming) -> tuple[str]:
    """The message's row."""
    return (incoming.event.number,)


def accepted(_: Row | None, incoming: Incoming) -> Row:
    """The message joins the cohort of the day of its acceptance."""
    event: intake.MessageAcceptedV1 = incoming.event
    return {"column": event.column, "accepted_at": event.accepted_at}


def round_closed(incoming: Incoming) -> tuple[str, int]:
    """The closing of this round."""
    return (incoming.event.number, incoming.event.round)


def closed(_: Row | None, incoming: Incoming) -> Row:
    """A round is done."""
    event: routing.ClosedV1 = incoming.event
    return {"closed_at": event.closed_at, "reopened_at": None}


def handed_over(_: Row | None, incoming: Incoming) -> Row:
    """The matter is another system's."""
    event: routing.HandedOverV1 = incoming.event
    return {"handed_over_at": event.handed_over_at, "reopened_at": None}


def round_before(incoming: Incoming) -> tuple[str, int]:
    """Round n begins: it is the closing or the handing over of round n - 1 that no longer stands."""
    return (incoming.event.number, incoming.event.round - 1)


def reopened(row: Row | None, incoming: Incoming) -> Row | None:
    """What ended the round before stood until now; a round ends in one of two ways, and the other has no row."""
    event: routing.ReopenedV1 = incoming.event
    return None if row is None else {**row, "reopened_at": event.reopened_at}


def by_column(incoming: Incoming) -> tuple[str]:
    """The column's row."""
    return (incoming.event.column,)


def opened(_: Row | None, incoming: Incoming) -> Row:
    """The column exists, after those that were opened before."""
    event: routing.ColumnOpenedV1 = incoming.event
    return {"name": event.name, "turn": incoming.position}


def rearranged(row: Row | None, incoming: Incoming) -> Row | None:
    """The column has this name now, in its old place."""
    event: routing.ColumnRearrangedV1 = incoming.event
    return None if row is None else {**row, "name": event.name}


_OPENED: ForeignFold = (by_column, opened)
_REARRANGED: ForeignFold = (by_column, rearranged)

FOREIGN = (
    ForeignProjection(tables.matters, {intake.MessageAcceptedV1: (by_number, accepted)}),
    ForeignProjection(
        tables.closings, {routing.ClosedV1: (round_closed, closed), routing.ReopenedV1: (round_before, reopened)}
    ),
    ForeignProjection(
        tables.handovers,
        {routing.HandedOverV1: (round_closed, handed_over), routing.ReopenedV1: (round_before, reopened)},
    ),
    ForeignProjection(tables.columns, {routing.ColumnOpenedV1: _OPENED, routing.ColumnRearrangedV1: _REARRANGED}),
)
