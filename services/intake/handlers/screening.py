"""Clerks take messages on, or tell the citizen why not and where to turn."""

from __future__ import annotations

from kernel.clock import rfc3339
from kernel.service import Answer, Payload
from kernel.store import Unit
from services.intake import story
from services.intake.domain import commands as c
from services.intake.domain import scope
from services.intake.domain.advice import in_force
from services.intake.domain.refusals import NotFound
from services.intake.domain.state import (
    Declined,
    Redirected,
    Unwritten,
    Waiting,
    kind_of,
    left_queue_at,
    standing,
)
from services.intake.domain.text import must_be_note, tidied, word
from services.intake.domain.words import REASON_NAMES, Complexity, Kind, Reason, Urgency
from services.intake.handlers.merging import followed_under
from services.intake.handlers.standing import found, in_reach, note
from services.intake.queries.fields import is_known
from services.intake.schema import ADVICE, MESSAGE


def accept(unit: Unit, payload: Payload) -> Answer:
    """{number, kind?, field?, urgency, complexity} → {number, state, state_name, kind, at}."""
    number, by = in_reach(unit, payload, scope.ACCEPT)
    kind = payload.get("kind")
    command = c.Accept(
        kind=None if kind is None else word(Kind, "kind", kind),
        field=payload.get("field"),
        urgency=word(Urgency, "urgency", payload.get("urgency", "ordinary")),
        complexity=word(Complexity, "complexity", payload.get("complexity", "ordinary")),
        by=by,
        at=unit.now,
        field_known=is_known(unit, payload.get("field")),
    )
    unit.execute(MESSAGE, number, command)
    return screened(unit, number)


def decline(unit: Unit, payload: Payload) -> Answer:
    """{number, reason, advice?} → {number, state, state_name, kind, at, reason, reason_name}.

    Without advice of the clerk's own the citizen reads the office's, for good as it stands now.

    No answer holds what a person wrote: answers are kept as they are, and outlive erasing. The view shows the advice.
    """
    number, by = in_reach(unit, payload, scope.DECLINE)
    reason = word(Reason, "reason", payload["reason"])
    advice = None if payload.get("advice") is None else told(unit, number, "advice", payload["advice"])
    office_advice = in_force(reason, unit.state(ADVICE, reason.value))
    unit.execute(MESSAGE, number, c.Decline(reason, advice, by, unit.now, office_advice))
    return {**screened(unit, number), "reason": reason.value, "reason_name": REASON_NAMES[reason]}


def redirect(unit: Unit, payload: Payload) -> Answer:
    """{number, where, contact?} → {number, state, state_name, kind, at}."""
    number, by = in_reach(unit, payload, scope.REDIRECT)
    where = told(unit, number, "where", payload["where"])
    contact = None if payload.get("contact") is None else told(unit, number, "contact", payload["contact"])
    unit.execute(MESSAGE, number, c.Redirect(where, by, unit.now, contact))
    return screened(unit, number)


def merge(unit: Unit, payload: Payload) -> Answer:
    """{number, into} → {number, state, state_name, kind, at, into}."""
    number, by = in_reach(unit, payload, scope.MERGE)
    into: str = payload["into"]
    target = found(unit, into)
    if not isinstance(target, Unwritten):
        scope.require_message(unit.context.actor, scope.MERGE, target)
    written_at = None if isinstance(target, Unwritten) else target.submission.at
    stands = standing(followed_under(unit, target))
    unit.execute(MESSAGE, number, c.Merge(number, into, stands, written_at, by, unit.now))
    unit.execute(MESSAGE, into, c.Join(into, number, by, unit.now))
    return {**screened(unit, number), "into": into}


def told(unit: Unit, number: str, field: str, text: str) -> c.Note:
    """A clerk's text to the citizen, as `note` makes it; of a message that was screened otherwise, none is kept."""
    before = None
    match unit.state(MESSAGE, number):
        case Waiting():
            return note(unit, number, field, text, None)
        case Declined(advice=advice):
            before = advice
        case Redirected(where=where, contact=contact):
            before = where if field == "where" else contact
        case _:
            pass  # decided otherwise, or nobody's
    if before is not None and unit.unseal(number, before) is not None:
        return note(unit, number, field, text, before)
    must_be_note(field, tidied(text))
    return c.Note(tidied(text), "")  # this one will not be recorded


def screened(unit: Unit, number: str) -> Answer:
    """Where a message stands that has left the queue, and since when."""
    message = unit.state(MESSAGE, number)
    if isinstance(message, Unwritten | Waiting):
        raise NotFound
    at = rfc3339(left_queue_at(message))
    return {**story.standing(number, message), "kind": kind_of(message).value, "at": at}
