"""The files of a reply: the lead agency adds and removes them while it drafts; they are part of what is passed.

The gateway has looked at a file, sealed it and stored it before it comes here: what comes is where, and by which key.
"""

from __future__ import annotations

import orjson

from kernel.files import Place
from kernel.service import Answer, Payload
from kernel.store import Reading, Unit
from services.review.domain import commands as c
from services.review.domain.attachments import must_take_files
from services.review.domain.refusals import Erased as TextErased
from services.review.domain.refusals import NotFound
from services.review.domain.scope import DRAFT, mandate_of, require_lead
from services.review.domain.state import File, InReview, Reply
from services.review.handlers.parts import Part, known, part_of, text_of, where_it_stands
from services.review.schema import PARTS

SERVICE = "review"


def attach(unit: Unit, payload: Payload) -> Answer:
    """{number, part?, place, key, name, type, size, digest} → where the reply stands, and {attachment, type, …}.

    The name is not in the answer: answers are kept as they are, and outlive erasing.
    """
    number: str = payload["number"]
    part, reply = drafted(unit, payload)
    place = Place.of(payload["place"])
    if place is None or (place.service, place.number) != (SERVICE, number):
        raise NotFound
    must_take_files(reply)  # before anything is sealed
    sealed = unit.seal(number, orjson.dumps({"name": payload["name"], "key": payload["key"]}).decode())
    about = {name: payload[name] for name in ("type", "size", "digest")}
    file = File(place.id, payload["place"], sealed, **about)
    by = unit.context.actor.account
    unit.execute(part, number, c.Attach(file, text_of(unit, number, reply), by, unit.now))
    return {**where_it_stands(unit, part, number), "attachment": place.id, **about}


def remove_attachment(unit: Unit, payload: Payload) -> Answer:
    """{number, part?, attachment} → where the reply stands; drafts that had the file keep it."""
    number: str = payload["number"]
    part, reply = drafted(unit, payload)
    text, by = text_of(unit, number, reply), unit.context.actor.account
    unit.execute(part, number, c.RemoveFile(payload["attachment"], text, by, unit.now))
    return where_it_stands(unit, part, number)


def record_drop(unit: Unit, payload: Payload) -> Answer:
    """{number, attachment} → {}: the blob of a file that was erased is deleted."""
    for part in PARTS.values():
        files = unit.state(part, payload["number"]).past.files
        if any(file.attachment == payload["attachment"] for file in files):
            unit.execute(part, payload["number"], c.RecordDrop(payload["attachment"], unit.now))
    return {}


def drafted(reading: Reading, payload: Payload) -> tuple[Part, Reply]:
    """The reply whose lead agency asks; raises NotFound, OutOfScope."""
    part = part_of(payload)
    reply = known(reading, part, payload["number"])
    require_lead(reading.context.actor, DRAFT, mandate_of(reply))
    return part, reply


def files_for_everyone(unit: Unit, number: str, reply: Reply, subject: str) -> tuple[str, ...]:
    """Names and keys of the draft's files under the key of the version that goes out; raises TextErased."""
    if not isinstance(reply, InReview):
        return ()
    opened = [unit.unseal(number, file.sealed) for file in reply.draft.files]
    if any(text is None for text in opened):
        raise TextErased(unit.now)
    return tuple(unit.seal(subject, text) for text in opened if text is not None)
