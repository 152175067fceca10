"""What stats makes of the others' events: a row each. It has none of its own, and reacts to none."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from contracts import intake, review, routing
from kernel.inbox import Incoming
from kernel.projection import ForeignFold, ForeignProjection, Row
from services.stats import tables
from services.stats.domain.facts import CaseFact, MessageFact, ReplyFact
from workdays.calendar import end_of


def by_position(incoming: Incoming) -> tuple[int]:
    """A row of its own."""
    return (incoming.position,)


def told(fact: int, at: str, **values: Callable[[Any], Any]) -> ForeignFold:
    """What happened to a message: `at` names the event's instant, `values` what else of it is kept."""

    def row(_: Row | None, incoming: Incoming) -> Row:
        event = incoming.event
        return {
            "number": event.number,
            "fact": int(fact),
            "column": event.column,
            "at": getattr(event, at),
            "recorded_at": incoming.recorded_at,
            **{name: read(event) for name, read in values.items()},
        }

    return by_position, row


def named(at: str, **values: Callable[[Any], Any]) -> ForeignFold:
    """What something is called from now on."""

    def row(_: Row | None, incoming: Incoming) -> Row:
        return {"at": getattr(incoming.event, at), **{name: read(incoming.event) for name, read in values.items()}}

    return by_position, row


def lead(event: Any) -> str | None:
    """With whom the case is."""
    agency: str | None = event.lead
    return agency


def until(event: Any) -> datetime:
    """When the deadline in force is over."""
    return end_of(event.due)


MESSAGES: dict[type, ForeignFold] = {
    intake.MessageSubmittedV1: told(MessageFact.SUBMITTED, "submitted_at", kind=lambda event: event.kind),
    intake.MessageAcceptedV1: told(
        MessageFact.ACCEPTED, "accepted_at", kind=lambda event: event.kind, field=lambda event: event.field
    ),
    intake.MessageDeclinedV1: told(MessageFact.DECLINED, "declined_at"),
    intake.MessageRedirectedV1: told(MessageFact.REDIRECTED, "redirected_at"),
    intake.MessageMergedV1: told(MessageFact.MERGED, "merged_at"),
    intake.MessageReleasedV1: told(MessageFact.RELEASED, "released_at"),
    intake.MessageWithdrawnV1: told(MessageFact.WITHDRAWN, "withdrawn_at"),
    intake.MessageErasedV1: told(MessageFact.ERASED, "erased_at"),
    intake.MessageEvaluatedV1: told(
        MessageFact.EVALUATED,
        "evaluated_at",
        round=lambda event: event.round,
        satisfaction=lambda event: event.satisfaction,
    ),
}

CASES: dict[type, ForeignFold] = {
    routing.AssignedV1: told(CaseFact.ASSIGNED, "assigned_at", agency=lead, until=until),
    routing.AssignmentReturnedV1: told(CaseFact.RETURNED, "returned_at"),
    routing.AssignmentWithdrawnV1: told(CaseFact.TAKEN_BACK, "withdrawn_at"),
    routing.DeadlineExtendedV1: told(CaseFact.EXTENDED, "extended_at", agency=lead, until=until),
    routing.DeadlineMovedV1: told(CaseFact.MOVED, "moved_at", agency=lead, until=until),
    routing.ClosedV1: told(
        CaseFact.CLOSED, "closed_at", agency=lead, until=until, on_time=lambda event: int(event.on_time)
    ),
    routing.ReopenedV1: told(CaseFact.REOPENED, "reopened_at"),
    routing.HandedOverV1: told(CaseFact.HANDED_OVER, "handed_over_at", agency=lead),
}

REPLIES: dict[type, ForeignFold] = {
    review.ReplyPublishedV1: told(ReplyFact.REPLIED, "published_at", public=lambda event: int(event.public)),
}

COLUMN = {
    "column": lambda event: event.column,
    "name": lambda event: event.name,
    "jurisdiction": lambda event: event.jurisdiction,
}
AGENCY = {"agency": lambda event: event.agency, "name": lambda event: event.name}


def tree(event: routing.FieldsArrangedV1) -> str:
    """The fields as JSON."""
    return json.dumps([[each.field, each.name, each.parent] for each in event.fields], ensure_ascii=False)


def amended(event: routing.CalendarAmendedV1) -> str:
    """The amended days as JSON."""
    return json.dumps([[each.date.isoformat(), each.kind] for each in event.days])


FOREIGN = (
    ForeignProjection(tables.message_facts, MESSAGES),
    ForeignProjection(tables.case_facts, CASES),
    ForeignProjection(tables.reply_facts, REPLIES),
    ForeignProjection(
        tables.columns,
        {
            routing.ColumnOpenedV1: named("opened_at", **COLUMN),
            routing.ColumnRearrangedV1: named("rearranged_at", **COLUMN),
        },
    ),
    ForeignProjection(
        tables.agencies,
        {
            routing.AgencyRegisteredV1: named("registered_at", **AGENCY),
            routing.AgencyAmendedV1: named("amended_at", **AGENCY),
        },
    ),
    ForeignProjection(tables.field_trees, {routing.FieldsArrangedV1: named("arranged_at", fields=tree)}),
    ForeignProjection(tables.calendar_days, {routing.CalendarAmendedV1: named("amended_at", days=amended)}),
)
