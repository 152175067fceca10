"""Routing's supervision for the gateway's tests, in the shapes of the real one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.context import Context
from kernel.errors import Refused

AT = "2019-03-07T02:15:00+00:00"
LETTER = {
    "number": "清督〔2019〕12号",
    "office": "portal-office",
    "office_name": "清泉市电子政务办公室",
    "column_name": "市长信箱",
    "lead_name": "市住建局",
    "kind": "request",
    "accepted_at": AT,
    "assigned_at": AT,
    "due": "2019-03-14",
    "overdue": 3,
    "issued": "2019-03-19",
}

Payload = Mapping[str, Any]
Answer = dict[str, Any]


class FakeSupervision:
    """Every case is late by three working days, and with the housing agency."""

    messages: dict[str, Answer]

    def _case(self, number: str) -> Answer:
        raise NotImplementedError

    def _open_case(self, number: str) -> Answer:
        return {
            **self._case(number),
            "kind": "request",
            "state": "assigned",
            "lead": "housing",
            "co_agencies": [],
            "due": "2019-03-14",
            "accepted_at": AT,
            "assigned_at": AT,
            "urged": None,
            "urged_at": None,
            "light": "red",
            "age_days": 12,
            "working_days_left": -3,
        }

    def _routing_ledger(self, payload: Payload, _: Context) -> Answer:
        items = [self._open_case(number) for number in self.messages]
        lights = {"normal": 0, "due_soon": 0, "yellow": 0, "red": len(items)}
        return {
            "items": items[: payload.get("limit", 5000)],
            "next": None,
            "total": len(items),
            "lights": lights,
            "waiting": 0,
            "as_of": AT,
        }

    def _routing_ledger_sheet(self, payload: Payload, context: Context) -> Answer:
        return self._routing_ledger(payload, context)

    def _routing_urging_proposals(self, payload: Payload, _: Context) -> Answer:
        items = [{**self._open_case(number), "proposed": "letter"} for number in self.messages][: payload["limit"]]
        levels = {"reminder": 0, "letter": len(self.messages), "criticism": 0}
        return {"items": items, "next": None, "total": len(self.messages), "levels": levels}

    def _routing_urge(self, payload: Payload, _: Context) -> Answer:
        sent = {
            "n": 1,
            "level": payload["level"],
            "letter": None if payload["level"] == "reminder" else LETTER["number"],
        }
        return {**self._open_case(payload["number"]), "urging": sent}

    def _routing_urge_several(self, payload: Payload, context: Context) -> Answer:
        results: list[Answer] = []
        for number in payload["numbers"]:
            try:
                done = self._routing_urge({**payload, "number": number}, context)
                results.append({"number": number, "urging": done["urging"]})
            except Refused as refused:
                results.append({"number": number, "refused": refused.code, "values": refused.values()})
        return {"results": results}

    def _urging(self, number: str) -> Answer:
        self._case(number)
        return {"n": 1, "level": "letter", "letter": LETTER["number"], "lead": "housing", "round": 1, "urged_at": AT,
                "urged_by": "supervisor", "received_at": None, "received_by": None}  # fmt: skip

    def _routing_urgings(self, payload: Payload, _: Context) -> Answer:
        return {"items": [{**self._urging(payload["number"]), "note": "请尽快办理"}], "total": 1}

    def _routing_urging_inbox(self, payload: Payload, _: Context) -> Answer:
        items = [
            {**self._urging(number), "number": number, "column": "mayor", "kind": "request", "due": "2019-03-14"}
            for number in self.messages
        ]
        return {"items": items[: payload["limit"]], "next": None, "total": len(items), "unread": len(items)}

    def _routing_urging_letter(self, payload: Payload, _: Context) -> Answer:
        self._case(payload["number"])
        if payload["n"] != 1:
            raise Refused("routing.no_such_urging", {"n": payload["n"]})
        return {"number": payload["number"], "n": 1, "level": "letter", "letter": LETTER}

    def _routing_acknowledge(self, payload: Payload, _: Context) -> Answer:
        self._case(payload["number"])
        return {"number": payload["number"], "n": payload["n"], "received": True}
