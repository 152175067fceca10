"""The files of a reply: how one of a draft is opened for who sees the reply, and one that went out for its readers."""

from __future__ import annotations

import orjson
from sqlalchemy import and_, select

from kernel.service import Answer, Payload
from kernel.store import Reading
from services.review import tables
from services.review.domain import events as e
from services.review.domain.attachment_refusals import AttachmentNotFound
from services.review.domain.attachments import must_have_a_draft, must_take_files
from services.review.handlers import part_of
from services.review.handlers.attachments import drafted
from services.review.queries.drafts import drafts
from services.review.queries.published import PUBLISHED
from services.review.queries.rows import subject
from services.review.queries.sent_files import SENT, shown
from services.review.queries.texts import opened, opens, reader
from services.review.queries.versions import versions
from services.review.schema import PARTS

AT_ONCE = 100


def may_attach(reading: Reading, payload: Payload) -> Answer:
    """{number, part?, again?} → {number}: raises what `attach` would; only who may at all, where it may be repeated."""
    _, reply = drafted(reading, payload)
    if not payload.get("again"):
        must_have_a_draft(reply)
        must_take_files(reply)
    return {"number": payload["number"]}


def attachment(reading: Reading, payload: Payload) -> Answer:
    """{number, part?, attachment} → a file that the person may read with the reply, with its place and key.

    One of any draft of the assignment in force, or one that went out, also with what a correction has replaced. Raises
    NotFound, OutOfScope, AttachmentNotFound.
    """
    number: str = payload["number"]
    _, history, _ = opened(reading, payload)
    part, wanted = part_of(payload).category, payload["attachment"]
    enclosed = [file for text in (*drafts(history), *versions(history)) for file in text["attachments"]]
    by_name = {file["name"]: file for file in enclosed if file["attachment"] == wanted}  # once for each key
    readable = [file for file in opens(reading, part, number)(list(by_name.values())) if file["name"] is not None]
    if not readable:
        raise AttachmentNotFound
    file, read = readable[-1], reader(reading, part, number)
    for event in reversed(history):
        if isinstance(event, e.FileAttached | e.FileSentOut) and event.attachment == file["attachment"]:
            edition = (event.turn, event.version) if isinstance(event, e.FileSentOut) and event.public else None
            kept = read(event.sealed, edition)
            if kept is not None:
                return {"number": number, **file, **orjson.loads(kept), "place": event.place}
    raise AttachmentNotFound


def published_attachment(reading: Reading, payload: Payload) -> Answer:
    """{number, attachment, own?} → a file of what is read now, with its place and key; `own` as in `published`.

    What a correction has replaced is read by staff alone. Raises AttachmentNotFound.
    """
    number: str = payload["number"]
    newest = and_(*(SENT[name] == PUBLISHED[name] for name in ("number", "part", "turn", "version")))
    wanted = select(tables.files_sent_out).join(tables.published, newest).where(SENT.number == number)
    rows = reading.rows(wanted.where(SENT.attachment == payload["attachment"]))
    reading.will_unseal(map(subject, rows))
    for row in rows:
        if row["public"] or payload.get("own", False):
            kept = reading.unseal(subject(row), row["sealed"])
            if kept is not None:
                return {"number": number, **shown(row), **orjson.loads(kept), "place": row["place"]}
    raise AttachmentNotFound


def gone(reading: Reading, payload: Payload) -> Answer:  # noqa: ARG001 - the shape of a Query
    """{} → {items: [{number, attachment, place}]}: files whose blobs have to be deleted, the oldest first."""
    table = tables.attachments_gone
    rows = reading.rows(select(table).order_by(table.c.since).limit(AT_ONCE))
    return {"items": [{name: row[name] for name in ("number", "attachment", "place")} for row in rows]}


def confirmed(reading: Reading, payload: Payload) -> Answer:
    """{number} → {attachments}: the files that any draft ever had, and that are in the store still."""
    states = [reading.state(part, payload["number"]) for part in PARTS.values()]
    return {"attachments": [file.attachment for state in states for file in state.past.files]}
