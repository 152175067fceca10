"""What review's events make of its read models, and routing's of its list of columns."""

from __future__ import annotations

from typing import Any

import orjson

from contracts.routing import AgencyAmendedV1, AgencyRegisteredV1, ColumnOpenedV1, ColumnRearrangedV1
from kernel.inbox import Incoming
from kernel.journal import Recorded
from kernel.projection import ForeignFold, ForeignProjection, Projection, Row
from services.review import tables
from services.review.domain import events as e
from services.review.domain import replytemplate as t
from services.review.domain import wordlist as w
from services.review.schema import INTERIM

AWAY = {"level": None, "levels": None, "submitted_at": None, "back_from": None}
"""Not with the reviewers."""

NO_DRAFT = {**AWAY, "draft": None, "text_hash": None, "words_hash": None}


def by_part(recorded: Recorded) -> tuple[str, str]:
    """The row of the reply, of the follow-up's answer, or of the interim reply."""
    return (recorded.id, recorded.category)


def moved(row: Row | None, recorded: Recorded, state: str, **facts: Any) -> Row | None:
    """The row as it stands from now on; a reply that was never anybody's has none."""
    return None if row is None else {**row, "state": state, "since": recorded.occurred_at, **facts}


def entrusted(_: Row | None, recorded: Recorded) -> Row:
    """An agency has to answer, from an empty page."""
    event: e.Entrusted = recorded.event
    return {
        "column": event.column,
        "lead": event.lead,
        "round": event.round,
        "state": "waiting",
        "since": recorded.occurred_at,
    }


def unassigned(row: Row | None, recorded: Recorded) -> Row | None:
    """No agency has to answer, until the next assignment; an interim reply has to be given by nobody."""
    if recorded.category == INTERIM.category:
        return None
    event: e.TakenBack | e.Reopened = recorded.event
    nothing_out = {"published_at": None, "public": None, "version": None, "correction": None}
    return moved(row, recorded, "unassigned", **NO_DRAFT, **nothing_out, lead=None, round=event.round)


def drafted(row: Row | None, recorded: Recorded) -> Row | None:
    """There is a text, with the agency."""
    event: e.Drafted | e.FileAttached | e.FileRemoved = recorded.event
    stands = {"draft": event.draft, "text_hash": event.text_hash, "words_hash": event.words_hash or event.text_hash}
    return moved(row, recorded, "drafted", **AWAY, **stands)


def submitted(row: Row | None, recorded: Recorded) -> Row | None:
    """The text is with the first level."""
    event: e.Submitted = recorded.event
    with_them = {"level": 1, "levels": event.levels, "submitted_at": event.at, "back_from": None}
    return moved(row, recorded, "in_review", **with_them)


def taken_out_of_review(row: Row | None, recorded: Recorded) -> Row | None:
    """The text is with the agency, which took it back or edits it."""
    return moved(row, recorded, "drafted", **AWAY)


def passed(row: Row | None, recorded: Recorded) -> Row | None:
    """The next level's turn; after the last one the reply has gone out already."""
    event: e.Passed = recorded.event
    return moved(row, recorded, "in_review", level=event.level + 1, back_from=None)


def pass_taken_back(row: Row | None, recorded: Recorded) -> Row | None:
    """The level looks again."""
    event: e.PassTakenBack = recorded.event
    return moved(row, recorded, "in_review", level=event.level)


def sent_back(row: Row | None, recorded: Recorded) -> Row | None:
    """The text is with the agency again, or with a level below the one that sent it there."""
    event: e.SentBack = recorded.event
    if event.to > 0:
        return moved(row, recorded, "in_review", level=event.to, back_from=event.level)
    return moved(row, recorded, "sent_back", level=event.level, back_from=None)


def sent_out(row: Row | None, recorded: Recorded) -> Row | None:
    """The reply went out."""
    event: e.Published | e.Delivered = recorded.event
    facts = {"published_at": event.at, "public": isinstance(event, e.Published), "version": 1}
    return moved(row, recorded, "published", level=None, back_from=None, **facts)


def correction_opened(row: Row | None, recorded: Recorded) -> Row | None:
    """What went out is put right, from an empty page, and stays what is read until then."""
    event: e.CorrectionOpened = recorded.event
    return moved(row, recorded, "waiting", **NO_DRAFT, version=event.version, correction=event.reason)


