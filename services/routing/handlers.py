"""What routing is asked to do: one function a use case, each an answer that says where the case stands now.

Numbers, codes and dates come as JSON; `unit.now` is when it happens. Reasons and notes are sealed before they are
recorded. Every function raises OutOfScope for who may not, TextBlank, TextUnreadable, TextTooLong for what is no text,
UnknownWord for what is no code, and the refusals of its decision.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from kernel.clock import instant, rfc3339
from kernel.decider import Refusal, refused
from kernel.service import Answer, Payload
from kernel.store import Unit
from services.routing.domain import agency, column, scope
from services.routing.domain import case as rules
from services.routing.domain import commands as c
from services.routing.domain.agency import Describe, Unregistered, find_cycle
from services.routing.domain.calendar import shanghai_date
from services.routing.domain.column import Arrange, Configuration, Limits, Open, days_for
from services.routing.domain.matter import Matter
from services.routing.domain.refusals import (
    AssignedBeforeAccepted,
    InTheFuture,
    ParentCycle,
    UnknownAgency,
    UnknownColumn,
)
from services.routing.domain.state import (
    Closed,
    ExtensionPending,
    ReturnPending,
    Unopened,
    Waiting,
    WithAgency,
    held,
    known,
)
from services.routing.domain.text import known_word, readable
from services.routing.domain.words import (
    KINDS,
    REOPENING_REASONS,
    URGING_LEVELS,
    AgencyId,
    ColumnId,
    Kind,
    ReopeningReason,
    Sealed,
    UrgingLevel,
)
from services.routing.schema import AGENCY, CASE, COLUMN
from services.routing.statecouncil import calendar, deadline_after
from services.routing.tables import agencies, cases

LOOK_LIMIT = 200  # deadlines noted in one transaction
_OUTCOMES: dict[type, str] = {
    column.Opened: "opened",
    column.Rearranged: "rearranged",
    agency.Registered: "registered",
    agency.Amended: "amended",
}
_CONFIGURATION = ("name", "jurisdiction", "leader", "office", "review_levels", "title_limit", "body_limit", "accepts")


def load_city(unit: Unit, payload: Payload) -> Answer:
    """{agencies: [...], columns: [...]} → {opened, rearranged, registered, amended, unchanged}: lists of ids.

    What the file says holds from now on; what it does not mention stays. The same file again records nothing.
    """
    scope.require(unit.context.actor, scope.CONFIGURE)
    done: dict[str, list[str]] = {"opened": [], "rearranged": [], "registered": [], "amended": [], "unchanged": []}
    _require_tree(unit, payload["agencies"])
    by, at = unit.context.actor.account, unit.now
    for said in payload["agencies"]:
        describe = Describe(said["id"], said["name"], said.get("parent"), by, at)
        registered = unit.execute(AGENCY, said["id"], describe)
        done[_outcome(registered)].append(said["id"])
    for said in payload["columns"]:
        require_agency(unit, said["office"])
        run = Configuration(limits=Limits(**said["limits"]), **{name: said[name] for name in _CONFIGURATION})
        arranged = unit.execute(COLUMN, said["id"], Arrange(said["id"], run, by, at))
        done[_outcome(arranged)].append(said["id"])
    return dict(done)


def _outcome(recorded: Sequence[object]) -> str:
    return _OUTCOMES[type(recorded[0])] if recorded else "unchanged"


def _require_tree(unit: Unit, described: Sequence[Payload]) -> None:
    """Every parent is registered or described, and following parents ends; raises UnknownAgency, ParentCycle."""
    parents = {row["agency"]: row["parent"] for row in unit.rows(select(agencies.c.agency, agencies.c.parent))}
    parents |= {said["id"]: said.get("parent") for said in described}
    for parent in parents.values():
        if parent is not None and parent not in parents:
            raise UnknownAgency(parent)
    if ring := find_cycle(parents):
        raise ParentCycle(ring)


def look_at_deadlines(unit: Unit, _: Payload) -> Answer:
    """{} → {missed, more}: note the deadlines that have passed, the oldest first, a limited number at a time."""
    scope.require(unit.context.actor, scope.LOOK)
    due = select(cases.c.number).where(cases.c.watched_from <= unit.now).order_by(cases.c.watched_from)
    numbers = [row["number"] for row in unit.rows(due.limit(LOOK_LIMIT))]
    missed = sum(len(unit.execute(CASE, number, c.MissDeadline(unit.now))) for number in numbers)
    return {"missed": missed, "more": missed == LOOK_LIMIT}


def assign(unit: Unit, payload: Payload) -> Answer:
    """{number, lead, co_agencies?, working_days?} → {number, state, round, lead, co_agencies, due, provisional}."""
    number: str = payload["number"]
    matter = known(unit.state(CASE, number)).matter
    scope.require_column(unit.context.actor, scope.ASSIGN, matter.column)
    lead: AgencyId = payload["lead"]
    helpers = tuple(sorted(set(payload.get("co_agencies") or ())))
    for involved in (lead, *helpers):
        require_agency(unit, involved)
    days = days_for(configuration(unit, matter.column).limits, matter.complexity, payload.get("working_days"))
    deadline = deadline_after(shanghai_date(unit.now), days)
    unit.execute(CASE, number, c.Assign(lead, helpers, deadline, unit.context.actor.account, unit.now))
    return where_it_stands(unit, number)


def ask_return(unit: Unit, payload: Payload) -> Answer:
    """{number, reason}: the lead says "not ours"."""
    number = _require_lead(unit, payload)
    asked = held(unit.state(CASE, number)).returning
    reason = _sealed(unit, payload, "reason", asked.reason if isinstance(asked, ReturnPending) else None)
    unit.execute(CASE, number, c.AskReturn(reason, unit.context.actor.account, unit.now))
    return where_it_stands(unit, number)


def decide_return(unit: Unit, payload: Payload) -> Answer:
    """{number, agreed, note?}: the dispatcher settles a return."""
    number = _require_column(unit, payload, scope.DECIDE)
    note = _sealed_note(unit, payload)
    unit.execute(CASE, number, c.DecideReturn(payload["agreed"], note, unit.context.actor.account, unit.now))
    return where_it_stands(unit, number)


def ask_extension(unit: Unit, payload: Payload) -> Answer:
    """{number, until, reason}: the lead asks for a later deadline."""
    number = _require_lead(unit, payload)
    deadline = rules.extended(unit.state(CASE, number), calendar(), date.fromisoformat(payload["until"]))
    asked = held(unit.state(CASE, number)).extending
    reason = _sealed(unit, payload, "reason", asked.reason if isinstance(asked, ExtensionPending) else None)
    unit.execute(CASE, number, c.AskExtension(deadline, reason, unit.context.actor.account, unit.now))
    return where_it_stands(unit, number)


def decide_extension(unit: Unit, payload: Payload) -> Answer:
    """{number, granted, note?}: the dispatcher settles an extension."""
    number = _require_column(unit, payload, scope.DECIDE)
    note = _sealed_note(unit, payload)
    unit.execute(CASE, number, c.DecideExtension(payload["granted"], note, unit.context.actor.account, unit.now))
    return where_it_stands(unit, number)


def urge(unit: Unit, payload: Payload) -> Answer:
    """{number, level: reminder | letter | criticism, note?}: a supervisor presses the lead."""
    number = _require_column(unit, payload, scope.URGE)
    level: UrgingLevel = known_word("level", payload["level"], URGING_LEVELS)
    urged = [each for each in held(unit.state(CASE, number)).urged if each.level == level]
    note = _sealed_note(unit, payload, urged[-1].note if urged else None)
    unit.execute(CASE, number, c.Urge(level, note, unit.context.actor.account, unit.now))
    return where_it_stands(unit, number)


def close(unit: Unit, payload: Payload) -> Answer:
    """{number}: the office strikes off the case that an agency has, without a published reply."""
    number = _require_column(unit, payload, scope.CLOSE)
    current = known(unit.state(CASE, number)).round
    unit.execute(CASE, number, c.Close(current, None, "office", unit.context.actor.account, unit.now))
    return where_it_stands(unit, number)


def reopen(unit: Unit, payload: Payload) -> Answer:
    """{number, reason: dissatisfied | mistake}: the next round begins."""
    number = _require_column(unit, payload, scope.REOPEN)
    reason: ReopeningReason = known_word("reason", payload["reason"], REOPENING_REASONS)
    unit.execute(CASE, number, c.Reopen(reason, unit.context.actor.account, unit.now))
    return where_it_stands(unit, number)


def import_handling(unit: Unit, payload: Payload) -> Answer:
    """{rows: [{number, column, kind, accepted_at, lead, assigned_at}]} → {results: [{number, state, …}]}.

    Each row is a case as an export tells it, with its original times; a row that is known already changes nothing. A
    row that cannot be taken over answers {number, refused, values}, and holds no other up.
    """
    scope.require(unit.context.actor, scope.IMPORT)
    return {"results": [_taken_over(unit, row) for row in payload["rows"]]}


def _taken_over(unit: Unit, row: Payload) -> Answer:
    try:
        return _take_over(unit, row)
    except Refusal as refusal:
        return {"number": row["number"], **refused(refusal)}


def _take_over(unit: Unit, row: Payload) -> Answer:
    case = unit.state(CASE, row["number"])
    for touched in (row["column"], *(() if isinstance(case, Unopened) else (case.matter.column,))):
        scope.require_column(unit.context.actor, scope.IMPORT, touched)
    require_agency(unit, row["lead"])
    limits = configuration(unit, row["column"]).limits
    kind: Kind = known_word("kind", row["kind"], KINDS)
    accepted_at, assigned_at = (_past(unit, row, field) for field in ("accepted_at", "assigned_at"))
    if assigned_at < accepted_at:
        raise AssignedBeforeAccepted(accepted_at, assigned_at)
    matter = Matter(row["column"], kind, None, "ordinary", "ordinary", accepted_at, imported=True)
    deadline = deadline_after(shanghai_date(assigned_at), days_for(limits, matter.complexity, None))
    by = unit.context.actor.account
    unit.execute(CASE, row["number"], c.TakeOver(matter, row["lead"], deadline, by, assigned_at))
    return where_it_stands(unit, row["number"])


def _past(unit: Unit, row: Payload, field: str) -> datetime:
    """The instant of a row; raises InTheFuture."""
    at = instant(row[field])
    if at > unit.now:
        raise InTheFuture(field, at)
    return at


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


def require_agency(unit: Unit, id_: AgencyId) -> None:
    """Raises UnknownAgency for one that nobody registered."""
    if isinstance(unit.state(AGENCY, id_), Unregistered):
        raise UnknownAgency(id_)


def configuration(unit: Unit, id_: ColumnId) -> Configuration:
    """How the column is run; raises UnknownColumn for one that nobody opened."""
    state = unit.state(COLUMN, id_)
    if not isinstance(state, Open):
        raise UnknownColumn(id_)
    return state.configuration


def _require_column(unit: Unit, payload: Payload, act: scope.Act) -> str:
    """The number of a case in a column of the person's."""
    number: str = payload["number"]
    scope.require_column(unit.context.actor, act, known(unit.state(CASE, number)).matter.column)
    return number


def _require_lead(unit: Unit, payload: Payload) -> str:
    """The number of a case that the person's agency leads."""
    number: str = payload["number"]
    scope.require_agency(unit.context.actor, scope.ASK, (held(unit.state(CASE, number)).assignment.lead,))
    return number


def _sealed_note(unit: Unit, payload: Payload, before: Sealed | None = None) -> Sealed | None:
    return _sealed(unit, payload, "note", before) if payload.get("note") else None


def _sealed(unit: Unit, payload: Payload, field: str, before: Sealed | None = None) -> Sealed:
    """The text sealed, or the seal of the time before where it says the same: no two seals are alike."""
    text = readable(field, payload[field])
    if before is not None and unit.unseal(payload["number"], before) == text:
        return before
    return unit.seal(payload["number"], text)
