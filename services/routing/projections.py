"""How routing's read models follow its journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson

from kernel.journal import Recorded
from kernel.projection import Fold, Projection, Row
from services.routing import tables
from services.routing.domain import agency, column, events
from services.routing.domain.calendar import Deadline
from services.routing.domain.lights import STRENGTH
from services.routing.domain.matter import Agreed
from workdays.calendar import end_of, shanghai_date

WAITING, ASSIGNED, CLOSED, HANDED_OVER = "waiting", "assigned", "closed", "handed_over"
PLACES = {WAITING: 0, ASSIGNED: 1, CLOSED: 2, HANDED_OVER: 3}

_UNASSIGNED = {
    "lead": None,
    "co_agencies": None,
    "helpers": None,
    "due": None,
    "provisional": None,
    "calendar": None,
    "counted_from": None,
    "working_days": None,
    "granted_until": None,
    "assigned_at": None,
    "assigned_by": None,
    "rule": None,
    "for_rules_from": None,
    "return_asked_at": None,
    "extension_until": None,
    "urged": None,
    "urged_at": None,
    "strength": 0,
    "missed_at": None,
    "soon": None,
    "watched_from": None,
    "closed_at": None,
    "on_time": None,
    "satisfaction": None,
    "handed_over_at": None,
    "system": None,
}


def listed(agencies: Sequence[str]) -> str:
    """Agencies in one column, to be searched: `|housing|water|`; none are the empty text."""
    return "".join(f"|{agency}" for agency in agencies) + "|" if agencies else ""


def unlisted(agencies: str | None) -> list[str]:
    """The agencies of such a column, in its order."""
    return [agency for agency in (agencies or "").split("|") if agency]


def sees(row: Row) -> list[str]:
    """The agencies that see the case of this row: the lead first, where there is one."""
    return [*([row["lead"]] if row.get("lead") else []), *unlisted(row.get("helpers"))]


def _by_id(recorded: Recorded) -> tuple[str]:
    return (recorded.id,)


def _with(row: Row | None, **facts: Any) -> Row:
    return {**(row or {}), **facts}


def _standing(state: str) -> dict[str, Any]:
    return {"state": state, "place": PLACES[state]}


def agency_described(row: Row | None, recorded: Recorded) -> Row:
    """The agency under its newest name, in the place where it was registered."""
    said: agency.Event = recorded.event
    place = recorded.position if row is None else row["place"]
    return {"name": said.name, "parent": said.parent, "level": said.level, "place": place}


def column_arranged(row: Row | None, recorded: Recorded) -> Row:
    """The column as it is run now, in the place where it was opened."""
    said = recorded.event.configuration
    return {
        "name": said.name,
        "jurisdiction": said.jurisdiction,
        "leader": said.leader,
        "office": said.office,
        "review_levels": said.review_levels,
        "ordinary_days": said.limits.ordinary_days,
        "complex_days": said.limits.complex_days,
        "max_days": said.limits.max_days,
        "limit_exceptions": orjson.dumps(said.limits.exceptions).decode(),
        "title_limit": said.title_limit,
        "body_limit": said.body_limit,
        "accepts": said.accepts,
        "terms": orjson.dumps(said.terms).decode(),
        "place": recorded.position if row is None else row["place"],
    }


def city_changed(change: str) -> Fold:
    """Who made a column or an agency what it is from then on; each version is a row of its own."""

    def row(_: Row | None, recorded: Recorded) -> Row:
        said = recorded.event
        configured = isinstance(said, column.Event)
        described: Any = said.configuration if configured else agency.evolve(agency.Unregistered(), said)
        return {
            "position": recorded.position,
            "at": recorded.occurred_at,
            "by": said.by,
            "on_behalf_of": recorded.metadata.get("on_behalf_of"),
            "change": change,
            "said": orjson.dumps(described).decode(),
        }

    return _by_kind, row


def _by_kind(recorded: Recorded) -> tuple[str, str, int]:
    return "column" if isinstance(recorded.event, column.Event) else "agency", recorded.id, recorded.version


def case_opened(_: Row | None, recorded: Recorded) -> Row:
    """A case waits."""
    matter = recorded.event.matter
    return {
        "column": matter.column,
        "kind": matter.kind,
        "field": matter.field,
        "urgency": matter.urgency,
        "complexity": matter.complexity,
        "accepted_at": matter.accepted_at,
        "imported": matter.imported,
        "round": 1,
        "round_from": matter.accepted_at,
        "strength": 0,
        "for_rules_from": None if matter.imported else recorded.event.at,
        **_standing(WAITING),
    }


def case_assigned(row: Row | None, recorded: Recorded) -> Row:
    """The lead has it."""
    event: events.Assigned = recorded.event
    agreed = event.stands or Agreed(event.deadline.working_days)
    return _with(
        row,
        **_standing(ASSIGNED),
        lead=event.lead,
        co_agencies=listed(event.co_agencies),
        helpers=listed(event.co_agencies) or None,
        due=event.deadline.due,
        provisional=event.deadline.provisional,
        calendar=event.deadline.calendar,
        counted_from=event.deadline.start,
        working_days=agreed.working_days,
        granted_until=agreed.until,
        assigned_at=event.at,
        assigned_by=event.by,
        rule=event.rule,
        for_rules_from=None,
        soon=None,
        watched_from=_watched_from(event.deadline, recorded.recorded_at, imported=event.imported),
    )


def _watched_from(deadline: Deadline, recorded_at: datetime, *, imported: bool) -> datetime:
    """When the deadline is over; for history, not before the day of the import is: its closing may follow."""
    over = end_of(deadline.due)
    return max(over, end_of(shanghai_date(recorded_at))) if imported else over


def case_extended(row: Row | None, recorded: Recorded) -> Row:
    """The deadline has moved."""
    deadline: Deadline = recorded.event.deadline
    return _with(
        row,
        due=deadline.due,
        provisional=deadline.provisional,
        calendar=deadline.calendar,
        granted_until=deadline.due,
        extension_until=None,
        missed_at=None,
        watched_from=end_of(deadline.due),
    )


def case_recounted(row: Row | None, recorded: Recorded) -> Row:
    """The calendar has moved the deadline; what stays missed is not looked at again."""
    event: events.DeadlineRecounted = recorded.event
    facts = {
        "due": event.deadline.due,
        "provisional": event.deadline.provisional,
        "calendar": event.deadline.calendar,
    }
    if event.missed:
        return _with(row, **facts)
    return _with(row, **facts, missed_at=None, watched_from=end_of(event.deadline.due))


def case_helped(row: Row | None, recorded: Recorded) -> Row:
    """Others help than before."""
    event: events.HelpArranged = recorded.event
    return _with(row, co_agencies=listed(event.co_agencies), helpers=listed(event.co_agencies) or None)


def case_handed_over(row: Row | None, recorded: Recorded) -> Row:
    """The case is another system's; who had it still sees it."""
    event: events.HandedOver = recorded.event
    return _with(
        row,
        **_standing(HANDED_OVER),
        handed_over_at=event.at,
        system=event.system,
        return_asked_at=None,
        extension_until=None,
        watched_from=None,
        for_rules_from=None,
    )


