"""Routing's city, cases and dispatch rules for the gateway's tests, in the shapes of the real ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.context import Context
from kernel.errors import Refused

Payload = Mapping[str, Any]
Answer = dict[str, Any]

AT = "2019-03-07T02:15:00+00:00"
COLUMNS = [
    {"column": "mayor", "name": "市长信箱", "jurisdiction": "清泉市", "leader": "市长", "accepts": True},
    {"column": "secretary", "name": "市委书记留言板", "jurisdiction": "清泉市", "leader": "市委书记", "accepts": True},
    {"column": "east", "name": "东城区区长留言板", "jurisdiction": "东城区", "leader": "区长", "accepts": False},
]
LIMITS = {
    "title_limit": 50,
    "body_limit": 3000,
    "review_levels": 3,
    "office": "portal-office",
    "terms": {"contact_required": True},
}
FIELDS = [
    {"field": "city", "name": "市政", "parent": None, "level": 1, "path": ["市政"]},
    {"field": "city.light", "name": "路灯", "parent": "city", "level": 2, "path": ["市政", "路灯"]},
]


class FakeRouting:
    """Every message has a case that waits."""

    messages: dict[str, Answer]

    def _routing_columns(self, _: Payload, __: Context) -> Answer:
        return {"items": [{**column, **LIMITS} for column in COLUMNS]}

    def _routing_agencies(self, _: Payload, __: Context) -> Answer:
        return {"items": [{"agency": "housing", "name": "市住建局", "parent": None}]}

    def _routing_fields(self, _: Payload, __: Context) -> Answer:
        return {"items": FIELDS, "total": len(FIELDS)}

    def _case(self, number: str) -> Answer:
        if number not in self.messages:
            raise Refused("routing.not_found", {})
        return {"number": number, "column": "mayor", "state": "waiting", "round": 1, "lead": None, "due": None}

    def _routing_cases(self, payload: Payload, _: Context) -> Answer:
        items = [self._case(number) for number in self.messages][: payload["limit"]]
        return {"items": items, "next": None, "total": len(self.messages)}

    def _routing_case(self, payload: Payload, _: Context) -> Answer:
        return {**self._case(payload["number"]), "steps": [{"at": AT, "step": "opened", "by": "clerk"}]}

    def _routing_assign(self, payload: Payload, _: Context) -> Answer:
        due = {"due": "2019-03-14", "provisional": False, "round": 1, "state": "assigned"}
        return {**self._case(payload["number"]), **payload, **due}

    def _standing(self, payload: Payload, _: Context) -> Answer:
        return {**self._case(payload["number"]), "system": payload.get("system")}

    _routing_withdraw_assignment = _routing_arrange_help = _routing_ask_return = _routing_decide_return = _standing
    _routing_ask_extension = _routing_decide_extension = _routing_close = _routing_reopen = _standing
    _routing_hand_over = _standing

    def _routing_handover(self, payload: Payload, _: Context) -> Answer:
        if self.messages.get(payload["number"], {}).get("state") != "redirected" or not payload.get("own"):
            raise Refused("routing.not_found", {})
        return {"number": payload["number"], "system": "petition", "receipt": "XF-2019-17", "at": AT}

    def _routing_proposal(self, payload: Payload, _: Context) -> Answer:
        self._case(payload["number"])
        first = {"rule": "路灯照明", "lead": "housing", "co_agencies": [], "working_days": 3}
        reasons = [{"condition": "kinds", "named": "request", "value": "request"}]
        return {"number": payload["number"], "round": 1, "version": 2, "proposed": first, "ambiguous": False,
                "fitting": [{**first, "reasons": reasons}]}  # fmt: skip

    def _routing_dispatch_rules(self, _: Payload, __: Context) -> Answer:
        rule = {"name": "路灯照明", "lead": "housing", "co_agencies": [], "working_days": 3, "columns": [],
                "territories": ["清泉市"], "kinds": ["request"], "fields": [], "urgency": None,
                "complexity": None}  # fmt: skip
        on = {"version": 2, "rules": [rule], "written_by": "office", "written_at": AT}
        return {"version": 2, "on": {**on, "switched_on_by": "office", "switched_on_at": AT}, "draft": None}

    def _routing_draft_rules(self, payload: Payload, _: Context) -> Answer:
        if payload["replaces"] != 2:
            values = {"asked": payload["replaces"], "newest": 2, "by": "office", "at": AT}
            raise Refused("routing.rules_moved_on", values)
        return {"version": 3, "on": 2}

    def _routing_switch_on_rules(self, payload: Payload, _: Context) -> Answer:
        return {"version": payload["version"], "on": payload["version"]}

    def _routing_trial(self, payload: Payload, _: Context) -> Answer:
        counts = {"sent": 37, "same": 35, "other": 1, "waiting": 1}
        traits = {"column": "mayor", "kind": "request", "field": None, "urgency": "ordinary", "complexity": "ordinary"}
        proposed = {"lead": "water", "rule": "路灯照明", "proposed": "housing", "ambiguous": False}
        differing = [{"number": number, "accepted_at": AT, **traits, **proposed} for number in self.messages]
        return {"version": 3, "on": False, "from": payload["from"] or "2018-10-01", "to": payload["to"] or "2019-01-01",
                "cases": 120, "unmatched": 83, "ambiguous": 0, **counts,
                "rules": [{"rule": "路灯照明", "lead": "housing", **counts}],
                "items": differing[: payload["limit"]], "next": None, "total": len(differing)}  # fmt: skip
