"""Routing's calendar for the gateway's tests, in the shapes of the real one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.context import Context
from kernel.errors import Refused

Payload = Mapping[str, Any]
Answer = dict[str, Any]

AT = "2019-03-07T02:15:00+00:00"
VERSION = "chinesecalendar 1, holidays 1, amendment 1"
MAKEUP = {"date": "2019-09-29", "kind": "makeup", "name": "国庆节"}
MOVE = {"number": "20190307-000001", "column": "mayor", "lead": "housing", "round": 1, "previous": "2019-03-14",
        "due": "2019-03-15", "direction": "later", "provisional": False, "missed": False}  # fmt: skip


class FakeCalendar:
    """One amendment, one deadline that it moves; what gave its days, and since when it stands, if it does."""

    limit_source = "dispatcher"
    stands_since: str | None = None

    def _routing_calendar(self, payload: Payload, _: Context) -> Answer:
        amendment = {"number": 1, "at": AT, "by": "office", "reason": "通知", "days": [MAKEUP]}
        return {
            "year": payload.get("year", 2019),
            "calendar": VERSION,
            "amendment": 1,
            "announced": True,
            "declared": False,
            "days": [{**MAKEUP, "amended": True, "announced": True}],
            "amendments": [{**amendment, "announced": [], "retracted": []}],
        }

    def _routing_amend_calendar(self, payload: Payload, _: Context) -> Answer:
        if not (payload["days"] or payload["announced"] or payload["retracted"]):
            raise Refused("routing.amends_nothing", {})
        return {"calendar": VERSION, "amendment": 1}

    def _routing_calendar_difference(self, _: Payload, __: Context) -> Answer:
        return {"calendar": VERSION, "items": [MOVE], "looked_at": 1, "next": None, "total": 1}

    def _routing_recount_deadlines(self, payload: Payload, context: Context) -> Answer:
        if payload["calendar"] != VERSION:
            raise Refused("routing.calendar_has_changed", {"calendar": VERSION})
        return self._routing_calendar_difference(payload, context)

    def _routing_deadline(self, payload: Payload, _: Context) -> Answer:
        blank = {"kind": None, "urgency": None, "complexity": None}
        return {
            "number": payload["number"],
            "round": 1,
            "lead": "housing",
            "assigned_at": AT,
            "start": "2019-09-28",
            "working_days": 1,
            "due": "2019-09-29",
            "provisional": False,
            "calendar": VERSION,
            "calendar_in_force": VERSION,
            "limit": {"days": 1, "max_days": 15, "source": self.limit_source, **blank},
            "days": [{**MAKEUP, "count": 1}],
            "extensions": [{"asked_at": AT, "granted_at": AT, "previous": "2019-09-28", "due": "2019-09-29"}],
            "recounts": [{"at": AT, "previous": "2019-09-28", "due": "2019-09-29", "calendar": VERSION}],
            "stands_since": self.stands_since,
        }
