"""What stats makes of the others' events: a row each; and of its own: where each bulletin stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import orjson

from contracts import intake, review, routing
from kernel.inbox import Incoming
from kernel.journal import Recorded
from kernel.projection import Fold, ForeignFold, ForeignProjection, Projection, Row
from services.stats import tables
from services.stats.domain import bulletin as b
from services.stats.domain.facts import CaseFact, MessageFact, ReplyFact
from services.stats.domain.periods import Period
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
            "at": getattr(event, at),
            "recorded_at": incoming.recorded_at,
            **{name: read(event) for name, read in values.items()},
        }

    return by_position, row


def named(at: str, **values: Callable[[Any], Any]) -> ForeignFold:
    """What something is called from now on."""

    def row(_: Row | None, incoming: Incoming) -> Row:
        told = {name: read(incoming.event) for name, read in values.items()}
        return {"at": getattr(incoming.event, at), "recorded_at": incoming.recorded_at, **told}

    return by_position, row


def lead(event: Any) -> str | None:
    """With whom the case is."""
    agency: str | None = event.lead
    return agency


def until(event: Any) -> datetime:
    """When the deadline in force is over."""
    return end_of(event.due)


def column(event: Any) -> str:
    """To which column it was written."""
    code: str = event.column
    return code


def round_(event: Any) -> int:
    """In which round of the case."""
    number: int = event.round
    return number


def nobody(_: Any) -> str:
    """No agency helps."""
    return "[]"


def helpers(event: Any) -> str:
    """The agencies that help, as JSON."""
    return json.dumps(sorted(event.co_agencies))


def message(fact: MessageFact, at: str, **values: Callable[[Any], Any]) -> ForeignFold:
    """What happened to a message."""
    return told(fact, at, column=column, **values)


def case(fact: CaseFact, at: str, **values: Callable[[Any], Any]) -> ForeignFold:
    """What happened to a case."""
    return told(fact, at, round=round_, **values)


MESSAGES: dict[type, ForeignFold] = {
    intake.MessageSubmittedV1: message(MessageFact.SUBMITTED, "submitted_at", kind=lambda event: event.kind),
    intake.MessageAcceptedV1: message(
        MessageFact.ACCEPTED, "accepted_at", kind=lambda event: event.kind, field=lambda event: event.field
    ),
    intake.MessageDeclinedV1: message(MessageFact.DECLINED, "declined_at"),
    intake.MessageRedirectedV1: message(MessageFact.REDIRECTED, "redirected_at"),
    intake.MessageMergedV1: message(MessageFact.MERGED, "merged_at"),
    intake.MessageReleasedV1: message(MessageFact.RELEASED, "released_at"),
    intake.MessageWithdrawnV1: message(MessageFact.WITHDRAWN, "withdrawn_at"),
    intake.MessageErasedV1: message(MessageFact.ERASED, "erased_at"),
    intake.MessageEvaluatedV1: message(
        MessageFact.EVALUATED,
        "evaluated_at",
        round=round_,
        satisfaction=lambda event: event.satisfaction,
    ),
}

CASES: dict[type, ForeignFold] = {
    routing.AssignedV1: case(CaseFact.ASSIGNED, "assigned_at", agency=lead, until=until, helpers=helpers),
    routing.AssignmentReturnedV1: case(CaseFact.RETURNED, "returned_at", helpers=nobody),
    routing.AssignmentWithdrawnV1: case(CaseFact.TAKEN_BACK, "withdrawn_at", helpers=nobody),
    routing.CoAgenciesArrangedV1: case(CaseFact.ARRANGED, "arranged_at", helpers=helpers),
    routing.DeadlineExtendedV1: case(CaseFact.EXTENDED, "extended_at", agency=lead, until=until),
    routing.DeadlineMovedV1: case(CaseFact.MOVED, "moved_at", agency=lead, until=until),
    routing.ClosedV1: case(
        CaseFact.CLOSED, "closed_at", agency=lead, until=until, on_time=lambda event: int(event.on_time)
    ),
    routing.ReopenedV1: case(CaseFact.REOPENED, "reopened_at", helpers=nobody),
    routing.HandedOverV1: case(CaseFact.HANDED_OVER, "handed_over_at", agency=lead),
}

REPLIES: dict[type, ForeignFold] = {
    review.ReplyPublishedV1: told(
        ReplyFact.REPLIED, "published_at", round=round_, public=lambda event: int(event.public)
    ),
}

COLUMN = {
    "column": lambda event: event.column,
    "name": lambda event: event.name,
    "jurisdiction": lambda event: event.jurisdiction,
    "portal": lambda event: event.terms.portal,
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


def bulletin_drafted(row: Row | None, recorded: Recorded) -> Row:
    """There is a draft, of a first version or of a correction."""
    event: b.Drafted = recorded.event
    about = event.about
    return {
        **(row or {"turn": -recorded.position}),
        "column": about.column,
        "period": Period(about.begin, about.end).name,
        "begins": about.begin,
        "ends": about.end,
        "state": b.STATES[b.InDraft],
        "version": event.version,
        "comment": None,
    }


def moved(state: type[b.Bulletin], **values: Callable[[Any], Any]) -> Fold:
    """The bulletin stands so."""

    def row(before: Row | None, recorded: Recorded) -> Row | None:
        return before and {**before, "state": b.STATES[state], **read(values, recorded.event)}

    return (lambda recorded: (recorded.id,)), row


def bulletin_sent_back(row: Row | None, recorded: Recorded) -> Row | None:
    """A first version waits to be drafted anew; a correction is laid down, and what it was to correct stands."""
    if row is None:
        return None
    stands = b.Returned if row["out"] is None else b.Out
    return {
        **row,
        "state": b.STATES[stands],
        "version": row["version"] if row["out"] is None else row["out"],
        "comment": recorded.event.comment,
    }


def version_drafted(_: Row | None, recorded: Recorded) -> Row:
    """What the version says; a draft of it before is forgotten."""
    event: b.Drafted = recorded.event
    return {
        "as_of": event.about.as_of,
        "summary": summary_of(event.content),
        "content": event.content,
        "digest": event.digest,
        "reason": event.reason,
        "drafted_by": event.by,
        "drafted_at": event.at,
    }


def summary_of(content: str) -> str:
    """What a list says of a version, as JSON."""
    whole = orjson.loads(content)
    completion = {name: whole["completion"][name] for name in ("accepted", "closed", "completion_rate")}
    return orjson.dumps({"scope": whole["scope"], "period": whole["period"], **completion}).decode()


def version_moved(**values: Callable[[Any], Any]) -> Fold:
    """Who did what with the version."""

    def row(before: Row | None, recorded: Recorded) -> Row | None:
        return before and {**before, **read(values, recorded.event)}

    return by_version, row


def by_version(recorded: Recorded) -> tuple[str, int]:
    """A version of a bulletin."""
    return recorded.id, recorded.event.version


def read(values: dict[str, Callable[[Any], Any]], event: Any) -> Row:
    """What is kept of an event."""
    return {name: value(event) for name, value in values.items()}


OWN = (
    Projection(
        tables.bulletins,
        {
            b.Drafted: (lambda recorded: (recorded.id,), bulletin_drafted),
            b.SentBack: (lambda recorded: (recorded.id,), bulletin_sent_back),
            b.Checked: moved(b.Approved),
            b.Published: moved(b.Out, out=lambda event: event.version, out_at=lambda event: event.at),
        },
    ),
    Projection(
        tables.bulletin_versions,
        {
            b.Drafted: (by_version, version_drafted),
            b.SentBack: version_moved(checked_by=lambda _: None, checked_at=lambda _: None),
            b.Checked: version_moved(checked_by=lambda event: event.by, checked_at=lambda event: event.at),
            b.Published: version_moved(published_by=lambda event: event.by, published_at=lambda event: event.at),
        },
    ),
)
