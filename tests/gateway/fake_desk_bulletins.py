"""What stats would answer to who makes bulletins: what is drafted has the figures of the published one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.context import Context
from kernel.errors import Refused
from tests.gateway.fake_bulletins import AS_OF, CITY, PUBLISHED_AT, FakeBulletins, content, digest_of

Payload = Mapping[str, Any]
Answer = dict[str, Any]
QUARTERS = {("2019-01-01", "2019-04-01"): "2019Q1", ("2019-04-01", "2019-07-01"): "2019Q2"}


class FakeDeskBulletins(FakeBulletins):
    """Drafts in memory, beside the published ones."""

    @property
    def drafts(self) -> dict[str, Answer]:
        """By bulletin, the newest version."""
        found: dict[str, Answer] = self.__dict__.setdefault("_drafts", {})
        return found

    def _stats_draft_bulletin(self, payload: Payload, context: Context) -> Answer:
        days = payload["from"], payload["to"]
        if days not in QUARTERS:
            raise Refused("stats.period_not_over", {"last": "2019-07-31", "as_of": AS_OF})
        name = QUARTERS[days]
        bulletin = name if payload["column"] is None else f"{name}-{payload['column']}"
        period = {"name": name, "kind": "quarter", "from": payload["from"], "to": payload["to"]}
        scope = {"scope": CITY} if payload["column"] is None else {}
        frozen = {**content("2019Q1", 1), **content("2019Q1-mayor", 1), "bulletin": bulletin, "period": period, **scope}
        self.drafts[bulletin] = {
            "bulletin": bulletin,
            "version": 1,
            "state": "drafted",
            "digest": digest_of(frozen),
            "drafted_by": context.actor.account,
            "drafted_at": AS_OF,
            "checked_by": None,
            "checked_at": None,
            "published_by": None,
            "published_at": None,
            "reason": payload.get("reason"),
            "comment": None,
            "content": frozen,
        }
        return _done(self.drafts[bulletin])

    def _stats_check_bulletin(self, payload: Payload, context: Context) -> Answer:
        draft = self._looked_at(payload, "drafted")
        if draft["drafted_by"] == context.actor.account:
            raise Refused("stats.drafted_by_the_same", {"by": context.actor.account})
        draft |= {"state": "checked", "checked_by": context.actor.account, "checked_at": AS_OF}
        return _done(draft)

    def _stats_send_bulletin_back(self, payload: Payload, _: Context) -> Answer:
        draft = self._looked_at(payload, "drafted", "checked")
        draft |= {"state": "sent_back", "comment": payload["reason"]}
        return _done(draft)

    def _stats_publish_bulletin(self, payload: Payload, context: Context) -> Answer:
        draft = self._looked_at(payload, "checked")
        draft |= {"state": "published", "published_by": context.actor.account, "published_at": PUBLISHED_AT}
        return _done(draft)

    def _looked_at(self, payload: Payload, *states: str) -> Answer:
        draft = self._draft(payload["bulletin"])
        if draft["state"] not in states:
            raise Refused("stats.bulletin_not_drafted", {"state": draft["state"]})
        if draft["digest"] != payload["digest"]:
            raise Refused("stats.bulletin_moved_on", {"digest": draft["digest"]})
        return draft

    def _draft(self, bulletin: str) -> Answer:
        if bulletin not in self.drafts:
            raise Refused("stats.bulletin_unknown", {})
        return self.drafts[bulletin]

    def _stats_bulletin(self, payload: Payload, context: Context) -> Answer:
        draft = self.drafts.get(payload["bulletin"])
        if draft is None or draft["state"] != "published":
            return super()._stats_bulletin(payload, context)
        told = ("bulletin", "version", "state", "published_at", "digest", "content")
        return {**{name: draft[name] for name in told}, "versions": [_version(draft)]}

    def _stats_desk_bulletins(self, payload: Payload, _: Context) -> Answer:
        items = [
            {**_without(draft, "content"), **_headed(draft["content"])}
            for draft in self.drafts.values()
            if payload.get("state") in (None, draft["state"])
        ]
        after = payload.get("after") or "0"
        if not after.isdecimal():
            raise Refused("list.cursor_unusable", {})
        start = int(after)
        end = start + (payload.get("limit") or 50)
        return {"items": items[start:end], "next": str(end) if end < len(items) else None, "total": len(items)}

    def _stats_desk_bulletin(self, payload: Payload, _: Context) -> Answer:
        draft = self._draft(payload["bulletin"])
        versions = [_version(draft)] if draft["state"] == "published" else []
        return {**draft, **_headed(draft["content"]), "versions": versions}

    def _stats_bulletins_due(self, payload: Payload, _: Context) -> Answer:
        name = QUARTERS.get((payload["from"], payload["to"]), "20190101-20190102")
        return {"period": name, "items": [self._due(name, column) for column in ("mayor", None)]}

    def _due(self, name: str, column: str | None) -> Answer:
        bulletin = name if column is None else f"{name}-{column}"
        draft = self.drafts.get(bulletin, {"state": "absent", "version": None, "digest": None})
        told = {name: draft[name] for name in ("state", "version", "digest")}
        return {"bulletin": bulletin, "column": column, "name": column and "市长信箱", **told}


def _headed(frozen: Answer) -> Answer:
    figures = {name: frozen["completion"][name] for name in ("accepted", "closed", "completion_rate")}
    return {name: frozen[name] for name in ("scope", "period", "as_of")} | figures


def _version(draft: Answer) -> Answer:
    told = {name: draft[name] for name in ("version", "published_at", "digest", "reason")}
    return {**told, "as_of": draft["content"]["as_of"]}


def _done(draft: Answer) -> Answer:
    told = {name: draft[name] for name in ("bulletin", "version", "state", "digest")}
    return {**told, "as_of": draft["content"]["as_of"]}


def _without(told: Answer, *names: str) -> Answer:
    return {name: value for name, value in told.items() if name not in names}
