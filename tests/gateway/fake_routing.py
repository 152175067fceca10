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
    "terms": {"contact_required": True, "portal": None},
}
FIELDS = [
    {"field": "city", "name": "市政", "parent": None, "level": 1, "path": ["市政"]},
    {"field": "city.light", "name": "路灯", "parent": "city", "level": 2, "path": ["市政", "路灯"]},
]

AGENCY = {"agency": "housing", "name": "市住建局", "parent": None, "level": "department"}
CITY_CHANGES = [
    {
        "position": position,
        "at": f"2019-03-07T02:1{position}:00Z",
        "by": "office",
        "on_behalf_of": None,
        "kind": "column",
        "subject": column["column"],
        "change": "opened",
        "details": {"name": column["name"], "changed": ["name"]},
    }
    for position, column in reversed(list(enumerate(COLUMNS, start=1)))
]


class FakeRouting:
    """Every message has a case that waits."""

    messages: dict[str, Answer]
    versions: dict[str, int]

    def _routing_columns(self, _: Payload, __: Context) -> Answer:
        return {"items": [{**column, **LIMITS} for column in COLUMNS]}

    def _routing_agencies(self, _: Payload, __: Context) -> Answer:
        return {"items": [{"agency": "housing", "name": "市住建局", "parent": None}]}

    def _routing_fields(self, _: Payload, __: Context) -> Answer:
        return {"items": FIELDS, "total": len(FIELDS)}

    def _routing_configured_columns(self, _: Payload, __: Context) -> Answer:
        items = [{**column, **LIMITS, "version": 1} for column in COLUMNS]
        return {"items": items, "next": None, "total": len(items)}

    def _routing_configured_column(self, payload: Payload, _: Context) -> Answer:
        found = [column for column in COLUMNS if column["column"] == payload["column"]]
        if not found:
            raise Refused("routing.column_not_found", {"column": payload["column"]})
        return {**found[0], **LIMITS, "version": self.versions.get(payload["column"], 1)}

    def _routing_set_column(self, payload: Payload, _: Context) -> Answer:
        if payload["column"] not in {column["column"] for column in COLUMNS}:
            raise Refused("routing.column_not_found", {"column": payload["column"]})
        return self._set(payload["column"], payload["version"])

    def _routing_configured_agencies(self, _: Payload, __: Context) -> Answer:
        return {"items": [{**AGENCY, "version": 1}], "next": None, "total": 1}

    def _routing_configured_agency(self, payload: Payload, _: Context) -> Answer:
        if payload["agency"] != "housing":
            raise Refused("routing.agency_not_found", {"agency": payload["agency"]})
        return {**AGENCY, "version": self.versions.get("housing", 1)}

    def _routing_set_agency(self, payload: Payload, _: Context) -> Answer:
        if payload["agency"] != "housing":
            raise Refused("routing.agency_not_found", {"agency": payload["agency"]})
        return self._set("housing", payload["version"])

    def _routing_city_changes(self, payload: Payload, context: Context) -> Answer:
        own = context.actor.columns
        known = [change for change in CITY_CHANGES if own is None or change["subject"] in own]
        found = [change for change in known if payload["before"] is None or change["position"] < payload["before"]]
        return {"items": found[: payload["limit"]], "total": len(known)}

    def _set(self, what: str, version: int) -> Answer:
        if version != self.versions.get(what, 1):
            raise Refused("routing.changed_since", {"version": self.versions.get(what, 1)})
        self.versions[what] = version + 1
        return {"version": version + 1}

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
