"""Review for the gateway's tests, in the shapes of the real one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from kernel.context import Context
from kernel.errors import Refused

Payload = Mapping[str, Any]
Answer = dict[str, Any]

FINDING = {"finding": "phone@31-42", "kind": "personal", "rule": "phone", "severity": "warning", "start": 31, "end": 42,
           "suggestion": "***********", "list": None, "version": None, "word": None, "note": None}  # fmt: skip
PROOF: Answer = {"findings": [FINDING], "lists": [{"list": "typos", "version": 3}]}

AT = "2019-03-07T02:15:00+00:00"


class FakeReview:
    """Every message has a reply."""

    messages: dict[str, Answer]

    def _reply(self, number: str, state: str = "drafted", part: str = "reply") -> Answer:
        if number not in self.messages:
            raise Refused("review.not_found", {"number": number})
        text_hash = hashlib.sha256(number.encode()).hexdigest()
        return {"number": number, "part": part, "column": "mayor", "lead": "housing", "state": state, "round": 1,
                "draft": 1, "text_hash": text_hash, "level": None, "levels": 3, "version": None, "correction": None,
                "back_from": None}  # fmt: skip

    def _part(self, payload: Payload, state: str = "drafted") -> Answer:
        return self._reply(payload["number"], state, payload.get("part", "reply"))

    def _review_replies(self, payload: Payload, _: Context) -> Answer:
        items = [self._reply(number) for number in self.messages][: payload["limit"]]
        return {"items": items, "next": None, "total": len(self.messages)}

    def _review_reply(self, payload: Payload, context: Context) -> Answer:
        earlier = [{"round": 0, "lead": "housing", "text": "已修好。", "published_at": AT, "public": True}]
        totals = {"drafts_total": 0, "earlier_total": 1, "versions_total": 0, "corrections_total": 0}
        view = {
            **self._part(payload),
            "text": "您好！",
            "passes": [],
            "sent_back": None,
            "drafts": [],
            **totals,
            **PROOF,
        }
        for_you = None
        if context.actor.role == "reviewer":
            for_you = {"may_pass": False, "refused": "review.own_text", "values": {"by": context.actor.account}}
        return {**view, "earlier": earlier, "versions": [], "corrections": [], "for_you": for_you}

    def _review_drafts(self, payload: Payload, _: Context) -> Answer:
        self._part(payload)
        line = {"draft": 1, "text_hash": "0" * 64, "by": "handler", "at": AT, "restores": None, "became": "written"}
        return {"items": [{**line, "submitted_at": None, "version": None}], "next": None, "total": 1}

    def _review_versions(self, payload: Payload, _: Context) -> Answer:
        self._part(payload)
        out = {"turn": 1, "round": 1, "text": "您好！", "text_hash": "0" * 64, "at": AT, "public": True}
        return {"items": [{**out, "version": 1, "attachments": []}], "next": None, "total": 1}

    def _review_corrections(self, payload: Payload, _: Context) -> Answer:
        self._part(payload)
        why = {"reason": "fact", "reason_name": "事实有误", "words": "日期写错了。", "by": "handler", "at": AT}
        opened = {"turn": 1, "round": 1, "version": 2, **why, "ended": None, "ended_at": None}
        return {"items": [opened], "next": None, "total": 1}

    def _review_draft(self, payload: Payload, context: Context) -> Answer:
        (line,) = self._review_drafts(payload, context)["items"]
        if payload["draft"] != line["draft"]:
            raise Refused("review.unknown_draft", {"draft": payload["draft"]})
        said: Answer = {"text": "您好！", "passes": [], "returns": [], "sent_back": None, "comments": []}
        return {"number": payload["number"], "part": payload.get("part", "reply"), **line, **said}

    def _review_reply_queues(self, payload: Payload, _: Context) -> Answer:
        queue = {"column": payload.get("column", "mayor"), "column_name": "市长信箱"}
        return {"items": [{**queue, "level": 1, "waiting": 2, "oldest_since": AT, "back": 1}]}

    def _review_restore(self, payload: Payload, _: Context) -> Answer:
        return {**self._part(payload, "drafted"), **PROOF}

    def _review_withdraw(self, payload: Payload, _: Context) -> Answer:
        return {**self._part(payload, "drafted"), **PROOF}

    def _review_take_pass_back(self, payload: Payload, _: Context) -> Answer:
        return self._part(payload, "in_review")

    def _review_comment(self, payload: Payload, _: Context) -> Answer:
        return self._part(payload, "in_review")

    def _review_open_correction(self, payload: Payload, _: Context) -> Answer:
        return {**self._part(payload, "waiting"), "version": 2, "correction": payload["reason"]}

    def _review_give_up_correction(self, payload: Payload, _: Context) -> Answer:
        return self._part(payload, "published")

    def _review_save_draft(self, payload: Payload, _: Context) -> Answer:
        return {**self._part(payload, "drafted"), **PROOF}

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
                "follow_up": message.get("follow_up_answer"), "version": 1, **message.get("corrected", {})}  # fmt: skip

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
