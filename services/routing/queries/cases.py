"""Worklists, and one case with its steps."""

from __future__ import annotations

from sqlalchemy import ColumnElement, RowMapping, and_, false, or_, select

from kernel.decider import plain
from kernel.paging import page
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.routing import tables
from services.routing.domain import events, scope
from services.routing.domain import refusals as no
from services.routing.domain.case_refusals import CaseHandedOver
from services.routing.domain.state import Closed, HandedOver, WithAgency
from services.routing.domain.text import known_word
from services.routing.handlers.standing import returnable_until
from services.routing.projections import CLOSED, PLACES, WAITING, sees, unlisted
from services.routing.queries.city import column
from services.routing.queries.fields import in_their_fields
from services.routing.queries.proposals import explained_proposal, proposals
from services.routing.schema import CASE
from services.routing.story import told

Row = RowMapping

OPEN = "open"  # waiting or assigned
CASES = tables.cases.c
_TO_DECIDE = {"return": CASES.return_asked_at, "extension": CASES.extension_until}
_COUNTED = {"calendar", "counted_from", "working_days", "granted_until"}  # what a recount needs
_HIDDEN = {
    "place",
    "soon",
    "helpers",
    "watched_from",
    "pressing",
    "strength",
    "for_rules_from",
    "round_from",
} | _COUNTED


def cases(reading: Reading, payload: Payload) -> Answer:
    """{state?, asked?, column?, agency?, after?, limit?} → {items, next, total}: the unassigned and the oldest first.

    `state` is waiting, assigned, closed, handed_over, or open for the first two. `asked` is return or extension: what
    the lead has asked for, and a dispatcher has yet to decide. Only what the person may see is listed
    and counted. Each waiting one has what the rules say of it as `proposal`: null where no rule fits. Raises
    OutOfScope, for a column of somebody else's too, UnknownColumn, UnknownWord, CursorUnusable.
    """
    seen = scope.sight(reading.context.actor)
    if payload.get("column"):
        column(reading, payload)
        if seen.columns is not None:
            scope.require_column(reading.context.actor, scope.READ, payload["column"])
    wanted = [*in_sight(seen), *_asked_for(payload)]
    found = page(reading, select(tables.cases).where(*wanted), (CASES.place, CASES.accepted_at, CASES.number), payload)
    waiting = proposals(reading, [row for row in found.rows if row["state"] == WAITING])
    listed = in_their_fields(reading, [item(row) for row in found.rows])
    items = [{**each, "proposal": waiting.get(each["number"])} for each in listed]
    return {"items": items, "next": found.next, "total": found.total}


def case(reading: Reading, payload: Payload) -> Answer:
    """{number} → the case with its `steps` [{at, step, by, …}], reasons unsealed; raises NotFound, OutOfScope.

    `returnable_until` is the last day on which the lead may say "not ours", null where no agency has the case.
    """
    number: str = payload["number"]
    row = visible(reading, number)
    steps = told(history(reading, number), lambda sealed: reading.unseal(number, sealed))
    return {
        **in_their_fields(reading, [item(row)])[0],
        "returnable_until": _returnable_until(reading, number),
        "steps": [plain({"at": step.at, "step": step.step, "by": step.by, **step.facts}) for step in steps],
    }


def proposal(reading: Reading, payload: Payload) -> Answer:
    """{number} → what the rules say of a waiting case, and why.

    {number, round, version, proposed: {rule, lead, co_agencies, working_days} or null, ambiguous, fitting: [{rule,
    lead, co_agencies, working_days, reasons: [{condition, named, value}]}]}: `version` is the edition in force, the
    first of `fitting` proposes. Raises NotFound, OutOfScope, AlreadyAssigned, CaseIsClosed, CaseHandedOver.
    """
    row = visible(reading, payload["number"])
    match reading.state(CASE, payload["number"]):
        case Closed(round=round_, at=at):
            raise no.CaseIsClosed(round_, at)
        case WithAgency(assignment=held):
            raise no.AlreadyAssigned(held.lead, held.co_agencies, held.deadline.due, held.by, held.at)
        case HandedOver(system=system, by=by, at=at):
            raise CaseHandedOver(system, by, at)
        case _:
            return {"number": row["number"], "round": row["round"], **explained_proposal(reading, row)}


def _returnable_until(reading: Reading, number: str) -> str | None:
    case_ = reading.state(CASE, number)
    if not isinstance(case_, WithAgency):
        return None
    return returnable_until(reading, case_).isoformat()


def history(reading: Reading, number: str) -> list[events.Event]:
    """Everything that has happened to a case."""
    return [recorded.event for recorded in reading.history(CASE, number)]


def visible(reading: Reading, number: str) -> Row:
    """The row of a case that the person may see; raises NotFound, OutOfScope."""
    rows = reading.rows(select(tables.cases).where(CASES.number == number))
    actor = reading.context.actor
    seen = scope.sight(actor)
    if not rows:
        raise no.NotFound
    if seen.agencies is not None:
        scope.require_agency(actor, scope.READ, tuple(sees(dict(rows[0]))))
    if seen.columns is not None:
        scope.require_column(actor, scope.READ, rows[0]["column"])
    return rows[0]


def in_sight(sight: scope.Sight) -> list[ColumnElement[bool]]:
    """The rows within a person's sight."""
    found: list[ColumnElement[bool]] = []
    if sight.columns is not None:
        found.append(CASES.column.in_(sight.columns))
    if sight.agencies is not None:
        found.append(or_(false(), *(involves(agency) for agency in sight.agencies)))
    return found


def _asked_for(payload: Payload) -> list[ColumnElement[bool]]:
    """The rows that a person asks for."""
    found: list[ColumnElement[bool]] = []
    if state := payload.get("state"):
        known_word("state", state, (*PLACES, OPEN))
        found.append(CASES.place < PLACES[CLOSED] if state == OPEN else CASES.place == PLACES[state])
    if asked := payload.get("asked"):
        known_word("asked", asked, tuple(_TO_DECIDE))
        found.append(_TO_DECIDE[asked].is_not(None))
    if payload.get("column"):
        found.append(CASES.column == payload["column"])
    if payload.get("agency"):
        found.append(involves(payload["agency"]))
    return found


def involves(agency: str) -> ColumnElement[bool]:
    """The rows of cases that the agency leads or helps with."""
    helps = and_(tables.HELPED, CASES.helpers.contains(f"|{agency}|", autoescape=True))
    return or_(CASES.lead == agency, helps)


def item(row: Row) -> Answer:
    """A row as JSON: dates and instants in ISO 8601, agencies as a list."""
    shown = {name: plain(value) for name, value in row.items() if name not in _HIDDEN}
    return {**shown, "co_agencies": unlisted(row["co_agencies"]), "let_go": unlisted(row["let_go"])}