def case_returned(row: Row | None, recorded: Recorded) -> Row:
    """The case waits again, for another agency: the rules are asked once more."""
    return _with(case_withdrawn(row, recorded), for_rules_from=recorded.event.at)


def case_withdrawn(row: Row | None, recorded: Recorded) -> Row:
    """The case waits again, for another agency that a dispatcher chooses."""
    let_go = dict.fromkeys((*unlisted((row or {}).get("let_go")), recorded.event.lead))
    return _with(row, **_standing(WAITING), **_UNASSIGNED, let_go=listed(tuple(let_go)))


def case_reopened(row: Row | None, recorded: Recorded) -> Row:
    """The next round begins, with any agency; who gets it is for a dispatcher to say."""
    event: events.Reopened = recorded.event
    return _with(row, **_standing(WAITING), **_UNASSIGNED, round=event.round, round_from=event.at, let_go=None)


def case_closed(row: Row | None, recorded: Recorded) -> Row:
    """The case is struck off; it shows who answered and whether in time."""
    event: events.Closed = recorded.event
    known = row or {}
    let_go = {} if known.get("lead") == event.lead else _UNASSIGNED  # the lead was let go, and answered all the same
    others = [agency for agency in sees(known) if agency != event.lead]
    return _with(
        {**known, **let_go},
        **_standing(CLOSED),
        lead=event.lead,
        helpers=listed(others) or None,
        due=event.due,
        closed_at=event.at,
        on_time=event.on_time,
        return_asked_at=None,
        extension_until=None,
        watched_from=None,
        for_rules_from=None,
    )


