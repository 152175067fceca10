"""Read models of intake, folded from its own journal and from routing's columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson

from contracts import routing
from kernel.inbox import Incoming
from kernel.journal import Recorded
from kernel.projection import Fold, ForeignFold, ForeignProjection, Projection, Row
from services.intake import tables
from services.intake.domain import attachments as a
from services.intake.domain import events as e
from services.intake.domain.publictext import PublicTextConfirmed, PublicTextWithdrawn
from services.intake.domain.words import Standing


def by_number(recorded: Recorded) -> tuple[str]:
    """The message's row."""
    return (recorded.id,)


def submitted(_row: Row | None, recorded: Recorded) -> Row:
    """The message waits."""
    event: e.Submitted = recorded.event
    return {
        "column": event.column,
        "kind": event.kind.value,
        "title": event.title,
        "state": Standing.WAITING.value,
        "submitted_at": event.at,
        "channel": event.channel.value,
        "external_reference": event.external_reference,
        "public": False,
        "erased": False,
        "duplicates": 0,
        "attachments": 0,
    }


def accepted(event: e.Accepted) -> dict[str, Any]:
    """The message is taken on, on the clerk's terms."""
    return {
        "kind": event.kind.value,
        "field": event.field,
        "urgency": event.urgency.value,
        "complexity": event.complexity.value,
        "round": 1,
        **screened(Standing.IN_PROGRESS)(event),
    }


def screened(standing: Standing) -> Callable[[e.Accepted | e.Declined | e.Redirected | e.Merged], dict[str, Any]]:
    """The message left the queue, through a clerk."""
    return lambda event: {"state": standing.value, "screened_at": event.at, "screened_by": event.by}


def joined(row: Row | None, _: Recorded) -> Row:
    """One more message is followed here."""
    before = row or {}
    return {**before, "duplicates": before.get("duplicates", 0) + 1}


def files(more: int) -> Fold:
    """So many more files are with the message."""

    def counted(row: Row | None, _: Recorded) -> Row | None:
        return None if row is None else {**row, "attachments": row["attachments"] + more}

    return by_number, counted


def withdrawn(event: e.Withdrawn) -> dict[str, Any]:
    """The message left the queue, through the citizen."""
    return {"state": Standing.WITHDRAWN.value, "screened_at": event.at}


def erased(row: Row | None, recorded: Recorded) -> Row:
    """The texts are gone, and a message that still waited waits no more."""
    before = row or {}
    waits = before.get("state") == Standing.WAITING.value
    left = {"state": Standing.ERASED.value, "screened_at": recorded.event.at} if waits else {}
    return {**before, **left, "erasure_asked_at": None, "erased": True}


def began(event: e.HandlingBegan) -> dict[str, Any]:
    """Agencies have the matter."""
    return {
        **in_hand(event.round),
        "lead": event.lead,
        "agencies": "".join(f"|{agency}" for agency in (event.lead, *event.co_agencies)) + "|",
        "due": event.due,
    }


def in_hand(round_: int) -> dict[str, Any]:
    """The matter is in progress and with nobody."""
    return {
        "state": Standing.IN_PROGRESS.value,
        "round": round_,
        "closed_at": None,
        "lead": None,
        "agencies": None,
        "due": None,
    }


def shared(event: e.HandlingShared) -> dict[str, Any]:
    """Others help than before."""
    return {"agencies": "".join(f"|{agency}" for agency in (event.lead, *event.co_agencies)) + "|"}


def passed_on(event: e.HandlingPassedOn) -> dict[str, Any]:
    """The matter is elsewhere; who had it still sees it."""
    return {"state": Standing.REDIRECTED.value, "round": event.round}


def ended(event: e.HandlingEnded) -> dict[str, Any]:
    """The matter is done, and not rated yet."""
    return {"state": Standing.CLOSED.value, "round": event.round, "closed_at": event.at, "satisfaction": None}


def released(_: e.Released) -> dict[str, Any]:
    """The message waits again."""
    return {"state": Standing.WAITING.value, "screened_at": None, "screened_by": None}


def confirmed(_row: Row | None, recorded: Recorded) -> Row:
    """The public text is this one."""
    event: PublicTextConfirmed = recorded.event
    return {
        "version": event.version,
        "title": event.title,
        "body": event.body,
        "text_hash": event.text_hash,
        "passed_over": ",".join(event.passed_over),
        "reason": event.reason,
        "confirmed_by": event.by,
        "confirmed_at": event.at,
        "withdrawn_by": None,
        "withdrawn_at": None,
        "withdrawn_why": None,
    }


