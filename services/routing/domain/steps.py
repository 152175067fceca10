"""A case's history as people read it: its steps, and how its deadline came about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kernel.journal import Recorded
from services.routing.domain import casework as c
from services.routing.domain.calendar import Deadline, explain

Unseal = Callable[[str], str | None]

_NAMES: dict[type, str] = {
    c.Opened: "opened",
    c.Assigned: "assigned",
    c.ReturnAsked: "return_asked",
    c.Returned: "returned",
    c.ReturnRefused: "return_refused",
    c.ExtensionAsked: "extension_asked",
    c.ExtensionGranted: "extension_granted",
    c.ExtensionRefused: "extension_refused",
    c.Urged: "urged",
    c.DeadlineMissed: "deadline_missed",
    c.Closed: "closed",
    c.Reopened: "reopened",
}


def told(history: Iterable[Recorded], unseal: Unseal) -> list[dict[str, Any]]:
    """[{at, step, by, round?, lead?, due?, …}]: every step, a person's words unsealed (null once erased)."""
    return [
        {
            "at": recorded.event.at.isoformat(),
            "step": _NAMES[type(recorded.event)],
            "by": recorded.metadata.get("actor"),
            **_details(recorded.event, unseal),
        }
        for recorded in history
    ]


def _details(event: c.Event, unseal: Unseal) -> dict[str, Any]:
    match event:
        case c.Opened():
            return {"column": event.matter.column, "imported": event.matter.imported}
        case c.Assigned(deadline=deadline):
            return {
                "round": event.round,
                "lead": event.lead,
                "co_agencies": list(event.co_agencies),
                "due": deadline.due.isoformat(),
                "provisional": deadline.provisional,
            }
        case c.ReturnAsked():
            return {"lead": event.lead, "reason": unseal(event.reason)}
        case c.ExtensionAsked(deadline=deadline):
            return {"lead": event.lead, "until": deadline.due.isoformat(), "reason": unseal(event.reason)}
        case c.ExtensionGranted(deadline=deadline):
            moved = {"previous": event.previous.isoformat(), "due": deadline.due.isoformat()}
            return {"lead": event.lead, **moved, **_note(event.note, unseal)}
        case c.Returned() | c.ReturnRefused() | c.ExtensionRefused():
            return {"lead": event.lead, **_note(event.note, unseal)}
        case c.Urged():
            return {"lead": event.lead, "level": event.level, **_note(event.note, unseal)}
        case c.DeadlineMissed():
            return {"lead": event.lead, "due": event.due.isoformat()}
        case c.Closed():
            return {"round": event.round, "lead": event.lead, "on_time": event.on_time, "cause": event.cause}
        case c.Reopened():
            return {"round": event.round, "reason": event.reason}


def _note(sealed: str | None, unseal: Unseal) -> dict[str, Any]:
    return {} if sealed is None else {"note": unseal(sealed)}


@dataclass
class _Counting:
    """An assignment on the way through a history: its deadline now, and the extensions that made it."""

    assigned: c.Assigned
    deadline: Deadline
    extensions: list[dict[str, Any]] = field(default_factory=list)


def explained(history: Sequence[Recorded]) -> dict[str, Any] | None:
    """The deadline in force, day by day: from when, which days were skipped and why, by which calendar.

    {round, lead, assigned_at, start, working_days, due, provisional, calendar, days: [{date, kind, name, count}],
    extensions: [{asked_at, granted_at, previous, due}]}; None while no agency has the case. `start` does not count.
    """
    counting: _Counting | None = None
    for recorded in history:
        match recorded.event:
            case c.Assigned() as assigned:
                counting = _Counting(assigned, assigned.deadline)
            case c.Returned() | c.Reopened():
                counting = None
            case c.ExtensionGranted() as granted if counting is not None:
                counting.deadline = granted.deadline
                counting.extensions.append(
                    {
                        "asked_at": granted.asked_at.isoformat(),
                        "granted_at": granted.at.isoformat(),
                        "previous": granted.previous.isoformat(),
                        "due": granted.deadline.due.isoformat(),
                    }
                )
    return None if counting is None else _written(counting)


def _written(counting: _Counting) -> dict[str, Any]:
    deadline = counting.deadline
    return {
        "round": counting.assigned.round,
        "lead": counting.assigned.lead,
        "assigned_at": counting.assigned.at.isoformat(),
        "start": deadline.start.isoformat(),
        "working_days": deadline.working_days,
        "due": deadline.due.isoformat(),
        "provisional": deadline.provisional,
        "calendar": deadline.calendar,
        "days": [
            {"date": day.date.isoformat(), "kind": day.kind.value, "name": day.name, "count": day.count}
            for day in explain(deadline)
        ],
        "extensions": counting.extensions,
    }
