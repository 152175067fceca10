"""Review's differences, templates and evidence for the gateway's tests, in the shapes of the real ones."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

from kernel.context import Context
from kernel.errors import Refused

Payload = Mapping[str, Any]
Answer = dict[str, Any]

AT = "2019-03-07T02:15:00+00:00"
LATER = "2019-03-12T08:40:05+00:00"
FORM = {
    "salutation": "尊敬的网民：",
    "body": "现答复如下：",
    "closing": "感谢您的关注。",
    "signature": "{agency}\n{date}",
}
TEMPLATE = {"version": 2, **FORM, "by": "columnadmin", "at": AT}
FIRST = "尊敬的网民：\n\n    您反映的路灯问题，我局已于3月8日修复，\t共更换灯头5只。 \n市住建局"
SECOND = FIRST.replace("3月8日", "3月9日")
WHY = "这是对外公布的咨询电话"


PLAN = {"attachment": "a" * 32, "name": "施工方案.pdf", "type": "pdf", "size": 17, "digest": "b" * 64}
MAP = {"attachment": "c" * 32, "name": "地图.png", "type": "png", "size": 2000, "digest": "d" * 64}


def hash_of(text: str, *files: str) -> str:
    """Of a text, alone or with its files."""
    alone = hashlib.sha256(text.encode()).hexdigest()
    return hashlib.sha256("\n".join((alone, *files)).encode()).hexdigest() if files else alone


WITH_FILES = (SECOND, str(PLAN["digest"]), str(MAP["digest"]))
UNNAMED = [{name: value for name, value in each.items() if name != "name"} for each in (PLAN, MAP)]


def step(position: int, event: str, **said: Any) -> Answer:
    """An event of the journal."""
    none = dict.fromkeys(
        ("on_behalf_of", "round", "lead", "draft", "text_hash", "level", "levels", "to", "turn", "version", "reason",
         "reason_name", "restores", "public", "words", "files", "attachment", "type", "size", "digest")
    )  # fmt: skip
    by = {"by": "system", "role": "system", "at": AT, "recorded_at": AT, "findings": [], "lists": []}
    return {"position": position, "event": event, **by, **none, **said}


PHONE = {"finding": "phone@12-23", "rule": "phone", "start": 12, "end": 23, "list": None, "version": None, "why": WHY}
LI = {"by": "handler", "role": "handler"}
CHEN = {"by": "reviewer1", "role": "reviewer", "level": 1}
HU = {**CHEN, "by": "supervisor", "on_behalf_of": "reviewer1"}
STEPS = [
    step(2, "consent_learnt", public=True),
    step(3, "entrusted", round=1, lead="housing"),
    step(5, "drafted", draft=1, text_hash="1" * 64, **LI),
    step(6, "submitted", round=1, draft=1, levels=1, text_hash="1" * 64, **LI),
    step(7, "sent_back", round=1, to=0, draft=1, text_hash="1" * 64, words="请核对日期。", **CHEN),
    step(8, "drafted", draft=2, text_hash=hash_of(FIRST), restores=1, **LI),
    step(9, "submitted", round=1, draft=2, levels=1, text_hash=hash_of(FIRST), findings=[PHONE],
         lists=[{"list": "typos", "version": 3}], **LI),
    step(10, "passed", text_hash=hash_of(FIRST), findings=[PHONE],
         lists=[{"list": "typos", "version": 3}], **HU),
    step(11, "approved", round=1, levels=1, text_hash=hash_of(FIRST), **CHEN),
    step(12, "published", round=1, lead="housing", turn=1, public=True, text_hash=hash_of(FIRST), **CHEN),
    step(18, "correction_opened", round=1, lead="housing", turn=1, version=2, reason="fact", reason_name="事实有误",
         words="日期写错了。", **LI),
    step(19, "drafted", draft=3, text_hash=hash_of(SECOND), **LI),
    step(20, "file_attached", draft=4, text_hash=hash_of(*WITH_FILES[:2]), **UNNAMED[0], **LI),
    step(21, "file_attached", draft=5, text_hash=hash_of(*WITH_FILES), **UNNAMED[1], **LI),
    step(22, "submitted", round=1, draft=5, levels=1, text_hash=hash_of(*WITH_FILES), **LI),
    step(23, "passed", text_hash=hash_of(*WITH_FILES), **CHEN),
    step(24, "approved", round=1, levels=1, text_hash=hash_of(*WITH_FILES), **CHEN),
    step(25, "corrected", round=1, lead="housing", turn=1, version=2, reason="fact", reason_name="事实有误",
         public=True, text_hash=hash_of(*WITH_FILES), at=LATER, **{**CHEN, "level": None}),
]  # fmt: skip


def link(told: Answer, number: str) -> Answer:
    """Its row in the journal's chain."""
    position, previous = told["position"], hash_of(f"{told['position'] - 1}")
    row = [position, f"reply-{number}", 1, f"review.{told['event']}.v1", "{}", "{}", 0, 0, None]
    content = orjson.dumps(row).decode()
    return {"position": position, "previous": previous, "content": content, "digest": hash_of(previous + content)}


