"""Taking over what an office already has: past messages, with their original times, each of them once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from kernel.clock import instant
from kernel.decider import Refusal, refused
from kernel.service import Answer, Handler, Payload
from kernel.store import Unit
from services.intake.desk import Desk
from services.intake.domain import commands as c
from services.intake.domain import letter as letters
from services.intake.domain import numbers, scope, takeover
from services.intake.domain.letter import Board, Letter
from services.intake.domain.state import Unwritten
from services.intake.domain.text import word
from services.intake.domain.words import Channel, Complexity, Kind, Urgency, is_reference
from services.intake.handlers.standing import board_of
from services.intake.handlers.writing import sealed
from services.intake.schema import MESSAGE
from services.intake.tables import messages


def import_messages(desk: Desk) -> Handler:
    """{column, rows: [{external_reference, name?, title, body, submitted_at, accepted_at?, kind?}]} → {results}.

    A row becomes a message that was submitted and accepted then, or is known already by its column and reference:
    {external_reference, number}. A row that cannot be one answers {external_reference, refused, values} and the others
    stay; results come in the order of the rows, and repeat no reference that is none, since answers are kept. What was
    on a public board is publishable. Raises OutOfScope, and UnknownColumn for the column.
    """

    def handle(unit: Unit, payload: Payload) -> Answer:
        column: str = payload["column"]
        scope.require_column(unit.context.actor, scope.IMPORT, column)
        board = letters.must_know(board_of(unit, column), column)
        known = known_references(unit, column, [row["external_reference"] for row in payload["rows"]])
        results = []
        for row in payload["rows"]:
            reference: str = row["external_reference"]
            try:
                number = known.get(reference) or take_over(unit, desk, board, row)
            except Refusal as refusal:
                told = reference if is_reference(reference) else None
                results.append({"external_reference": told, **refused(refusal)})
            else:
                results.append({"external_reference": reference, "number": number})
        return {"results": results}

    return handle


def take_over(unit: Unit, desk: Desk, board: Board, row: Payload) -> str:
    """One row as a message that was submitted and accepted; the answer is its number, raises its refusals."""
    reference: str = row["external_reference"]
    takeover.must_be_reference(reference)
    submitted_at = moment(unit, row["submitted_at"])
    accepted_at = moment(unit, row["accepted_at"]) if row.get("accepted_at") else submitted_at
    takeover.must_follow(accepted_at, submitted_at)
    letter = letters.tidied_letter(Letter(row["title"], row["body"], row.get("name")))
    letters.must_be_admitted(letter, board, board.column, imported=True)  # before it is sealed
    kind = word(Kind, "kind", row.get("kind") or Kind.CONSULTATION)
    number, is_new = number_for(unit, board.column, reference, submitted_at)
    if not is_new:
        return number
    submit = c.Submit(
        column=board.column,
        board=board,
        kind=kind,
        letter=letter,
        sealed=sealed(unit, number, letter),
        consent_public=True,
        channel=Channel.IMPORT,
        code_hash=desk.code_hash(number),
        external_reference=reference,
        at=submitted_at,
    )
    by = unit.context.actor.account
    unit.execute(MESSAGE, number, submit)
    unit.execute(MESSAGE, number, c.Accept(None, None, Urgency.ORDINARY, Complexity.ORDINARY, by, accepted_at))
    return number


def number_for(unit: Unit, column: str, reference: str, at: datetime) -> tuple[str, bool]:
    """The number of a row, and whether it is new: made of the row itself, so that two who take it over at once meet."""
    attempt = 0
    while True:
        number = numbers.number(at, takeover.draw(column, reference, attempt))
        message = unit.state(MESSAGE, number)
        if isinstance(message, Unwritten):
            return number, True
        if (message.submission.column, message.submission.external_reference) == (column, reference):
            return number, False
        attempt += 1


def known_references(unit: Unit, column: str, references: list[str]) -> dict[str, str]:
    """The numbers of rows that were taken over before, whatever times they had then."""
    asked = [reference for reference in references if is_reference(reference)]
    found = select(messages.c.external_reference, messages.c.number).where(
        messages.c.column == column, messages.c.external_reference.in_(asked)
    )
    return {row["external_reference"]: row["number"] for row in unit.rows(found)}


def moment(unit: Unit, text: str) -> datetime:
    """An instant of the past; raises InTheFuture."""
    at = instant(text)
    takeover.must_be_past(at, unit.now)
    return at
