"""A case's history as people read it, and how its deadline came about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, assert_never

from kernel.actor import SYSTEM
from services.routing.domain import events as e
from services.routing.domain.calendar import CountedDay, Deadline, explain
from services.routing.domain.limits import Allowance
from services.routing.domain.words import AgencyId, Sealed

CITIZEN = "citizen"  # who rated it: a word, not an account
PROGRAM = SYSTEM.account  # who opened the case, asked the rules, and saw that a deadline had passed


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened: when, what, by whom; `facts` are what people want to know about it."""

    at: datetime
    step: str
    by: str
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Extension:
    """A granted extension: the deadline moved from the end of `previous` to the end of `due`."""

    asked_at: datetime
    granted_at: datetime
    previous: date
    due: date


@dataclass(frozen=True, slots=True)
class Recount:
    """The calendar changed: the deadline moved from the end of `previous` to the end of `due`, or was settled there."""

    at: datetime
    previous: date
    due: date
    calendar: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a deadline is what it is: so many days by this limit, counted from the day after `start`, by this calendar.

    `allowance` is None where it was not recorded. `stands_since`: the agency had the case before in this round, since
    then; it was taken back and given to it again, and its deadline stands as it was.
    """

    round: int
    lead: AgencyId
    assigned_at: datetime
    allowance: Allowance | None
    deadline: Deadline
    days: tuple[CountedDay, ...]
    extensions: tuple[Extension, ...] = ()
    recounts: tuple[Recount, ...] = ()
    stands_since: datetime | None = None


Moved = e.ExtensionGranted | e.DeadlineRecounted


@dataclass(frozen=True, slots=True)
class _Given:
    """An assignment that counted a deadline, with what has moved that since, and when it was given again, if it was."""

    assigned: e.Assigned
    moved: tuple[Moved, ...] = ()
    again: datetime | None = None


def explained(history: Iterable[e.Event]) -> Explanation | None:
    """How the deadline in force came about, or the one that the case was closed with; None where there is none."""
    round_: dict[AgencyId, _Given] = {}
    answering: AgencyId | None = None
    for event in history:
        match event:
            case e.Assigned():
                before = None if event.stands is None else round_.get(event.lead)
                round_[event.lead] = _Given(event) if before is None else replace(before, again=event.at)
                answering = event.lead
            case e.ExtensionGranted() | e.DeadlineRecounted() if event.lead in round_:
                given = round_[event.lead]
                round_[event.lead] = replace(given, moved=(*given.moved, event))
            case e.Returned() | e.AssignmentWithdrawn() | e.HandedOver():
                answering = None
            case e.Closed():
                answering = event.lead
            case e.Reopened():
                round_, answering = {}, None
            case _:
                pass
    found = None if answering is None else round_.get(answering)
    return None if found is None else _explanation(found)


def _explanation(given: _Given) -> Explanation:
    assigned, moved = given.assigned, given.moved
    deadline = moved[-1].deadline if moved else assigned.deadline
    granted = [each for each in moved if isinstance(each, e.ExtensionGranted)]
    recounted = [each for each in moved if isinstance(each, e.DeadlineRecounted)]
    return Explanation(
        round=assigned.round,
        lead=assigned.lead,
        assigned_at=given.again or assigned.at,
        allowance=assigned.allowance,
        deadline=deadline,
        days=tuple(explain(deadline)),
        extensions=tuple(Extension(each.asked_at, each.at, each.previous, each.deadline.due) for each in granted),
        recounts=tuple(
            Recount(each.at, each.previous, each.deadline.due, each.deadline.calendar) for each in recounted
        ),
        stands_since=None if given.again is None else assigned.at,
    )


def told(history: Iterable[e.Event], unseal: Callable[[Sealed], str | None]) -> list[Step]:
    """Every step in order, a person's words unsealed: None once they are erased."""
    return [_step(event, unseal) for event in history]