def correction_given_up(row: Row | None, recorded: Recorded) -> Row | None:
    """What went out stands."""
    event: e.CorrectionGivenUp = recorded.event
    stands = {**NO_DRAFT, "text_hash": event.text_hash, "version": event.version - 1}
    return moved(row, recorded, "published", **stands, correction=None)


def corrected(row: Row | None, recorded: Recorded) -> Row | None:
    """The next version stands; when the citizen was answered stays as it was."""
    event: e.Corrected = recorded.event
    return moved(row, recorded, "published", level=None, back_from=None, version=event.version, correction=None)


def erased(row: Row | None, recorded: Recorded) -> Row | None:
    """Nobody has to answer any more; that a reply went out stays on record."""
    return moved(row, recorded, "erased", level=None, back_from=None)


def in_its_round(recorded: Recorded) -> tuple[str, str, int, int]:
    """The row of what went out in a round, of interim replies one after the other."""
    return (recorded.id, recorded.category, recorded.event.round, recorded.event.turn)


def answer(_: Row | None, recorded: Recorded) -> Row:
    """What went out, sealed for everyone or for the citizen alone."""
    event: e.Published | e.Delivered = recorded.event
    return {
        "column": event.column,
        "lead": event.lead,
        "public": isinstance(event, e.Published),
        "sealed": event.sealed,
        "text_hash": event.text_hash,
        "published_at": event.at,
        "imported": event.imported,
        "version": 1,
    }


def put_right(row: Row | None, recorded: Recorded) -> Row | None:
    """The next version is read in place of the last, which the journal keeps."""
    event: e.Corrected = recorded.event
    if row is None:
        return None
    said = {"sealed": event.sealed, "text_hash": event.text_hash, "version": event.version}
    return {**row, **said, "corrected_at": event.at, "correction_reason": event.reason}


def with_its_text(recorded: Recorded) -> tuple[str, str, int, int, str]:
    """The row of a file that went out, with which version of what."""
    event: e.FileSentOut = recorded.event
    return (recorded.id, recorded.category, event.turn, event.version, event.attachment)


def file_sent_out(_: Row | None, recorded: Recorded) -> Row:
    """What is known of it, and what opens it."""
    event: e.FileSentOut = recorded.event
    kept = ("public", "place", "sealed", "type", "size", "digest")
    return {"stream_version": recorded.version, **{name: getattr(event, name) for name in kept}}


def by_attachment(recorded: Recorded) -> tuple[str, str]:
    """The row of a file that is gone."""
    return (recorded.id, recorded.event.attachment)


def file_erased(_: Row | None, recorded: Recorded) -> Row:
    """Its blob waits to be deleted."""
    event: e.FileErased = recorded.event
    return {"place": event.place, "since": event.at}


def blob_dropped(row: Row | None, recorded: Recorded) -> Row | None:  # noqa: ARG001 - a fold's shape
    """Nothing is left to be done."""
    return None


def writer(recorded: Recorded) -> tuple[str, str, str, str, int]:
    """Who drafted or edited passes nothing of this, and these words nowhere."""
    event: e.Drafted | e.FileAttached | e.FileRemoved = recorded.event
    return (recorded.id, recorded.category, event.by, event.words_hash or event.text_hash, 0)


def passer(recorded: Recorded) -> tuple[str, str, str, str, int]:
    """Who passed this text at this level passes it at no other."""
    event: e.Passed = recorded.event
    return (recorded.id, recorded.category, event.by, event.text_hash, event.level)


def there(row: Row | None, recorded: Recorded) -> Row:  # noqa: ARG001 - a fold's shape
    """A row that is its key."""
    return {}


def arranged(_: Row | None, incoming: Incoming) -> Row:
    """How many levels a reply of the column passes, from its next submission on, and what else is agreed for it."""
    event: ColumnOpenedV1 | ColumnRearrangedV1 = incoming.event
    terms = orjson.dumps(event.terms).decode()
    return {"name": event.name, "review_levels": event.review_levels, "terms": terms}


def named(_: Row | None, incoming: Incoming) -> Row:
    """What the agency is called."""
    event: AgencyRegisteredV1 | AgencyAmendedV1 = incoming.event
    return {"name": event.name}


