"""Reviewing: the level whose turn it is passes the text that it read, or sends it back; and what is said besides."""

from __future__ import annotations

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.review.domain import commands as c
from services.review.domain.proofreading.finding import NOTHING_FOUND
from services.review.domain.publicrecord import goes_to_everyone
from services.review.domain.scope import PASS, SEND_BACK, TAKE_PASS_BACK, mandate_of, require_turn, require_word
from services.review.domain.state import InReview, Reply, Returned, ToRework
from services.review.domain.text import exact
from services.review.handlers.attachments import files_for_everyone
from services.review.handlers.parts import (
    Part,
    known,
    must_be_open,
    part_of,
    same_words,
    sealed,
    text_of,
    version_subject,
    where_it_stands,
    wrote_elsewhere,
)
from services.review.handlers.proofing import passed_over, proof_of

Sealed = tuple[str, ...]
"""Names and keys of files, in their order."""


def pass_reply(unit: Unit, payload: Payload) -> Answer:
    """{number, part?, level, text_hash, passed_over?}: the text that was read is good; the last pass sends it out.

    The hash stands for the text with its files.

    `passed_over` is [{finding, why}], for each warning that stands by the lists of now; raises HardStops,
    UnknownFinding, WarningsOpen.
    """
    number: str = payload["number"]
    part = part_of(payload)
    reply = known(unit, part, number)
    level: int = payload["level"]
    by = unit.context.actor.account
    require_turn(unit.context.actor, PASS, mandate_of(reply), level)
    must_be_open(unit, part, number)
    text = text_of(unit, number, reply)
    proof = proof_of(unit, reply, text) if isinstance(reply, InReview) else NOTHING_FOUND
    waived = passed_over(unit, payload, reply)
    published, files = sealed_for_everyone(unit, part, number, level, text)
    seen = (level, payload["text_hash"], text, published)
    theirs = wrote_elsewhere(unit, part, number)
    unit.execute(part, number, c.Pass(*seen, by, unit.now, proof, waived, files, theirs))
    return where_it_stands(unit, part, number)


def sealed_for_everyone(unit: Unit, part: Part, number: str, level: int, text: str) -> tuple[str | None, Sealed]:
    """The text and its files under the key of the version as which this pass publishes them, if it does."""
    reply = unit.state(part, number)  # an interim reply may just have learnt who will read it
    going_out = goes_to_everyone(level, reply)
    if going_out is None:
        return None, ()
    subject = version_subject(part.category, number, *going_out)
    return unit.seal(subject, text), files_for_everyone(unit, number, reply, subject)


def send_back(unit: Unit, payload: Payload) -> Answer:
    """{number, part?, level, to?, comments}: the text needs work, or a level below looks again; both read why.

    `to` is the level that looks again, 0 (as without it) the agency. The passes below that level stay.
    """
    number: str = payload["number"]
    part = part_of(payload)
    reply = known(unit, part, number)
    level: int = payload["level"]
    require_turn(unit.context.actor, SEND_BACK, mandate_of(reply), level)
    comments = exact(payload["comments"])
    kept = same_words(unit, number, _sent_back_with(reply), comments) or sealed(unit, number, reply, comments)
    by = unit.context.actor.account
    unit.execute(part, number, c.SendBack(level, comments, kept, by, unit.now, payload.get("to") or 0))
    return where_it_stands(unit, part, number)


def _sent_back_with(reply: Reply) -> str | None:
    match reply:
        case ToRework():
            return reply.comments
        case InReview(returned=Returned() as returned):
            return returned.comments
        case _:
            return None


def take_pass_back(unit: Unit, payload: Payload) -> Answer:
    """{number, part?, level}: who passed the text at this level takes the pass back, before a level above decides."""
    number: str = payload["number"]
    part = part_of(payload)
    level: int = payload["level"]
    require_turn(unit.context.actor, TAKE_PASS_BACK, mandate_of(known(unit, part, number)), level)
    unit.execute(part, number, c.TakePassBack(level, unit.context.actor.account, unit.now))
    return where_it_stands(unit, part, number)


def comment(unit: Unit, payload: Payload) -> Answer:
    """{number, part?, comments}: something is said about the draft, and nothing decided by it."""
    number: str = payload["number"]
    part = part_of(payload)
    reply = known(unit, part, number)
    person = unit.context.actor
    require_word(person, mandate_of(reply))
    comments = exact(payload["comments"])
    last = reply.past.remark
    kept = same_words(unit, number, last.sealed if last else None, comments) or sealed(unit, number, reply, comments)
    unit.execute(part, number, c.Comment(comments, kept, person.role, person.account, unit.now))
    return where_it_stands(unit, part, number)
