"""Pressing the lead: reminders, letters, criticisms, one at a time or for a selection; and the lead's receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kernel.decider import Refusal, refused
from kernel.service import Answer, Payload
from kernel.store import Unit
from kernel.vault import Erased
from services.routing.domain import commands as c
from services.routing.domain import scope
from services.routing.domain.agency import Known
from services.routing.domain.letters import Draw, Letter, numbered, series_id
from services.routing.domain.lights import last_within, working_days_left
from services.routing.domain.refusals import AlreadyUrged
from services.routing.domain.state import WithAgency, held
from services.routing.domain.supervising import pressed
from services.routing.domain.text import known_word, readable
from services.routing.domain.words import URGING_LEVELS, AgencyId, UrgingLevel
from services.routing.handlers.standing import (
    configuration,
    require_column_of,
    require_lead_of,
    sealed_note,
    where_it_stands,
)
from services.routing.schema import AGENCY, CASE, SERIES
from services.routing.statecouncil import calendar_in_force
from workdays.calendar import shanghai_date


def urge(unit: Unit, payload: Payload) -> Answer:
    """{number, level: reminder | letter | criticism, note?} → where the case stands, with the `urging` sent."""
    number = require_column_of(unit, payload, scope.URGE)
    level: UrgingLevel = known_word("level", payload["level"], URGING_LEVELS)
    return {**where_it_stands(unit, number), "urging": _urge(unit, number, level, payload)}


def urge_several(unit: Unit, payload: Payload) -> Answer:
    """{numbers, level, note?} → {results: [{number, urging} or {number, refused, values}]}, in the order asked.

    Each is urged or refused by itself. Raises OutOfScope for who may urge nobody, UnknownWord, and what is wrong with
    the note, which is the same for all.
    """
    scope.require(unit.context.actor, scope.URGE)
    level: UrgingLevel = known_word("level", payload["level"], URGING_LEVELS)
    if payload.get("note"):
        readable("note", payload["note"])
    return {"results": [_urged(unit, number, level, payload) for number in dict.fromkeys(payload["numbers"])]}


def acknowledge(unit: Unit, payload: Payload) -> Answer:
    """{number, n}: the lead has seen the urging → {number, n}; raises NoSuchUrging, and as held."""
    number = require_lead_of(unit, payload, scope.ACKNOWLEDGE)
    unit.execute(CASE, number, c.Acknowledge(payload["n"], unit.context.actor.account, unit.now))
    return {"number": number, "n": payload["n"], "received": True}


def _urged(unit: Unit, number: str, level: UrgingLevel, payload: Payload) -> Answer:
    one = {**payload, "number": number}
    try:
        require_column_of(unit, one, scope.URGE)
        return {"number": number, "urging": _urge(unit, number, level, one)}
    except Refusal as refusal:
        return {"number": number, **refused(refusal)}
    except Erased as erased:
        return {"number": number, "refused": erased.code, "values": erased.values()}


def _urge(unit: Unit, number: str, level: UrgingLevel, payload: Payload) -> Answer:
    """Send it, unless it was sent today; a letter takes the next number of its office only once it is sure to go."""
    case = held(unit.state(CASE, number))
    today = shanghai_date(unit.now)
    already = pressed(case, level, today)
    if already is not None:
        said = None if already.note is None else unit.unseal(number, already.note)
        if said != (readable("note", payload["note"]) if payload.get("note") else None):
            raise AlreadyUrged(level, today)
        return {"n": already.n, "level": level, "letter": already.letter}
    office = configuration(unit, case.matter.column).office
    serial = unit.state(SERIES, series_id(office, today.year)).last + 1
    letter = None if level == "reminder" else _letter(unit, case, serial)
    by = unit.context.actor.account
    command = c.Urge(level, None, by, unit.now, _due_soon(unit, case), letter)
    CASE.decider.decide(command, case)  # refused before anything is sealed
    unit.execute(CASE, number, replace(command, note=sealed_note(unit, payload)))
    if letter is not None:
        draw = Draw(office, today.year, serial, number, level, by, unit.now)
        unit.execute(SERIES, series_id(office, today.year), draw)
    return {"n": case.urgings + 1, "level": level, "letter": None if letter is None else letter.number}


def _due_soon(unit: Unit, case: WithAgency) -> date:
    """The last deadline that is due soon today."""
    days = configuration(unit, case.matter.column).terms.due_soon_working_days
    return last_within(calendar_in_force(unit), shanghai_date(unit.now), days)


def _letter(unit: Unit, case: WithAgency, serial: int) -> Letter:
    """The letter as issued today."""
    run = configuration(unit, case.matter.column)
    today = shanghai_date(unit.now)
    given = case.assignment
    return Letter(
        number=numbered(run, today.year, serial),
        office=run.office,
        office_name=_name(unit, run.office),
        column_name=run.name,
        lead_name=_name(unit, given.lead),
        kind=case.matter.kind,
        accepted_at=case.matter.accepted_at,
        assigned_at=given.at,
        due=given.deadline.due,
        overdue=max(0, -working_days_left(calendar_in_force(unit), today, given.deadline.due)),
        issued=today,
    )


def _name(unit: Unit, agency: AgencyId) -> str:
    """The agency's name today, its id where nobody registered it."""
    known = unit.state(AGENCY, agency)
    return known.name if isinstance(known, Known) else agency
