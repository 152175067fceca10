"""What the use cases share: whose case it is, texts under seal, and the answer that says where it stands."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from kernel.clock import rfc3339
from kernel.service import Answer, Payload
from kernel.store import Reading, Unit
from services.routing import tables
from services.routing.domain import scope
from services.routing.domain.agency import Unregistered
from services.routing.domain.column import Configuration, Open
from services.routing.domain.refusals import (
    UnknownAgency,
    UnknownColumn,
)
from services.routing.domain.state import (
    Closed,
    ExtensionPending,
    HandedOver,
    ReturnPending,
    Waiting,
    WithAgency,
    held,
    known,
)
from services.routing.domain.text import readable
from services.routing.domain.words import (
    AgencyId,
    ColumnId,
    Sealed,
)
from services.routing.projections import sees, unlisted
from services.routing.schema import AGENCY, CASE, COLUMN
from services.routing.statecouncil import calendar_in_force, deadline_after
from workdays.calendar import shanghai_date


def where_it_stands(unit: Unit, number: str) -> Answer:
    """The case after what this unit has done to it."""
    match known(unit.state(CASE, number)):
        case Waiting(round=round_):
            return {"number": number, "state": "waiting", "round": round_}
        case WithAgency(assignment=assignment) as case:
            extension = case.extending.deadline.due if isinstance(case.extending, ExtensionPending) else None
            return {
                "number": number,
                "state": "assigned",
                "round": case.round,
                "lead": assignment.lead,
                "co_agencies": list(assignment.co_agencies),
                "due": assignment.deadline.due.isoformat(),
                "provisional": assignment.deadline.provisional,
                "return_asked": isinstance(case.returning, ReturnPending),
                "extension_until": None if extension is None else extension.isoformat(),
            }
        case Closed(round=round_, at=at):
            return {"number": number, "state": "closed", "round": round_, "closed_at": rfc3339(at)}
        case HandedOver(round=round_, system=system, at=at):
            handed = {"system": system, "handed_over_at": rfc3339(at)}
            return {"number": number, "state": "handed_over", "round": round_, **handed}


def require_agency(unit: Unit, id_: AgencyId) -> None:
    """Raises UnknownAgency for one that nobody registered."""
    if isinstance(unit.state(AGENCY, id_), Unregistered):
        raise UnknownAgency(id_)


def configuration(reading: Reading, id_: ColumnId) -> Configuration:
    """How the column is run; raises UnknownColumn for one that nobody opened."""
    state = reading.state(COLUMN, id_)
    if not isinstance(state, Open):
        raise UnknownColumn(id_)
    return state.configuration


def returnable_until(reading: Reading, case: WithAgency) -> date:
    """The last day on which the lead may say "not ours"."""
    days = configuration(reading, case.matter.column).terms.return_working_days
    return deadline_after(calendar_in_force(reading), shanghai_date(case.assignment.at), days).due


def require_column_of(unit: Unit, payload: Payload, act: scope.Act) -> str:
    """The number of a case in a column of the person's."""
    number: str = payload["number"]
    scope.require_column(unit.context.actor, act, known(unit.state(CASE, number)).matter.column)
    return number


def require_lead_of(unit: Unit, payload: Payload, act: scope.Act = scope.ASK) -> str:
    """The number of a case that the person's agency leads.

    Where no agency has it any more, only those that had a part in it are told so.
    """
    number: str = payload["number"]
    case = known(unit.state(CASE, number))
    concerned = (case.assignment.lead,) if isinstance(case, WithAgency) else _had_a_part(unit, number)
    scope.require_agency(unit.context.actor, act, concerned)
    held(case)
    return number


def _had_a_part(unit: Unit, number: str) -> tuple[AgencyId, ...]:
    """Who led the case of this round, helped with it, or let it go."""
    rows = unit.rows(select(tables.cases).where(tables.cases.c.number == number))
    return tuple(agency for row in rows for agency in (*sees(dict(row)), *unlisted(row["let_go"])))


def sealed_note(unit: Unit, payload: Payload, before: Sealed | None = None) -> Sealed | None:
    """The note sealed, where there is one (see sealed)."""
    return sealed(unit, payload, "note", before) if payload.get("note") else None


def sealed(unit: Unit, payload: Payload, field: str, before: Sealed | None = None) -> Sealed:
    """The text sealed, or the seal of the time before where it says the same: no two seals are alike."""
    text = readable(field, payload[field])
    if before is not None and unit.unseal(payload["number"], before) == text:
        return before
    return unit.seal(payload["number"], text)
