"""Review's word lists for the gateway's tests, in the shapes of the real ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.context import Context
from kernel.errors import Refused

Payload = Mapping[str, Any]
Answer = dict[str, Any]

AT = "2019-03-07T02:15:00+00:00"
ENTRY = {"word": "布署", "suggestion": "部署", "note": None, "right": False}
LIST = {"list": "typos", "name": "常见错别字", "severity": "warning", "columns": None, "newest": 2, "words": 1,
        "on": 1, "on_words": 1, "since": AT}  # fmt: skip


class FakeWords:
    """One list with two editions, the first in force."""

    def _review_word_lists(self, _: Payload, _c: Context) -> Answer:
        return {"items": [LIST], "next": None, "total": 1}

    def _review_word_list(self, payload: Payload, _: Context) -> Answer:
        self._must_be_known(payload)
        edition = {"words": 1, "digest": "0" * 64, "written_by": "office", "written_at": AT}
        return {**LIST, "editions": [{"version": 2, **edition}, {"version": 1, **edition}]}

    def _review_words(self, payload: Payload, _: Context) -> Answer:
        self._must_be_known(payload)
        return {"list": "typos", "version": payload.get("version", 1), "items": [ENTRY], "next": None, "total": 1}

    def _review_arrange_words(self, payload: Payload, _: Context) -> Answer:
        return {"list": payload["list"], "version": 0, "on": None}

    def _review_revise_words(self, payload: Payload, _: Context) -> Answer:
        self._must_be_known(payload)
        if payload["replaces"] != 2:
            raise Refused("review.words_moved_on", {"asked": payload["replaces"], "newest": 2})
        given = [entry["word"] for entry in payload["entries"]]
        none = {"count": 0, "words": []}
        return {"list": "typos", "version": 3, "on": 1, "words": len(given), "changed": none, "doubled": none,
                "removed": none, "added": {"count": len(given), "words": given[:100]}}  # fmt: skip

    def _review_switch_on_words(self, payload: Payload, _: Context) -> Answer:
        self._must_be_known(payload)
        return {"list": "typos", "version": 2, "on": payload["version"]}

    def _review_retire_words(self, payload: Payload, _: Context) -> Answer:
        self._must_be_known(payload)
        return {"list": "typos", "version": 2, "on": None}

    def _must_be_known(self, payload: Payload) -> None:
        if payload["list"] != "typos":
            raise Refused("review.unknown_list", {"version": None})
