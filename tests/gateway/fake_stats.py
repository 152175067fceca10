"""What stats would answer: the figures that the software is modelled on, whatever is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.context import Context
from kernel.errors import Refused

Payload = Mapping[str, Any]
Answer = dict[str, Any]
AT = "2019-11-13T00:00:00Z"
SPAN = {"average": "4.5", "median": 4, "p90": 9}
FIGURES: dict[str, dict[str, Any]] = {
    "completion": {
        "accepted": 297,
        "handed_over": 2,
        "closed": 291,
        "in_hand": 5,
        "overdue": 1,
        "completion_rate": "97.98",
    },
    "timeliness": {
        "accepted": 297,
        "closed": 291,
        "on_time": 280,
        "in_hand": 5,
        "overdue": 1,
        "on_time_rate": "96.22",
        "calendar_days": SPAN,
        "working_days": {**SPAN, "average": None},
    },
    "satisfaction": {
        "evaluations": 40,
        "very_satisfied": 20,
        "satisfied": 10,
        "fairly_satisfied": 5,
        "dissatisfied": 3,
        "very_dissatisfied": 2,
        "content": 35,
        "satisfaction_rate": "87.5",
    },
    "workload": {
        "received": 400,
        "screened": 390,
        "invalid": 60,
        "declined": 40,
        "merged": 20,
        "valid": 340,
        "redirected": 30,
        "withdrawn": 4,
        "waiting": 6,
        "taken_on": 297,
        "replied": 295,
        "replied_publicly": 200,
        "unanswered": 8,
        "reply_rate": "58.82",
    },
}


class FakeStats:
    """Stats' queries."""

    def _stats_completion(self, payload: Payload, _: Context) -> Answer:
        return self._reported("completion", payload)

    def _stats_timeliness(self, payload: Payload, _: Context) -> Answer:
        return self._reported("timeliness", payload)

    def _stats_satisfaction(self, payload: Payload, _: Context) -> Answer:
        """Of thanks there are few evaluations."""
        hide = "thanks" in payload.get("kind", ())
        answer = self._reported("satisfaction", payload)
        told = [
            {
                **{name: None if hide and name in FIGURES["satisfaction"] else value for name, value in row.items()},
                "evaluations": row["evaluations"],
                "withheld": hide,
            }
            for row in (*answer["rows"], answer["total"])
        ]
        return {**answer, "rows": told[:-1], "total": told[-1]}

    def _stats_workload(self, payload: Payload, _: Context) -> Answer:
        return self._reported("workload", payload)

    def _stats_indicators(self, payload: Payload, _: Context) -> Answer:
        standing = {"since": "2019-08-01T00:00:00Z", "days": 104, "is_over": True}
        reported = {"since": "2019-10-10T00:00:00Z", "days": 34, "is_over": False}
        named = {"key": "mayor", "name": "市长信箱"}
        return {
            "as_of": payload.get("as_of") or AT,
            "known_at": payload.get("known_at"),
            "positions": payload.get("positions") or {"intake": 900},
            "missing": 0,
            "filters": _filters(payload),
            "rows": [{**named, "oldest_unanswered": standing, "last_reply": None, "last_bulletin": reported}],
        }

    def _stats_messages_behind(self, payload: Payload, context: Context) -> Answer:
        numbers = ["20190307-000001", "20190307-000002", "20190308-000001"]
        mine = numbers if context.actor.columns is None else numbers[:1]
        after = payload.get("after") or "0"
        if not after.isdecimal():
            raise Refused("list.cursor_unusable", {})
        start = int(after)
        end = start + min(payload.get("limit") or 50, 2)
        items = [
            {"number": number, "column": "mayor", "kind": "complaint", "agency": "housing", "since": AT}
            for number in mine[start:end]
        ]
        return {
            **_told("received" if payload["figure"] in FIGURES["workload"] else "accepted", payload),
            "figure": payload["figure"],
            "row": {"key": payload["key"], "name": None} if payload.get("key") else None,
            "counted": 3,
            "total": len(mine),
            "items": items,
            "next": str(end) if end < len(mine) else None,
        }

    def _reported(self, report: str, payload: Payload) -> Answer:
        if payload["to"] < payload["from"]:
            raise Refused("stats.period_reversed", {"begin": payload["from"], "end": payload["to"]})
        if "nonsense" in payload.get("column", ()):
            raise Refused("stats.unknown_label", {"field": "column", "name": "nonsense", "known": ["mayor"]})
        if payload.get("positions", {}).get("routing", 0) > 800:
            values = {"source": "routing", "position": payload["positions"]["routing"], "reached": 800}
            raise Refused("stats.positions_ahead", values)
        figures = FIGURES[report]
        return {
            **_told("received" if report == "workload" else "accepted", payload),
            "rows": [{"key": "mayor", "name": "=市长信箱", **figures}, {"key": None, "name": None, **_none(figures)}],
            "total": figures,
        }


def _told(of: str, payload: Payload) -> Answer:
    return {
        "cohort": {"of": of, "from": payload["from"], "to": payload["to"]},
        "as_of": payload.get("as_of") or AT,
        "known_at": payload.get("known_at"),
        "positions": payload.get("positions") or {"intake": 900, "review": 300, "routing": 800},
        "missing": 0,
        "filters": _filters(payload),
        "by": payload.get("by") or "column",
    }


def _filters(payload: Payload) -> Answer:
    filters = ("column", "jurisdiction", "hosted", "agency", "kind", "field")
    said = {name: payload[name] for name in filters if payload.get(name)}
    return {name: [value] if isinstance(value, str) else value for name, value in said.items()}


def _none(figures: dict[str, Any]) -> dict[str, Any]:
    """The same figures of nothing."""
    blank = {int: 0, str: None, dict: dict.fromkeys(SPAN)}
    return {name: blank[type(value)] for name, value in figures.items()}
