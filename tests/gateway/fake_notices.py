"""Notices for the gateway's tests, in the shapes of the real ones: one handbook, and what was done about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.context import Context
from kernel.errors import Refused

AT = "2019-03-07T02:15:00Z"
NOTICE = "n0f3a4b5c6d7e8f90"
HASH = "ab" * 32
TEXTS = {"title": "留言办理手册", "body": "请认真学习。", "link": None}
ASKS = {"needs_receipt": True, "valid_until": "2019-03-31"}
COUNTS = {"addressed": 2, "read": 1, "confirmed": 0, "read_later": 1}

Payload = Mapping[str, Any]
Answer = dict[str, Any]


class FakeNotices:
    """A notice that was sent to the clerk and the office, and read by the clerk once it was opened."""

    audience: Answer
    read_by: dict[str, str]

    def _named(self, payload: Payload) -> str:
        if payload["notice"] != NOTICE:
            raise Refused("notices.not_found", {})
        return NOTICE

    def _stands(self, payload: Payload, state: str = "sent", version: int = 1) -> Answer:
        self._named(payload)
        known = {"notice": NOTICE, "state": state, "version": version, "text_hash": HASH}
        return {**known, "by": "office", "since": AT}

    def _facts(self) -> Answer:
        facts = {"notice": NOTICE, "kind": "handbook", "title": TEXTS["title"], "version": 1, **ASKS}
        return {**facts, "sent_by": "office", "sent_at": AT, "told_at": AT}

    def _line(self) -> Answer:
        standing = {"state": "sent", "since": AT, "drafted_by": "office", "reminded_at": None}
        return {**self._facts(), **standing, **self.audience, **COUNTS}

    def _mine(self, context: Context) -> Answer:
        read_at = self.read_by.get(context.actor.account)
        return {**self._facts(), "over": False, "read_at": read_at, "confirmed_at": None}

    def _versions(self) -> list[Answer]:
        return [{"version": 1, "at": AT, "by": "office", "changed": [], **TEXTS, **ASKS}]

    def _notices_draft_notice(self, payload: Payload, _: Context) -> Answer:
        self.audience = {name: payload[name] for name in ("roles", "columns", "accounts")}
        return self._stands({"notice": payload.get("notice", NOTICE)}, "draft", 0)

    def _notices_send_notice(self, payload: Payload, _: Context) -> Answer:
        return self._stands(payload)

    def _notices_correct_notice(self, payload: Payload, _: Context) -> Answer:
        return self._stands(payload, version=payload["version"] + 1)

    def _notices_withdraw_notice(self, payload: Payload, _: Context) -> Answer:
        return self._stands(payload, "withdrawn")

    def _notices_remind_readers(self, payload: Payload, _: Context) -> Answer:
        return {**self._stands(payload), "reminded": ["office"]}

    def _notices_read_notice(self, payload: Payload, context: Context) -> Answer:
        self._named(payload)
        self.read_by.setdefault(context.actor.account, AT)
        return {"notice": NOTICE, "version": 1, "read_at": AT, "confirmed_at": None}

    def _notices_confirm_notice(self, payload: Payload, _: Context) -> Answer:
        return {"notice": self._named(payload), "version": payload["version"], "read_at": AT, "confirmed_at": AT}

    def _notices_notices(self, payload: Payload, _: Context) -> Answer:
        return {"items": [self._line()][: payload["limit"]], "next": None, "total": 1}

    def _notices_notice(self, payload: Payload, _: Context) -> Answer:
        self._named(payload)
        texts = {"body": TEXTS["body"], "link": TEXTS["link"]}
        return {
            **self._line(),
            **texts,
            "text_hash": HASH,
            "withdrawn": None,
            "versions": self._versions(),
            "versions_next": None,
            "versions_total": 1,
        }

    def _notices_my_notices(self, payload: Payload, context: Context) -> Answer:
        mine = self._mine(context)
        unread = int(mine["read_at"] is None)
        mine["reminded_at"] = None
        return {"items": [mine][: payload["limit"]], "next": None, "total": 1, "unread": unread}

    def _notices_my_notice(self, payload: Payload, context: Context) -> Answer:
        self._named(payload)
        told = {
            **TEXTS,
            "state": "sent",
            "withdrawn": None,
            "versions": self._versions(),
            "versions_next": None,
            "versions_total": 1,
        }
        return {**self._mine(context), **told}

    def _readers(self) -> list[Answer]:
        blank = {"confirmed": False, "confirmed_version": None, "confirmed_at": None}
        read = {"read": True, "read_version": 1, "read_at": AT}
        unread = {"read": False, "read_version": None, "read_at": None}
        return [
            {"account": "clerk", "addressed": True, **read, **blank},
            {"account": "long-gone", "addressed": False, **read, **blank},
            {"account": "office", "addressed": True, **unread, **blank},
        ]

    def _notices_readers(self, payload: Payload, _: Context) -> Answer:
        self._named(payload)
        counts = {**COUNTS, "unread": 1, "disabled": 0}
        return {"items": self._readers()[: payload["limit"]], "next": None, "total": 3, "counts": counts}

    def _notices_readers_sheet(self, payload: Payload, _: Context) -> Answer:
        self._named(payload)
        about = {"title": "=手册", "version": 1, "kind": "handbook", "sent_at": AT, "needs_receipt": True, "as_of": AT}
        return {**about, "counts": {**COUNTS, "unread": 1, "disabled": 0}, "items": self._readers(), "total": 3}