def case_urged(row: Row | None, recorded: Recorded) -> Row:
    """The lead was pressed, by this means last and by the strongest of them so far."""
    event: events.Urged = recorded.event
    strength = max((row or {}).get("strength") or 0, STRENGTH[event.level])
    return _with(row, urged=event.level, urged_at=event.at, strength=strength)


def ranked(fold: Fold) -> Fold:
    """The fold, with what the ledger is sorted by: since when the round waits, or when its deadline is over."""
    key, after = fold

    def with_rank(row: Row | None, recorded: Recorded) -> Row | None:
        now = after(row, recorded)
        if now is None:
            return None
        due = now.get("due")
        return {**now, "pressing": now["round_from"] if due is None else end_of(due)}

    return key, with_rank


def urging(_: Row | None, recorded: Recorded) -> Row:
    """An urging that the lead has not confirmed yet."""
    event: events.Urged = recorded.event
    return {
        "column": event.column,
        "lead": event.lead,
        "round": event.round,
        "level": event.level,
        "letter": None if event.letter is None else event.letter.number,
        "note": event.note,
        "urged_at": event.at,
        "urged_by": event.by,
        "unread": 1,
    }


def _by_nth(recorded: Recorded) -> tuple[str, int]:
    return recorded.id, recorded.event.n


CASE_FOLD: dict[type, Fold] = {
    events.Opened: (_by_id, case_opened),
    events.Assigned: (_by_id, case_assigned),
    events.AssignmentWithdrawn: (_by_id, case_withdrawn),
    events.HelpArranged: (_by_id, case_helped),
    events.ReturnAsked: (_by_id, lambda row, r: _with(row, return_asked_at=r.event.at)),
    events.ReturnRefused: (_by_id, lambda row, _: _with(row, return_asked_at=None)),
    events.LeftToDispatcher: (_by_id, lambda row, _: _with(row, for_rules_from=None)),
    events.Returned: (_by_id, case_returned),
    events.ExtensionAsked: (_by_id, lambda row, r: _with(row, extension_until=r.event.deadline.due)),
    events.ExtensionGranted: (_by_id, case_extended),
    events.ExtensionRefused: (_by_id, lambda row, _: _with(row, extension_until=None)),
    events.DeadlineRecounted: (_by_id, case_recounted),
    events.Urged: (_by_id, case_urged),
    events.DueSoonNoted: (_by_id, lambda row, r: _with(row, soon=r.event.due)),
    events.DeadlineMissed: (_by_id, lambda row, r: _with(row, missed_at=r.event.at, watched_from=None)),
    events.Closed: (_by_id, case_closed),
    events.Rated: (_by_id, lambda row, r: _with(row, satisfaction=r.event.satisfaction)),
    events.HandedOver: (_by_id, case_handed_over),
    events.Reopened: (_by_id, case_reopened),
}

OWN = (
    Projection(
        tables.agencies,
        {agency.Registered: (_by_id, agency_described), agency.Amended: (_by_id, agency_described)},
    ),
    Projection(
        tables.columns,
        {column.Opened: (_by_id, column_arranged), column.Rearranged: (_by_id, column_arranged)},
    ),
    Projection(
        tables.city_changes,
        {
            column.Opened: city_changed("opened"),
            column.Rearranged: city_changed("rearranged"),
            agency.Registered: city_changed("registered"),
            agency.Amended: city_changed("amended"),
        },
    ),
    Projection(tables.cases, {event: ranked(fold) for event, fold in CASE_FOLD.items()}),
    Projection(
        tables.urgings,
        {
            events.Urged: (_by_nth, urging),
            events.UrgingReceived: (
                _by_nth,
                lambda row, r: _with(row, unread=0, received_at=r.event.at, received_by=r.event.by),
            ),
        },
    ),
)
