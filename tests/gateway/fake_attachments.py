"""Files for the gateway's tests: what intake and review keep of them, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kernel.context import Context
from kernel.errors import Refused

AT = "2019-03-07T02:15:00Z"
CODE = "7KQ2M8XW4T9Z"
Payload = Mapping[str, Any]
Answer = dict[str, Any]
_SECRET = {"key", "name", "place"}


@dataclass
class FakeAttachments:
    """By service and number, the files in the order of their coming."""

    attached: dict[tuple[str, str], list[Answer]] = field(default_factory=dict)

    def _files(self, service: str, payload: Payload) -> list[Answer]:
        return self.attached.setdefault((service, payload["number"]), [])

    def _one(self, service: str, payload: Payload) -> Answer:
        for each in self._files(service, payload):
            if each["attachment"] == payload["attachment"]:
                return each
        raise Refused(f"{service}.attachment_not_found", {})

    def _owned(self, payload: Payload) -> None:
        if payload["query_code"] != CODE:
            raise Refused("intake.not_found", {})

    def _add(self, service: str, payload: Payload) -> Answer:
        there = self._files(service, payload)
        if len(there) >= 5:
            raise Refused(f"{service}.too_many_attachments", {"limit": 5})
        told = {name: payload[name] for name in ("place", "key", "name", "type", "size", "digest")}
        there.append({**told, "attachment": payload["place"].rpartition(".")[2], "public": False, "at": AT})
        return {"number": payload["number"], **_without_secrets(there[-1])}

    def _listed(self, service: str, payload: Payload) -> Answer:
        items = [{**_without_secrets(each), "name": each["name"]} for each in self._files(service, payload)]
        return {"number": payload["number"], "items": items, "total": len(items)}

    def _intake_may_attach(self, payload: Payload, _: Context) -> Answer:
        self._owned(payload)
        if not payload["again"] and len(self._files("intake", payload)) >= 5:
            raise Refused("intake.too_many_attachments", {"limit": 5})
        return {"number": payload["number"], "left": 1}

    def _intake_attach(self, payload: Payload, _: Context) -> Answer:
        self._owned(payload)
        return self._add("intake", payload)

    def _intake_own_attachments(self, payload: Payload, _: Context) -> Answer:
        self._owned(payload)
        return self._listed("intake", payload)

    def _intake_own_attachment(self, payload: Payload, _: Context) -> Answer:
        self._owned(payload)
        return self._one("intake", payload)

    def _intake_remove_attachment(self, payload: Payload, _: Context) -> Answer:
        self._owned(payload)
        self._files("intake", payload).remove(self._one("intake", payload))
        return {"number": payload["number"], "attachment": payload["attachment"]}

    def _intake_attachments(self, payload: Payload, _: Context) -> Answer:
        return self._listed("intake", payload)

    def _intake_attachment(self, payload: Payload, _: Context) -> Answer:
        return self._one("intake", payload)

    def _intake_show_attachment(self, payload: Payload, _: Context) -> Answer:
        there = self._one("intake", payload)
        there["public"] = payload["public"]
        return {"number": payload["number"], **_without_secrets(there)}

    def _review_may_attach(self, payload: Payload, _: Context) -> Answer:
        return {"number": payload["number"]}

    def _review_attach(self, payload: Payload, _: Context) -> Answer:
        return {**self._add("review", payload), **_standing(payload)}

    def _review_remove_attachment(self, payload: Payload, _: Context) -> Answer:
        self._files("review", payload).remove(self._one("review", payload))
        return _standing(payload)

    def _review_attachment(self, payload: Payload, _: Context) -> Answer:
        return self._one("review", payload)

    def _review_published_attachment(self, payload: Payload, _: Context) -> Answer:
        there = self._one("review", payload)
        if not there["public"] and not payload["own"]:
            raise Refused("review.attachment_not_found", {})
        return there

    def _intake_public_attachments(self, payload: Payload, _: Context) -> Answer:
        found = self._listed("intake", payload)
        items = [item for item in found["items"] if item["public"]]
        return {**found, "items": items, "total": len(items)}

    def _intake_public_attachment(self, payload: Payload, _: Context) -> Answer:
        there = self._one("intake", payload)
        if not there["public"]:
            raise Refused("intake.attachment_not_found", {})
        return there


def _standing(payload: Payload) -> Answer:
    """Where the reply stands."""
    return {"number": payload["number"], "part": payload.get("part", "reply"), "state": "drafted", "draft": 2}


def _without_secrets(there: Answer) -> Answer:
    return {name: value for name, value in there.items() if name not in _SECRET}