def _step(event: e.Event, unseal: Callable[[Sealed], str | None]) -> Step:
    match event:
        case e.Opened() | e.LeftToDispatcher() | e.DueSoonNoted() | e.DeadlineMissed():
            return _step_of_the_program(event)
        case e.Assigned() | e.AssignmentWithdrawn() | e.HelpArranged():
            return _giving(event, unseal)
        case e.ReturnAsked():
            return Step(event.at, "return_asked", event.by, {"lead": event.lead, "reason": unseal(event.reason)})
        case e.ExtensionAsked(deadline=deadline):
            facts = {"lead": event.lead, "until": deadline.due, "reason": unseal(event.reason)}
            return Step(event.at, "extension_asked", event.by, facts)
        case e.ExtensionGranted() | e.DeadlineRecounted():
            return _moved(event, unseal)
        case e.Returned() | e.ReturnRefused() | e.ExtensionRefused():
            return Step(event.at, _ANSWERS[type(event)], event.by, {"lead": event.lead, **_note(event.note, unseal)})
        case e.Urged():
            facts = {"lead": event.lead, "level": event.level, **_note(event.note, unseal)}
            return Step(event.at, "urged", event.by, facts)
        case e.UrgingReceived():
            return Step(event.at, "urging_received", event.by, {"lead": event.lead, "n": event.n})
        case e.Closed() | e.Rated() | e.Reopened() | e.HandedOver():
            return _ending(event, unseal)
        case _:
            assert_never(event)


def _giving(event: e.Assigned | e.AssignmentWithdrawn | e.HelpArranged, unseal: Callable[[Sealed], str | None]) -> Step:
    match event:
        case e.Assigned(deadline=deadline):
            facts = {"round": event.round, "lead": event.lead, "co_agencies": event.co_agencies}
            stands = {} if event.stands is None else {"deadline_stands": True}
            return Step(event.at, "assigned", event.by, {**facts, "due": deadline.due, **stands, **_rule(event.rule)})
        case e.AssignmentWithdrawn():
            facts = {"lead": event.lead, "reason": unseal(event.reason)}
            return Step(event.at, "assignment_withdrawn", event.by, facts)
        case e.HelpArranged():
            facts = {"lead": event.lead, "added": event.added, "withdrawn": event.withdrawn}
            return Step(event.at, "help_arranged", event.by, {**facts, "co_agencies": event.co_agencies})
        case _:
            assert_never(event)


def _ending(event: e.Closed | e.Rated | e.Reopened | e.HandedOver, unseal: Callable[[Sealed], str | None]) -> Step:
    match event:
        case e.Closed():
            facts = {"round": event.round, "lead": event.lead, "on_time": event.on_time, "cause": event.cause}
            why = {} if event.reason is None else {"reason": event.reason}
            return Step(event.at, "closed", event.by, {**facts, **why, **_note(event.note, unseal)})
        case e.Rated():
            return Step(event.at, "rated", CITIZEN, {"round": event.round, "satisfaction": event.satisfaction})
        case e.Reopened():
            facts = {"round": event.round, "reason": event.reason, **_note(event.note, unseal)}
            return Step(event.at, "reopened", event.by, facts)
        case e.HandedOver():
            facts = {"lead": event.lead, "system": event.system, "reason": unseal(event.reason)}
            return Step(event.at, "handed_over", event.by, {**facts, "receipt": unseal(event.receipt)})
        case _:
            assert_never(event)


def _moved(event: Moved, unseal: Callable[[Sealed], str | None]) -> Step:
    facts = {"lead": event.lead, "previous": event.previous, "due": event.deadline.due}
    if isinstance(event, e.ExtensionGranted):
        return Step(event.at, "extension_granted", event.by, {**facts, **_note(event.note, unseal)})
    return Step(event.at, "deadline_recounted", event.by, {**facts, "provisional": event.deadline.provisional})


def _step_of_the_program(event: e.Opened | e.LeftToDispatcher | e.DueSoonNoted | e.DeadlineMissed) -> Step:
    match event:
        case e.Opened(matter=matter):
            return Step(event.at, "opened", PROGRAM, {"column": matter.column, "imported": matter.imported})
        case e.LeftToDispatcher():
            return Step(event.at, "left_to_dispatcher", PROGRAM, {"cause": event.cause, "rules": event.rules})
        case e.DueSoonNoted():
            return Step(event.at, "due_soon", PROGRAM, {"lead": event.lead, "due": event.due})
        case e.DeadlineMissed():
            return Step(event.at, "deadline_missed", PROGRAM, {"lead": event.lead, "due": event.due})
        case _:
            assert_never(event)


_ANSWERS: dict[type, str] = {
    e.Returned: "returned",
    e.ReturnRefused: "return_refused",
    e.ExtensionRefused: "extension_refused",
}


def _rule(name: str | None) -> dict[str, Any]:
    return {} if name is None else {"rule": name}


def _note(sealed: Sealed | None, unseal: Callable[[Sealed], str | None]) -> dict[str, Any]:
    return {} if sealed is None else {"note": unseal(sealed)}
