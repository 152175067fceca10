"""The files of a message: listed for its citizen, for staff and for everyone, and how one of them is opened."""

from __future__ import annotations

from collections.abc import Iterable

import orjson
from sqlalchemy import select, true

from kernel.service import Answer, Payload
from kernel.store import Reading
from services.intake.domain import numbers, scope
from services.intake.domain.attachment_refusals import AttachmentNotFound
from services.intake.domain.attachments import Attachments, Kept, kept, left, must_take_files
from services.intake.domain.refusals import NotFound
from services.intake.handlers.attachments import told
from services.intake.handlers.standing import found
from services.intake.schema import ATTACHMENTS
from services.intake.tables import attachments_gone, messages, public_texts

AT_ONCE = 100


def may_attach(reading: Reading, payload: Payload) -> Answer:
    """{number, query_code, again?} → {number, left}: how many bytes the message takes. Raises what `attach` would.

    `again`: the request may be a repeated one, whose answer `attach` knows; then only the query code is looked at.
    """
    number = _owned(reading, payload)
    there = reading.state(ATTACHMENTS, number)
    if not payload.get("again"):
        must_take_files(found(reading, number), there)
    return {"number": number, "left": left(there)}


def own_attachments(reading: Reading, payload: Payload) -> Answer:
    """{number, query_code} → {number, items, total}: the citizen's files. Raises NotFound."""
    number = _owned(reading, payload)
    return listed(reading, number, reading.state(ATTACHMENTS, number).kept)


def own_attachment(reading: Reading, payload: Payload) -> Answer:
    """{number, query_code, attachment} → the file with its place and key. Raises NotFound, AttachmentNotFound."""
    return with_key(reading, _owned(reading, payload), payload["attachment"])


def attachments(reading: Reading, payload: Payload) -> Answer:
    """{number} → {number, items, total}: for who sees the message. Raises NotFound, OutOfScope."""
    number = _in_sight(reading, payload)
    return listed(reading, number, reading.state(ATTACHMENTS, number).kept)


def attachment(reading: Reading, payload: Payload) -> Answer:
    """{number, attachment} → the file with its place and key. Raises NotFound, OutOfScope, AttachmentNotFound."""
    return with_key(reading, _in_sight(reading, payload), payload["attachment"])


def public_attachments(reading: Reading, payload: Payload) -> Answer:
    """{number} → {number, items, total}: what everyone may read, none while there is no public text to read."""
    number: str = payload["number"]
    return listed(reading, number, public_files(reading, number))


def public_attachment(reading: Reading, payload: Payload) -> Answer:
    """{number, attachment} → the file with its place and key. Raises AttachmentNotFound."""
    number: str = payload["number"]
    if not any(each.file.attachment == payload["attachment"] for each in public_files(reading, number)):
        raise AttachmentNotFound
    return with_key(reading, number, payload["attachment"])


def public_files(reading: Reading, number: str) -> tuple[Kept, ...]:
    """What a clerk made public, for as long as everyone can read the message's public text."""
    beside = (
        select(messages.c.number)
        .join_from(messages, public_texts, messages.c.number == public_texts.c.number)
        .where(messages.c.number == number, messages.c.public == true(), public_texts.c.withdrawn_at.is_(None))
    )
    if not numbers.is_number(number) or not reading.rows(beside):
        return ()
    return tuple(each for each in reading.state(ATTACHMENTS, number).kept if each.public)


def gone(reading: Reading, payload: Payload) -> Answer:  # noqa: ARG001 - the shape of a Query
    """{} → {items: [{number, attachment, place}]}: files whose blobs have to be deleted, the oldest first."""
    rows = reading.rows(select(attachments_gone).order_by(attachments_gone.c.since).limit(AT_ONCE))
    return {"items": [{name: row[name] for name in ("number", "attachment", "place")} for row in rows]}


def known(reading: Reading, payload: Payload) -> Answer:
    """{number} → {attachments}: the files that the message has."""
    state: Attachments = reading.state(ATTACHMENTS, payload["number"])
    return {"attachments": [each.file.attachment for each in state.kept]}


def listed(reading: Reading, number: str, files: Iterable[Kept]) -> Answer:
    """The files with their names; one whose name was erased is not there any more."""
    items = [
        {**told(each), "name": opened["name"]} for each in files if (opened := _opened(reading, number, each.sealed))
    ]
    return {"number": number, "items": items, "total": len(items)}


def with_key(reading: Reading, number: str, attachment_: str) -> Answer:
    """One file, and what opens it."""
    there = kept(reading.state(ATTACHMENTS, number), attachment_)
    opened = _opened(reading, number, there.sealed)
    if opened is None:
        raise AttachmentNotFound
    return {"number": number, **told(there), **opened, "place": there.file.place}


def _opened(reading: Reading, number: str, sealed: str) -> Answer | None:
    text = reading.unseal(number, sealed)
    if text is None:
        return None
    opened: Answer = orjson.loads(text)
    return opened


def _owned(reading: Reading, payload: Payload) -> str:
    number: str = payload["number"]
    numbers.must_own(payload["query_code"], found(reading, number))
    return number


def _in_sight(reading: Reading, payload: Payload) -> str:
    number: str = payload["number"]
    if not numbers.is_number(number):
        raise NotFound
    scope.require_message(reading.context.actor, scope.READ, found(reading, number))
    return number
