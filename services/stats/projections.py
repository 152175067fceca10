"""What stats makes of the others' events. It has none of its own, and reacts to none."""

from __future__ import annotations

from typing import Any

from contracts import intake, review, routing
from kernel.inbox import Incoming
from kernel.projection import ForeignFold, ForeignProjection, Row
from services.stats import tables


def by_number(incoming: Incoming) -> tuple[str]:
    """The message's row."""
    return (incoming.event.number,)


def with_(row: Row | None, **facts: Any) -> Row:
    """The row with these facts, its other columns untouched: they may be another source's."""
    return {**(row or {}), **facts}


def known(row: Row | None, column: str) -> Any:
    """What the row already says in a column, None where it says nothing."""
    return None if row is None else row.get(column)


def submitted(row: Row | None, incoming: Incoming) -> Row:
    """The message exists."""
    event: intake.MessageSubmittedV1 = incoming.event
    return with_(
        row,
        column=event.column,
        kind=event.kind,
        channel=event.channel,
        imported=event.imported,
        submitted_at=event.submitted_at,
    )


def accepted(row: Row | None, incoming: Incoming) -> Row:
    """The message joins the cohort of the day of its acceptance."""
    event: intake.MessageAcceptedV1 = incoming.event
    return with_(row, kind=event.kind, field=event.field, accepted_at=event.accepted_at)


def assigned(row: Row | None, incoming: Incoming) -> Row:
    """An agency has the case, with a deadline; the first assignment stays on record."""
    event: routing.AssignedV1 = incoming.event
    first = known(row, "assigned_at") or event.assigned_at
    return with_(row, lead=event.lead, due=event.due, assigned_at=first)


def published(row: Row | None, incoming: Incoming) -> Row:
    """A reply went out; the first one counts."""
    event: review.ReplyPublishedV1 = incoming.event
    publicly = known(row, "replied_publicly_at") or (event.published_at if event.public else None)
    return with_(row, replied_at=known(row, "replied_at") or event.published_at, replied_publicly_at=publicly)


def closed(row: Row | None, incoming: Incoming) -> Row:
    """A round is done."""
    event: routing.ClosedV1 = incoming.event
    return with_(row, lead=event.lead, due=event.due, on_time=event.on_time, closed_at=event.closed_at)


def opened(row: Row | None, incoming: Incoming) -> Row:
    """The column exists, under this name."""
    event: routing.ColumnOpenedV1 | routing.ColumnRearrangedV1 = incoming.event
    return with_(row, name=event.name, jurisdiction=event.jurisdiction)


column: ForeignFold = (lambda incoming: (incoming.event.column,), opened)

FOREIGN = (
    ForeignProjection(
        tables.matters,
        {
            intake.MessageSubmittedV1: (by_number, submitted),
            intake.MessageAcceptedV1: (by_number, accepted),
            intake.MessageDeclinedV1: (by_number, lambda row, i: with_(row, declined_at=i.event.declined_at)),
            intake.MessageRedirectedV1: (by_number, lambda row, i: with_(row, redirected_at=i.event.redirected_at)),
            intake.MessageMergedV1: (by_number, lambda row, i: with_(row, merged_at=i.event.merged_at)),
            intake.MessageWithdrawnV1: (by_number, lambda row, i: with_(row, withdrawn_at=i.event.withdrawn_at)),
            routing.AssignedV1: (by_number, assigned),
            routing.AssignmentReturnedV1: (by_number, lambda row, _: with_(row, due=None)),
            routing.DeadlineExtendedV1: (by_number, lambda row, i: with_(row, due=i.event.due)),
            review.ReplyPublishedV1: (by_number, published),
        },
    ),
    ForeignProjection(
        tables.closings,
        {
            routing.ClosedV1: (lambda incoming: (incoming.event.number, incoming.event.round), closed),
            # round n begins: it is the closing of round n - 1 that no longer stands
            routing.ReopenedV1: (
                lambda incoming: (incoming.event.number, incoming.event.round - 1),
                lambda row, i: None if row is None else with_(row, reopened_at=i.event.reopened_at),
            ),
        },
    ),
    ForeignProjection(tables.columns, {routing.ColumnOpenedV1: column, routing.ColumnRearrangedV1: column}),
)