def evidence(number: str, part: str = "reply") -> Answer:
    """What the real query answers."""
    links = [link(told, number) for told in STEPS]
    out = {"turn": 1, "round": 1, "public": True, "lead": "housing"}
    first = {**out, "version": 1, "text": FIRST, "text_hash": hash_of(FIRST), "at": AT, "position": 12}
    second = {**out, "version": 2, "text": SECOND, "text_hash": hash_of(*WITH_FILES), "at": LATER, "position": 25}
    why = {"reason": "fact", "reason_name": "事实有误"}
    return {
        "number": number, "part": part, "column": "mayor", "column_name": "市长信箱",
        "leads": {"housing": "市住建局"}, "list_names": {"typos": "常见错别字"}, "as_of": LATER, "steps": STEPS,
        "publications": [{**first, "reason": None, "reason_name": None, "attachments": []},
                         {**second, **why, "attachments": [PLAN, MAP]}],
        "journal": {"service": "review", "stream": f"{part}-{number}", "links": links,
                    "anchor": f"review:25:{links[-1]['digest']}"},
    }  # fmt: skip


class FakeEvidence:
    """One column has a template; every message has drafts that differ, and evidence."""

    messages: dict[str, Answer]

    def _review_difference(self, payload: Payload, _: Context) -> Answer:
        self._must_be_there(payload)
        draft = {"text_hash": "0" * 64, "by": "handler", "at": AT, "submitted_at": None, "became": "written"}
        segments = [
            {"op": "equal", "before": "路灯", "after": "路灯"},
            {"op": "replace", "before": "将", "after": "已"},
        ]
        because = "asked" if "from" in payload else "yours"
        return {"number": payload["number"], "part": payload["part"], "because": because,
                "from": {"draft": payload.get("from", 1), **draft}, "to": {"draft": payload.get("to", 2), **draft},
                "segments": segments, "counts": {"inserted": 1, "deleted": 1, "changes": 1},
                "files": {"added": [MAP], "removed": [], "replaced": [], "reordered": False}}  # fmt: skip

    def _review_template_for(self, payload: Payload, _: Context) -> Answer:
        self._must_be_there(payload)
        filled = {**FORM, "signature": "市住建局\n2019年3月7日"}
        of = {"number": payload["number"], "part": payload["part"], "column": "mayor", "version": 2}
        return {**of, "text": "\n".join(filled.values()), **filled}

    def _review_evidence(self, payload: Payload, _: Context) -> Answer:
        self._must_be_there(payload)
        return evidence(payload["number"], payload["part"])

    def _review_reply_templates(self, _: Payload, _c: Context) -> Answer:
        return {"items": [{"column": "mayor", "column_name": "市长信箱", **TEMPLATE}], "next": None, "total": 1}

    def _review_reply_template(self, payload: Payload, _: Context) -> Answer:
        self._must_be_a_column(payload)
        return {"column": "mayor", "column_name": "市长信箱", **TEMPLATE}

    def _review_template_editions(self, _: Payload, _c: Context) -> Answer:
        return {"items": [TEMPLATE, {**TEMPLATE, "version": 1}], "next": None, "total": 2}

    def _review_write_template(self, payload: Payload, _: Context) -> Answer:
        self._must_be_a_column(payload)
        if payload["replaces"] != TEMPLATE["version"]:
            raise Refused("review.template_moved_on", {"asked": payload["replaces"], "newest": TEMPLATE["version"]})
        return {"column": payload["column"], "version": 3}

    def _must_be_there(self, payload: Payload) -> None:
        if payload["number"] not in self.messages:
            raise Refused("review.not_found", {})

    def _must_be_a_column(self, payload: Payload) -> None:
        if payload["column"] != "mayor":
            raise Refused("review.unknown_column", {"column": payload["column"]})
