"""What intake is asked to do: one function a use case, each an answer that says where the message stands now.

Payloads come as JSON whose shape was checked; `unit.now` is when it happens. Whatever a person wrote is sealed before
it is recorded. Clerks' functions raise OutOfScope for another role and for another column's message; all raise the
refusals of their decision.
"""

from __future__ import annotations

from sqlalchemy import select

from kernel.clock import rfc3339
from kernel.service import Answer, Handler, Payload
from kernel.store import Reading, Unit
from services.intake import story
from services.intake.desk import Desk
from services.intake.domain import commands as c
from services.intake.domain import numbers, scope
from services.intake.domain.letter import Board, Letter, must_be_admitted, tidied_letter
from services.intake.domain.refusals import NotFound
from services.intake.domain.state import (
    Declined,
    Message,
    Redirected,
    Unwritten,
    Waiting,
    kind_of,
    left_queue_at,
    standing,
)
from services.intake.domain.text import must_be_note, tidied, word
from services.intake.domain.words import (
    REASON_NAMES,
    Channel,
    Complexity,
    Kind,
    Reason,
    Satisfaction,
    Urgency,
    is_code,
)
from services.intake.schema import MESSAGE
from services.intake.tables import columns


def submit(desk: Desk) -> Handler:
    """{column, kind, title, body, name?, phone?, email?, consent_public} → {number, submitted_at, state, …}.

    The query code is no part of what is recorded: `Desk.query_code` derives it for the answer.
    """

    def handle(unit: Unit, payload: Payload) -> Answer:
        number = free_number(unit, desk)
        contact = (payload.get("name"), payload.get("phone"), payload.get("email"))
        letter = tidied_letter(Letter(payload["title"], payload["body"], *contact))
        board = board_of(unit, payload["column"])
        must_be_admitted(letter, board, payload["column"], imported=False)  # before it is sealed
        command = c.Submit(
            column=payload["column"],
            board=board,
            kind=word(Kind, "kind", payload["kind"]),
            letter=letter,
            sealed=sealed(unit, number, letter),
            consent_public=payload["consent_public"],
            channel=Channel.WEB,
            code_hash=desk.code_hash(number),
            external_reference=None,
            at=unit.now,
        )
        unit.execute(MESSAGE, number, command)
        return {**where_it_stands(unit, number), "submitted_at": rfc3339(unit.now)}

    return handle


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
    )
    unit.execute(MESSAGE, number, command)
    return screened(unit, number)


def decline(unit: Unit, payload: Payload) -> Answer:
    """{number, reason, advice?} → {number, state, state_name, kind, at, reason, reason_name}.

    No answer holds what a person wrote: answers are kept as they are, and outlive erasing. The view shows the advice.
    """
    number, by = in_reach(unit, payload, scope.DECLINE)
    reason = word(Reason, "reason", payload["reason"])
    advice = None if payload.get("advice") is None else note(unit, number, "advice", payload["advice"])
    unit.execute(MESSAGE, number, c.Decline(reason, advice, by, unit.now))
    return {**screened(unit, number), "reason": reason.value, "reason_name": REASON_NAMES[reason]}


def redirect(unit: Unit, payload: Payload) -> Answer:
    """{number, where} → {number, state, state_name, kind, at}."""
    number, by = in_reach(unit, payload, scope.REDIRECT)
    unit.execute(MESSAGE, number, c.Redirect(note(unit, number, "where", payload["where"]), by, unit.now))
    return screened(unit, number)


def merge(unit: Unit, payload: Payload) -> Answer:
    """{number, into} → {number, state, state_name, kind, at, into}."""
    number, by = in_reach(unit, payload, scope.MERGE)
    into: str = payload["into"]
    target = found(unit, into)
    if not isinstance(target, Unwritten):
        scope.require_message(unit.context.actor, scope.MERGE, target)
    unit.execute(MESSAGE, number, c.Merge(number, into, standing(target), by, unit.now))
    return {**screened(unit, number), "into": into}


