"""The files of a message: the citizen adds and removes them, a clerk says which of them everyone may read.

The gateway has looked at a file, sealed it and stored it before it comes here: what comes is where, and by which key.
"""

from __future__ import annotations

import orjson

from kernel.clock import rfc3339
from kernel.files import Place
from kernel.service import Answer, Payload
from kernel.store import Unit
from services.intake.domain import scope
from services.intake.domain.attachments import Attach, File, Kept, RecordDrop, Remove, Show, kept, must_take_files
from services.intake.domain.refusals import NotFound
from services.intake.handlers.standing import found, in_reach, own
from services.intake.schema import ATTACHMENTS, PUBLIC_TEXT

SERVICE = "intake"


def attach(unit: Unit, payload: Payload) -> Answer:
    """{number, query_code, place, key, name, type, size, digest} → {number, attachment, type, size, digest, at, …}.

    The name is not in the answer: answers are kept as they are, and outlive erasing. Raises NotFound, TooLateToAttach,
    TooManyAttachments, AttachmentsTooLarge, AlreadyAttached.
    """
    number, message = own(unit, payload)
    must_take_files(message, unit.state(ATTACHMENTS, number))  # before anything is sealed
    place = Place.of(payload["place"])
    if place is None or (place.service, place.number) != (SERVICE, number):
        raise NotFound
    file = File(place.id, payload["place"], payload["type"], payload["size"], payload["digest"])
    sealed = unit.seal(number, orjson.dumps({"name": payload["name"], "key": payload["key"]}).decode())
    unit.execute(ATTACHMENTS, number, Attach(message, file, sealed, unit.now))
    return {"number": number, **told(kept(unit.state(ATTACHMENTS, number), place.id))}


def remove_attachment(unit: Unit, payload: Payload) -> Answer:
    """{number, query_code, attachment} → {number, attachment}: raises NotFound, AttachmentNotFound, TooLateToAttach."""
    number, message = own(unit, payload)
    unit.execute(ATTACHMENTS, number, Remove(message, payload["attachment"], unit.now))
    return {"number": number, "attachment": payload["attachment"]}


def show_attachment(unit: Unit, payload: Payload) -> Answer:
    """{number, attachment, public} → {number, attachment, type, size, digest, at, public}.

    Raises NotFound, OutOfScope, AttachmentNotFound, NotPublishable, NoConsent, TextNotPublic, TextErased.
    """
    number, by = in_reach(unit, payload, scope.PUBLIC_TEXT)
    command = Show(
        found(unit, number), unit.state(PUBLIC_TEXT, number), payload["attachment"], payload["public"], by, unit.now
    )
    unit.execute(ATTACHMENTS, number, command)
    return {"number": number, **told(kept(unit.state(ATTACHMENTS, number), payload["attachment"]))}


def record_drop(unit: Unit, payload: Payload) -> Answer:
    """{number, attachment} → {}: the blob of a file that is gone is deleted."""
    unit.execute(ATTACHMENTS, payload["number"], RecordDrop(payload["attachment"], unit.now))
    return {}


def told(there: Kept) -> Answer:
    """A file without its name."""
    file = there.file
    return {
        "attachment": file.attachment,
        "type": file.type,
        "size": file.size,
        "digest": file.digest,
        "public": there.public,
        "at": rfc3339(there.at),
    }