def by_list(recorded: Recorded) -> tuple[str]:
    """The row of the word list."""
    return (recorded.id,)


AT_REST = {"on": None, "on_words": None, "on_digest": None}


def words_arranged(row: Row | None, recorded: Recorded) -> Row:
    """The list is there."""
    event: w.Arranged = recorded.event
    columns = None if event.columns is None else orjson.dumps(event.columns).decode()
    said = {"name": event.name, "severity": event.severity.value, "columns": columns}
    return {"newest": 0, "words": 0, "since": recorded.occurred_at, **AT_REST, **(row or {}), **said}


def by_column(recorded: Recorded) -> tuple[str]:
    """The row of the column's template."""
    return (recorded.id,)


def words_revised(row: Row | None, recorded: Recorded) -> Row | None:
    """There is a newer edition."""
    event: w.Revised = recorded.event
    return None if row is None else {**row, "newest": event.version, "words": event.words}


def words_switched_on(row: Row | None, recorded: Recorded) -> Row | None:
    """An edition is in force."""
    event: w.SwitchedOn = recorded.event
    in_force = {"on": event.version, "on_words": event.words, "on_digest": event.digest}
    return None if row is None else {**row, **in_force, "since": event.at}


def words_retired(row: Row | None, recorded: Recorded) -> Row | None:
    """None is in force."""
    return None if row is None else {**row, **AT_REST, "since": recorded.occurred_at}


def template_written(_: Row | None, recorded: Recorded) -> Row:
    """The newest edition is in force."""
    event: t.Written = recorded.event
    parts = {"salutation": event.salutation, "body": event.body, "closing": event.closing, "signature": event.signature}
    return {"version": event.version, **parts, "by": event.by, "at": recorded.occurred_at}


OWN = (
    Projection(
        tables.replies,
        {
            e.Entrusted: (by_part, entrusted),
            e.TakenBack: (by_part, unassigned),
            e.Reopened: (by_part, unassigned),
            e.Drafted: (by_part, drafted),
            e.FileAttached: (by_part, drafted),
            e.FileRemoved: (by_part, drafted),
            e.Submitted: (by_part, submitted),
            e.TakenOutOfReview: (by_part, taken_out_of_review),
            e.Passed: (by_part, passed),
            e.PassTakenBack: (by_part, pass_taken_back),
            e.SentBack: (by_part, sent_back),
            e.Published: (by_part, sent_out),
            e.Delivered: (by_part, sent_out),
            e.CorrectionOpened: (by_part, correction_opened),
            e.CorrectionGivenUp: (by_part, correction_given_up),
            e.Corrected: (by_part, corrected),
            e.Erased: (by_part, erased),
        },
    ),
    Projection(
        tables.published,
        {
            e.Published: (in_its_round, answer),
            e.Delivered: (in_its_round, answer),
            e.Corrected: (in_its_round, put_right),
        },
    ),
    Projection(tables.reply_templates, {t.Written: (by_column, template_written)}),
    Projection(
        tables.hands,
        {
            e.Drafted: (writer, there),
            e.FileAttached: (writer, there),
            e.FileRemoved: (writer, there),
            e.Passed: (passer, there),
        },
    ),
    Projection(tables.files_sent_out, {e.FileSentOut: (with_its_text, file_sent_out)}),
    Projection(
        tables.attachments_gone,
        {e.FileErased: (by_attachment, file_erased), e.BlobDropped: (by_attachment, blob_dropped)},
    ),
    Projection(
        tables.word_lists,
        {
            w.Arranged: (by_list, words_arranged),
            w.Revised: (by_list, words_revised),
            w.SwitchedOn: (by_list, words_switched_on),
            w.Retired: (by_list, words_retired),
        },
    ),
)

column: ForeignFold = (lambda incoming: (incoming.event.column,), arranged)

agency: ForeignFold = (lambda incoming: (incoming.event.agency,), named)

FOREIGN = (
    ForeignProjection(tables.columns, {ColumnOpenedV1: column, ColumnRearrangedV1: column}),
    ForeignProjection(tables.agencies, {AgencyRegisteredV1: agency, AgencyAmendedV1: agency}),
)
