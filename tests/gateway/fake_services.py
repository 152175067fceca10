"""Services for the gateway's tests: they remember what they are told, and answer in the shapes of the real ones."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kernel.context import Context
from kernel.errors import Refused, RequestReused, Unavailable
from tests.gateway.fake_calendar import FakeCalendar
from tests.gateway.fake_supervision import FakeSupervision

AT = "2019-03-07T02:15:00+00:00"
CODE = "7KQ2M8XW4T9Z"
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

Payload = Mapping[str, Any]
Answer = dict[str, Any]


@dataclass
class FakeServices(FakeCalendar, FakeSupervision):
    """One call after the other, in memory; `away` names services that do not answer."""

    away: set[str] = field(default_factory=set)
    messages: dict[str, Answer] = field(default_factory=dict)
    calls: list[tuple[str, str, Payload, Context]] = field(default_factory=list)
    recorded: dict[str, tuple[str | None, Answer]] = field(default_factory=dict)
    refuse_next: Refused | None = None
    crash_next: Exception | None = None

    def call(self, service: str, method: str, payload: Payload, context: Context, timeout: float) -> Answer:
        """The answer of a service; a repeated request id answers what it answered before."""
        assert timeout > 0
        self.calls.append((service, method, payload, context))
        if service in self.away:
            raise Unavailable(service)
        if self.crash_next is not None:
            error, self.crash_next = self.crash_next, None
            raise error
        if self.refuse_next is not None:
            refused, self.refuse_next = self.refuse_next, None
            raise refused
        answer: Callable[[Payload, Context], Answer] = getattr(self, f"_{service}_{method}", None) or self._common(
            method
        )
        if context.request_id is None:
            return answer(payload, context)
        if context.request_id in self.recorded:
            fingerprint, outcome = self.recorded[context.request_id]
            if fingerprint != context.fingerprint:
                raise Refused(RequestReused.code, {"request_id": context.request_id})
            return outcome
        outcome = answer(payload, context)
        self.recorded[context.request_id] = (context.fingerprint, outcome)
        return outcome

    def written(self, number: str = "20190307-000001", state: str = "waiting", **more: Any) -> str:
        """A message that is there already."""
        self.messages[number] = {
            "number": number,
            "column": "mayor",
            "kind": "request",
            "title": "路灯不亮",
            "body": "路灯已经三天不亮。",
            "submitted_at": AT,
            "state": state,
            "state_name": "待受理",
            "published": False,
            **more,
        }
        return number

    def _common(self, method: str) -> Callable[[Payload, Context], Answer]:
        match method:
            case "health":
                return lambda _p, _c: {"service": "any", "database": "ok"}
            case "public_log":
                return self._public_log
            case _:
                raise AssertionError(f"no service offers {method}")

    def _public_log(self, payload: Payload, _: Context) -> Answer:
        head = 7
        events = [
            {"specversion": "1.0", "id": f"intake-{position}", "type": "MessageSubmitted", "position": position}
            for position in range(payload["after"] + 1, min(head, payload["after"] + payload["limit"]) + 1)
        ]
        return {"events": events, "head": head}

    def _message(self, number: str) -> Answer:
        if number not in self.messages:
            raise Refused("intake.not_found", {})
        return self.messages[number]

    def _intake_erase(self, payload: Payload, _: Context) -> Answer:
        there = self._message(payload["number"])
        return {"number": there["number"], "state": there["state"], "state_name": there["state_name"], "erased": True}

    def _routing_columns(self, _: Payload, __: Context) -> Answer:
        return {"items": [{**column, **LIMITS} for column in COLUMNS]}

    def _routing_agencies(self, _: Payload, __: Context) -> Answer:
        return {"items": [{"agency": "housing", "name": "市住建局", "parent": None}]}

    def _routing_fields(self, _: Payload, __: Context) -> Answer:
        return {"items": FIELDS, "total": len(FIELDS)}

    def _intake_submit(self, payload: Payload, _: Context) -> Answer:
        if payload["column"] not in {column["column"] for column in COLUMNS}:
            raise Refused("intake.unknown_column", {"column": payload["column"]})
        number = self.written(f"20190307-{len(self.messages) + 1:06d}", **payload)
        return {"number": number, "query_code": CODE, "submitted_at": AT, "state": "waiting"}

    def _intake_follow(self, payload: Payload, _: Context) -> Answer:
        message = self._message(payload["number"])
        if payload["query_code"] != CODE:
            raise Refused("intake.not_found", {})
        return {
            **message,
            "round": 1,
            "timeline": [
                {"at": AT, "step": "submitted", "name": "提交留言"},
                {"at": AT, "step": "assigned", "name": "转办", "lead": "housing"},
            ],
        }

    def _intake_withdraw(self, payload: Payload, context: Context) -> Answer:
        self._intake_follow(payload, context)
        return self._screened(payload["number"], "withdrawn", context)

    def _intake_evaluate(self, payload: Payload, context: Context) -> Answer:
        message = self._intake_follow(payload, context)
        if message["state"] != "closed":
            raise Refused("intake.not_closed", {"state": message["state"]})
        return {"number": payload["number"], "state": "closed", "satisfaction": payload["satisfaction"], "round": 1}

    def _intake_ask_follow_up(self, payload: Payload, context: Context) -> Answer:
        message = self._intake_follow(payload, context)
        if message["state"] != "closed":
            raise Refused("intake.not_answered", {"state": message["state"]})
        asked = {"question": payload["question"], "lead": "housing", "round": 1, "asked_at": AT, "answered_at": None}
        self.messages[payload["number"]]["follow_up"] = asked
        return {"number": payload["number"], "state": "closed", "state_name": "已办结", "round": 1, "at": AT}

    def _intake_ask_erasure(self, payload: Payload, context: Context) -> Answer:
        self._intake_follow(payload, context)
        return {**self._intake_erase(payload, context), "erased": False, "asked_at": AT}

    def _intake_refuse_erasure(self, payload: Payload, context: Context) -> Answer:
        return {**self._intake_erase(payload, context), "erased": False}

    def _intake_follow_up(self, payload: Payload, _: Context) -> Answer:
        asked: Answer | None = self._message(payload["number"]).get("follow_up")
        if asked is None:
            raise Refused("intake.not_found", {})
        return asked

    def _intake_accept(self, payload: Payload, context: Context) -> Answer:
        return self._screened(payload["number"], "accepted", context)

    def _intake_decline(self, payload: Payload, context: Context) -> Answer:
        return {**self._screened(payload["number"], "declined", context), "reason": payload["reason"]}

    def _intake_redirect(self, payload: Payload, context: Context) -> Answer:
        return self._screened(payload["number"], "redirected", context)

    def _intake_merge(self, payload: Payload, context: Context) -> Answer:
        return {**self._screened(payload["number"], "merged", context), "into": payload["into"]}

    def _intake_queues(self, _: Payload, __: Context) -> Answer:
        counts = {"waiting": 1, "received_today": 2, "cleared_today": 3, "waiting_from_earlier_days": 0}
        mayor = {"column": "mayor", "column_name": "市长信箱", "oldest_waiting_at": AT, **counts}
        return {"items": [mayor], "total": 1, "day": "2019-03-07"}

    def _intake_advice(self, _: Payload, context: Context) -> Answer:
        return {"items": [self._intake_word_advice({"reason": "abuse", "text": None}, context)], "total": 1}

    def _intake_word_advice(self, payload: Payload, context: Context) -> Answer:
        if payload["reason"] != "abuse":
            raise Refused("intake.unknown_word", {"field": "reason", "known": ["abuse"]})
        text = payload["text"]
        worded = {"text": text or "请使用文明用语。", "provided": text is None, "by": context.actor.account, "at": AT}
        return {"reason": "abuse", "reason_name": "含有侮辱、谩骂内容", **worded}

    def _screened(self, number: str, outcome: str, context: Context) -> Answer:
        message = self._message(number)
        if message["state"] != "waiting":
            raise Refused("intake.already_screened", {"outcome": "accepted", "by": "clerk", "at": AT})
        message["state"] = "in_progress" if outcome == "accepted" else outcome
        message["by"] = context.actor.account
        return {"number": number, "state": message["state"], "state_name": outcome, "kind": message["kind"], "at": AT}

    def _intake_messages(self, payload: Payload, _: Context) -> Answer:
        items = [message for message in self.messages.values() if payload.get("state") in {None, message["state"]}]
        return {"items": items[: payload["limit"]], "next": None, "total": len(items), "queue": {"waiting": 1}}

    def _intake_message(self, payload: Payload, _: Context) -> Answer:
        return self._message(payload["number"])

    def _intake_titles(self, payload: Payload, _: Context) -> Answer:
        known = [number for number in payload["numbers"] if number in self.messages]
        return {"titles": {number: self.messages[number]["title"] for number in known}}

    def _intake_suggestions(self, payload: Payload, _: Context) -> Answer:
        message = self._message(payload["number"])
        duplicate = {"number": "20190301-000007", "score": 0.9, "similarity": 0.8, "reasons": ["similar_text"],
                     "title": "路灯", "column": "mayor", "state": "waiting", "submitted_at": AT}  # fmt: skip
        return {"number": message["number"], "duplicates": [duplicate], "learnt_from": 20, "complete": True,
                "fields": [{"field": "housing", "probability": 0.7}],
                "compared": {"messages": 3, "from": AT, "until": AT}}  # fmt: skip

    def _intake_public_text(self, payload: Payload, _: Context) -> Answer:
        message = self._message(payload["number"])
        found = {"in": "body", "start": 0, "end": 2, "kind": "address", "replacement": "*", "sure": False}
        original = {"title": message["title"], "body": message["body"]}
        return {"number": message["number"], "basis": "0" * 64, "version": 0, **original, "findings": [found],
                "original": original, "confirmed": message.get("confirmed")}  # fmt: skip

    def _intake_confirm_public_text(self, payload: Payload, context: Context) -> Answer:
        message = self._message(payload["number"])
        message["confirmed"] = {"title": payload["title"], "body": payload["body"], "version": 1}
        return {"number": message["number"], "version": 1, "text_hash": "0" * 64, "confirmed_at": AT,
                "confirmed_by": context.actor.account, "passed_over": []}  # fmt: skip

    def _intake_public_texts(self, payload: Payload, _: Context) -> Answer:
        asked = {number: self.messages.get(number, {}).get("confirmed") for number in payload["numbers"]}
        return {"texts": {number: text for number, text in asked.items() if text}}

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

    def _reply(self, number: str, state: str = "drafted", part: str = "reply") -> Answer:
        if number not in self.messages:
            raise Refused("review.not_found", {"number": number})
        text_hash = hashlib.sha256(number.encode()).hexdigest()
        return {"number": number, "part": part, "column": "mayor", "lead": "housing", "state": state, "round": 1,
                "draft": 1, "text_hash": text_hash, "level": None, "levels": 3}  # fmt: skip

    def _part(self, payload: Payload, state: str = "drafted") -> Answer:
        return self._reply(payload["number"], state, payload.get("part", "reply"))

    def _review_replies(self, payload: Payload, _: Context) -> Answer:
        items = [self._reply(number) for number in self.messages][: payload["limit"]]
        return {"items": items, "next": None, "total": len(self.messages)}

    def _review_reply(self, payload: Payload, _: Context) -> Answer:
        earlier = [{"round": 0, "lead": "housing", "text": "已修好。", "published_at": AT, "public": True}]
        view = {**self._part(payload), "text": "您好！", "passes": [], "sent_back": None, "drafts": []}
        return {**view, "earlier": earlier}

    def _review_save_draft(self, payload: Payload, _: Context) -> Answer:
        return self._part(payload, "drafted")

    def _review_submit(self, payload: Payload, _: Context) -> Answer:
        return self._part(payload, "in_review")

    def _review_pass_reply(self, payload: Payload, _: Context) -> Answer:
        return self._part(payload, "in_review")

    def _review_send_back(self, payload: Payload, _: Context) -> Answer:
        return self._part(payload, "sent_back")

    def _review_published(self, payload: Payload, _: Context) -> Answer:
        message = self.messages.get(payload["number"], {})
        told = [
            {"number": payload["number"], "part": "interim", "text": text, "lead": "housing", "published_at": AT,
             "public": True, "round": 1} for text in message.get("told_meanwhile", ())
        ]  # fmt: skip
        readable = payload.get("own") or message.get("public")
        if not readable or not (message.get("published") or told):
            raise Refused("review.not_found", {"number": payload["number"]})
        if not message.get("published"):
            return {**told[0], "earlier": [], "interim": told[1:], "follow_up": None}
        return {"number": payload["number"], "part": "reply", "text": "已经修好。", "lead": "housing",
                "published_at": AT, "public": True, "round": 1, "earlier": [], "interim": told,
                "follow_up": message.get("follow_up_answer")}  # fmt: skip

    def _review_published_list(self, payload: Payload, _: Context) -> Answer:
        items = [
            {
                "number": number,
                "column": "mayor",
                "text": "已经修好。",
                "lead": "housing",
                "published_at": AT,
                "round": 1,
            }
            for number, message in self.messages.items()
            if message["published"]
        ]
        items += [
            {"number": number, "part": "interim", "column": "mayor", "text": text, "lead": "housing",
             "published_at": AT, "round": 1}
            for number, message in self.messages.items() for text in message.get("told_meanwhile", ())
        ]  # fmt: skip
        return {"items": items[: payload["limit"]], "next": None, "total": len(items)}

    def _stats_completion(self, payload: Payload, _: Context) -> Answer:
        if payload["to"] < payload["from"]:
            raise Refused("stats.period_reversed", {"begin": payload["from"], "end": payload["to"]})
        figures = {"accepted": 297, "closed": 291, "handed_over": 2, "completion_rate": "97.98"}
        return {
            "cohort": {"from": payload["from"], "to": payload["to"]},
            "as_of": payload["as_of"] or AT,
            "rows": [
                {"column": "mayor", "name": "市长信箱", **figures},
                {
                    "column": "east",
                    "name": "东区信箱",
                    "accepted": 0,
                    "closed": 0,
                    "handed_over": 0,
                    "completion_rate": None,
                },
            ],
            "total": figures,
        }