def withdraw(unit: Unit, payload: Payload) -> Answer:
    """{number, query_code} → {number, state, state_name, at}."""
    number: str = payload["number"]
    numbers.must_own(payload["query_code"], found(unit, number))
    unit.execute(MESSAGE, number, c.Withdraw(unit.now))
    return screened(unit, number)


def evaluate(unit: Unit, payload: Payload) -> Answer:
    """{number, query_code, satisfaction: 1…5} → {number, state, state_name, satisfaction, round, at}."""
    number: str = payload["number"]
    numbers.must_own(payload["query_code"], found(unit, number))
    satisfaction = word(Satisfaction, "satisfaction", payload["satisfaction"])
    unit.execute(MESSAGE, number, c.Evaluate(satisfaction, unit.now))
    message = unit.state(MESSAGE, number)
    return {
        **story.standing(number, message),
        **(story.evaluation(message) or {}),
        "round": story.round_of(message),
    }


def erase(unit: Unit, payload: Payload) -> Answer:
    """{number} → {number, state, state_name, erased}: texts and personal data go, with the key that reads them."""
    number, by = in_reach(unit, payload, scope.ERASE)
    if unit.execute(MESSAGE, number, c.Erase(by, unit.now)):
        unit.erase(number)
    return {**where_it_stands(unit, number), "erased": True}


def free_number(unit: Unit, desk: Desk) -> str:
    """A number of today that nobody has: another is drawn for as long as it is somebody's."""
    while True:
        number = numbers.number(unit.now, desk.entropy(numbers.DIGITS))
        if isinstance(unit.state(MESSAGE, number), Unwritten):
            return number


def found(reading: Reading, number: str) -> Message:
    """The message of a number, Unwritten for what is no number at all."""
    return reading.state(MESSAGE, number) if numbers.is_number(number) else Unwritten()


def in_reach(unit: Unit, payload: Payload, act: scope.Act) -> tuple[str, str]:
    """The number of a message on which the account may act so, and the account; raises NotFound, OutOfScope."""
    number: str = payload["number"]
    scope.require_message(unit.context.actor, act, found(unit, number))
    return number, unit.context.actor.account


def board_of(reading: Reading, column: str) -> Board | None:
    """What intake has heard of a column."""
    if not is_code(column):
        return None
    for row in reading.rows(select(columns).where(columns.c.column == column)):
        return Board(column, row["accepts"], row["title_limit"], row["body_limit"])
    return None


def sealed(unit: Unit, number: str, letter: Letter) -> Letter:
    """The letter as it is kept."""
    contact = (None if text is None else unit.seal(number, text) for text in (letter.name, letter.phone, letter.email))
    return Letter(unit.seal(number, letter.title), unit.seal(number, letter.body), *contact)


def note(unit: Unit, number: str, field: str, text: str) -> c.Note:
    """A clerk's text to the citizen; the same text keeps the sealed form it has, so that a repetition is known."""
    text = tidied(text)
    must_be_note(field, text)  # before it is sealed
    match unit.state(MESSAGE, number):
        case Waiting():
            return c.Note(text, unit.seal(number, text))
        case Declined(advice=str() as before) | Redirected(where=before) if unit.unseal(number, before) == text:
            return c.Note(text, before)
        case _:
            return c.Note(text, "")  # it was screened otherwise: this one will not be recorded


def screened(unit: Unit, number: str) -> Answer:
    """Where a message stands that has left the queue, and since when."""
    message = unit.state(MESSAGE, number)
    if isinstance(message, Unwritten | Waiting):
        raise NotFound
    at = rfc3339(left_queue_at(message))
    return {**story.standing(number, message), "kind": kind_of(message).value, "at": at}


def where_it_stands(unit: Unit, number: str) -> Answer:
    """The message after what this unit has done to it."""
    return story.standing(number, unit.state(MESSAGE, number))
