"""Intake for the gateway's tests, in the shapes of the real one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.context import Context
from kernel.errors import Refused
from tests.gateway.fake_routing import COLUMNS

Payload = Mapping[str, Any]
Answer = dict[str, Any]

AT = "2019-03-07T02:15:00+00:00"
CODE = "7KQ2M8XW4T9Z"


class FakeIntake:
    """Messages, and what clerks and citizens do with them."""

    messages: dict[str, Answer]

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

    def _message(self, number: str) -> Answer:
        if number not in self.messages:
            raise Refused("intake.not_found", {})
        return self.messages[number]

    def _intake_reveal(self, payload: Payload, _: Context) -> Answer:
        return {"number": self._message(payload["number"])["number"], "fields": payload["fields"]}

    def _intake_revealed(self, payload: Payload, _: Context) -> Answer:
        contact = {"name": "王小明", "phone": "13800000000", "email": None}
        return {"number": payload["number"], "revealed": {each: contact[each] for each in payload["fields"]}}

    def _intake_erase(self, payload: Payload, _: Context) -> Answer:
        there = self._message(payload["number"])
        return {"number": there["number"], "state": there["state"], "state_name": there["state_name"], "erased": True}

    def _intake_submit(self, payload: Payload, _: Context) -> Answer:
        if payload["column"] not in {column["column"] for column in COLUMNS}:
            raise Refused("intake.unknown_column", {"column": payload["column"]})
        number = self.written(f"20190307-{len(self.messages) + 1:06d}", **payload)
        return {"number": number, "query_code": CODE, "submitted_at": AT, "state": "waiting",
                "contact_unusable": [name for name in ("phone", "email") if payload.get(name) == "x"]}  # fmt: skip

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

    def _intake_choose_notifications(self, payload: Payload, context: Context) -> Answer:
        self._intake_follow(payload, context)
        return {"number": payload["number"], "notify": payload["notify"]}

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
                "fields": [{"field": "city.light", "name": "路灯", "field_path": ["市政", "路灯"], "probability": 0.7}],
                "compared": {"messages": 3, "from": AT, "until": AT}}  # fmt: skip

    def _intake_public_text(self, payload: Payload, _: Context) -> Answer:
        message = self._message(payload["number"])
        found = {"in": "body", "start": 0, "end": 2, "kind": "address", "replacement": "*", "sure": False}
        original = {"title": message["title"], "body": message["body"]}
        return {"number": message["number"], "basis": "0" * 64, "version": 0, **original, "findings": [found],
                "original": original, "confirmed": message.get("confirmed"), "withdrawn": None}  # fmt: skip

    def _intake_confirm_public_text(self, payload: Payload, context: Context) -> Answer:
        message = self._message(payload["number"])
        message["confirmed"] = {"title": payload["title"], "body": payload["body"], "version": 1}
        return {"number": message["number"], "version": 1, "text_hash": "0" * 64, "confirmed_at": AT,
                "confirmed_by": context.actor.account, "passed_over": []}  # fmt: skip

    def _intake_withdraw_public_text(self, payload: Payload, context: Context) -> Answer:
        message = self._message(payload["number"])
        if message.pop("confirmed", None) is None:
            raise Refused("intake.no_public_text", {})
        return {"number": message["number"], "version": 1, "withdrawn_at": AT, "withdrawn_by": context.actor.account}

    def _intake_public_texts(self, payload: Payload, _: Context) -> Answer:
        asked = {number: self.messages.get(number, {}).get("confirmed") for number in payload["numbers"]}
        return {"texts": {number: text for number, text in asked.items() if text}}
