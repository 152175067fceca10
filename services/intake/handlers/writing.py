"""A citizen writes."""

from __future__ import annotations

from kernel.clock import rfc3339
from kernel.service import Answer, Handler, Payload
from kernel.store import Unit
from services.intake.desk import Desk
from services.intake.domain import commands as c
from services.intake.domain import numbers
from services.intake.domain.contact import CountMessage, contacts
from services.intake.domain.days import day_of
from services.intake.domain.letter import Letter, must_be_admitted, tidied_letter
from services.intake.domain.notifying import Choose
from services.intake.domain.reaching import unusable
from services.intake.domain.state import Unwritten
from services.intake.domain.text import word
from services.intake.domain.words import Channel, Kind
from services.intake.handlers.standing import board_of, where_it_stands
from services.intake.schema import CONTACT, MESSAGE, NOTIFYING


def submit(desk: Desk) -> Handler:
    """{column, kind, title, body, name?, phone?, email?, consent_public, notify?} → {number, submitted_at, state, …}.

    `contact_unusable` lists which of phone and e-mail nobody can be reached by; the message is taken all the same.

    The query code is no part of what is recorded: `Desk.query_code` derives it for the answer.
    """

    def handle(unit: Unit, payload: Payload) -> Answer:
        number = free_number(unit, desk)
        contact = (payload.get("name"), payload.get("phone"), payload.get("email"))
        letter = tidied_letter(Letter(payload["title"], payload["body"], *contact))
        board = board_of(unit, payload["column"])
        must_be_admitted(letter, board, payload["column"], imported=False)  # before it is sealed
        count(unit, desk, number, letter)
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
        if not payload.get("notify", True):
            unit.execute(NOTIFYING, number, Choose(wants=False, at=unit.now))
        useless = unusable(letter.phone, letter.email)
        return {**where_it_stands(unit, number), "submitted_at": rfc3339(unit.now), "contact_unusable": useless}

    return handle


def count(unit: Unit, desk: Desk, number: str, letter: Letter) -> None:
    """One more message from each contact that the letter gives; raises ContactLimitReached."""
    if desk.contact_limit is None:
        return
    for field, contact in contacts(letter):
        known_by = desk.contact_on(day_of(unit.now), field, contact)
        unit.execute(CONTACT, known_by, CountMessage(desk.mark(number), field, desk.contact_limit, unit.now))


def free_number(unit: Unit, desk: Desk) -> str:
    """A number of today that nobody has: another is drawn for as long as it is somebody's."""
    while True:
        number = numbers.number(unit.now, desk.entropy(numbers.DIGITS))
        if isinstance(unit.state(MESSAGE, number), Unwritten):
            return number


def sealed(unit: Unit, number: str, letter: Letter) -> Letter:
    """The letter as it is kept."""
    contact = (None if text is None else unit.seal(number, text) for text in (letter.name, letter.phone, letter.email))
    return Letter(unit.seal(number, letter.title), unit.seal(number, letter.body), *contact)