def withdrawn_text(row: Row | None, recorded: Recorded) -> Row:
    """Nobody but staff reads it any more."""
    event: PublicTextWithdrawn = recorded.event
    facts = {"withdrawn_by": event.by, "withdrawn_at": event.at, "withdrawn_why": event.reason}
    return {**(row or {}), "version": event.version, **facts}


def answered(row: Row | None, recorded: Recorded) -> Row:
    """A reply went out; what was public in an earlier round stays public."""
    before, event = row or {}, recorded.event
    return {**before, "answered_at": event.at, "public": bool(before.get("public")) or event.public}


def changing(facts: Callable[[Any], dict[str, Any]]) -> Fold:
    """The message's row with these facts of the event, its other columns as they were."""
    return by_number, lambda row, recorded: {**(row or {}), **facts(recorded.event)}


def column(_row: Row | None, incoming: Incoming) -> Row:
    """The column is run like this."""
    event: routing.ColumnOpenedV1 | routing.ColumnRearrangedV1 = incoming.event
    return {
        "name": event.name,
        "office": event.office,
        "accepts": event.accepts,
        "title_limit": event.title_limit,
        "body_limit": event.body_limit,
        "terms": orjson.dumps(event.terms).decode(),
    }


def fields_arranged(row: Row | None, incoming: Incoming) -> Row:
    """These are the fields now; one that is left out keeps its name for what was accepted under it."""
    event: routing.FieldsArrangedV1 = incoming.event
    before = {} if row is None else orjson.loads(row["tree"])
    former = {code: {**field, "former": True} for code, field in before.items()}
    tree = {field.field: {"name": field.name, "parent": field.parent, "former": False} for field in event.fields}
    return {"tree": orjson.dumps(former | tree).decode()}


MESSAGES: dict[type, Fold] = {
    e.Submitted: (by_number, submitted),
    e.Accepted: changing(accepted),
    e.Declined: changing(screened(Standing.DECLINED)),
    e.Redirected: changing(screened(Standing.REDIRECTED)),
    e.Merged: changing(screened(Standing.MERGED)),
    e.Joined: (by_number, joined),
    e.Released: changing(released),
    e.Withdrawn: changing(withdrawn),
    e.Evaluated: changing(lambda event: {"satisfaction": event.satisfaction.value}),
    e.FollowUpAsked: changing(lambda event: {"follow_up_asked_at": event.at}),
    e.FollowUpAnswered: changing(lambda event: {"follow_up_answered_at": event.at}),
    e.ErasureAsked: changing(lambda event: {"erasure_asked_at": event.at}),
    e.ErasureRefused: changing(lambda event: {"erasure_asked_at": None}),  # noqa: ARG005 - whatever was said
    e.Erased: (by_number, erased),
    e.HandlingBegan: changing(began),
    e.HandlingReturned: changing(lambda event: in_hand(event.round)),
    e.HandlingExtended: changing(lambda event: {"due": event.due}),
    e.HandlingMoved: changing(lambda event: {"due": event.due}),
    e.AnswerPublished: (by_number, answered),
    e.HandlingEnded: changing(ended),
    e.HandlingShared: changing(shared),
    e.HandlingPassedOn: changing(passed_on),
    e.HandlingReopened: changing(lambda event: in_hand(event.round)),
    a.Attached: files(1),
    a.AttachmentRemoved: files(-1),
    a.AttachmentErased: files(-1),
}

COLUMN: ForeignFold = (lambda incoming: (incoming.event.column,), column)

PUBLIC_TEXTS: dict[type, Fold] = {
    PublicTextConfirmed: (by_number, confirmed),
    PublicTextWithdrawn: (by_number, withdrawn_text),
    e.Erased: (by_number, lambda _row, _recorded: None),
}


def by_attachment(recorded: Recorded) -> tuple[str, str]:
    """The file's row."""
    return (recorded.id, recorded.event.attachment)


GONE: Fold = (by_attachment, lambda _, recorded: {"place": recorded.event.place, "since": recorded.event.at})

ATTACHMENTS_GONE: dict[type, Fold] = {
    a.AttachmentRemoved: GONE,
    a.AttachmentErased: GONE,
    a.BlobDropped: (by_attachment, lambda _row, _recorded: None),
}

OWN = (
    Projection(tables.messages, MESSAGES),
    Projection(tables.public_texts, PUBLIC_TEXTS),
    Projection(tables.attachments_gone, ATTACHMENTS_GONE),
)
FIELDS: ForeignFold = (lambda _: ("office",), fields_arranged)

FOREIGN = (
    ForeignProjection(tables.columns, {routing.ColumnOpenedV1: COLUMN, routing.ColumnRearrangedV1: COLUMN}),
    ForeignProjection(tables.fields, {routing.FieldsArrangedV1: FIELDS}),
)
