"""How often and by what means a lead was pressed: its inbox, a case's urgings, and what a letter says."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import RowMapping, and_, func, select

from kernel.clock import rfc3339
from kernel.decider import plain
from kernel.paging import page
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.routing import tables
from services.routing.domain import events as e
from services.routing.domain import scope
from services.routing.domain.refusals import NoLetter, NoSuchUrging
from services.routing.projections import ASSIGNED, PLACES
from services.routing.queries.cases import visible
from services.routing.schema import CASE

CASES, URGINGS = tables.cases.c, tables.urgings.c


def urging_inbox(reading: Reading, payload: Payload) -> Answer:
    """{after?, limit?} → {items, next, total, unread}: the urgings of the cases that the person's agency leads.

    The unconfirmed first, the newest before the others. What is closed, or with another agency by now, is struck off.
    Notes are unsealed, None once they are erased.
    Raises OutOfScope, CursorUnusable.
    """
    person = reading.context.actor
    scope.require(person, scope.ACKNOWLEDGE)
    in_hand = and_(
        CASES.number == URGINGS.number,
        CASES.place == PLACES[ASSIGNED],
        CASES.lead == URGINGS.lead,
        CASES.round == URGINGS.round,
    )
    wanted = select(tables.urgings, CASES.due, CASES.kind).join(tables.cases, in_hand)
    if person.agencies is not None:
        wanted = wanted.where(URGINGS.lead.in_(person.agencies))
    order = (URGINGS.unread, URGINGS.urged_at, URGINGS.number, URGINGS.n)
    found = page(reading, wanted, order, payload, newest_first=True)
    unread = reading.rows(select(func.count().label("many")).select_from(wanted.where(URGINGS.unread == 1).subquery()))
    reading.will_unseal(row["number"] for row in found.rows if row["note"] is not None)
    items = [_received(reading, row) for row in found.rows]
    return {"items": items, "next": found.next, "total": found.total, "unread": unread[0]["many"]}


def _received(reading: Reading, row: RowMapping) -> Answer:
    told = {name: plain(value) for name, value in row.items() if name != "unread"}
    return {**told, "note": None if row["note"] is None else reading.unseal(row["number"], row["note"])}


def urgings(reading: Reading, payload: Payload) -> Answer:
    """{number} → {items: [{n, level, letter, lead, round, urged_at, urged_by, note, received_at, received_by}], total}.

    The first first; notes unsealed, None once they are erased. Raises NotFound, OutOfScope.
    """
    number: str = payload["number"]
    visible(reading, number)
    found: dict[int, Answer] = {}
    for recorded in reading.history(CASE, number):
        match recorded.event:
            case e.Urged() as urged:
                found[urged.n] = {
                    "n": urged.n,
                    "level": urged.level,
                    "letter": None if urged.letter is None else urged.letter.number,
                    "lead": urged.lead,
                    "round": urged.round,
                    "urged_at": rfc3339(urged.at),
                    "urged_by": urged.by,
                    "note": None if urged.note is None else reading.unseal(number, urged.note),
                    "received_at": None,
                    "received_by": None,
                }
            case e.UrgingReceived() as received if received.n in found:
                found[received.n] |= {"received_at": rfc3339(received.at), "received_by": received.by}
            case _:
                pass
    return {"items": list(found.values()), "total": len(found)}


def urging_letter(reading: Reading, payload: Payload) -> Answer:
    """{number, n} → {number, n, level, letter: {number, office_name, lead_name, …, due, overdue, issued}}.

    All that the letter says, as it was issued. Raises NotFound, OutOfScope, NoSuchUrging, NoLetter.
    """
    number, n = payload["number"], payload["n"]
    visible(reading, number)
    for recorded in reading.history(CASE, number):
        match recorded.event:
            case e.Urged(n=nth, letter=letter, level=level) if nth == n:
                if letter is None:
                    raise NoLetter(n)
                said: Answer = plain(asdict(letter))
                return {"number": number, "n": n, "level": level, "letter": said}
            case _:
                pass
    raise NoSuchUrging(n)
