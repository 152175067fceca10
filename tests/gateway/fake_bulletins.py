"""What stats would answer of bulletins: the mayor's first quarter of 2019, corrected once, and the city's."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from kernel.context import Context
from kernel.errors import Refused

Payload = Mapping[str, Any]
Answer = dict[str, Any]
AS_OF = "2019-04-09T16:00:00Z"
PUBLISHED_AT = "2019-04-11T01:30:00Z"
DAYS = {"average": "4.5", "median": 4, "p90": 9}
PERIOD = {"name": "2019Q1", "kind": "quarter", "from": "2019-01-01", "to": "2019-04-01"}
MAYOR = {"column": "mayor", "name": "市长信箱", "jurisdiction": "栖川市"}
CITY = {"column": None, "name": None, "jurisdiction": None}
QUARTERS = (
    ("2018Q1", "2018-01-01", "2018-04-01", 80, "95"),
    ("2018Q2", "2018-04-01", "2018-07-01", 0, None),
    ("2018Q3", "2018-07-01", "2018-10-01", 96, "97.92"),
    ("2018Q4", "2018-10-01", "2019-01-01", 101, "99.01"),
    ("2019Q1", "2019-01-01", "2019-04-01", 104, "98.08"),
)


def digest_of(content: Answer) -> str:
    """As stats computes it, and anyone can."""
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def content(bulletin: str, version: int) -> Answer:
    """The frozen content of a version, in the order in which it is kept."""
    of_the_city = bulletin == "2019Q1"
    told = {
        "bulletin": bulletin,
        "version": version,
        "definitions": 1,
        "scope": CITY if of_the_city else MAYOR,
        "period": PERIOD,
        "as_of": AS_OF,
        "positions": {"intake": 123, "review": 45, "routing": 99},
        "workload": {
            "received": 140,
            "screened": 138,
            "invalid": 20,
            "declined": 15,
            "merged": 5,
            "valid": 120,
            "redirected": 10,
            "withdrawn": 2,
            "waiting": 0,
            "taken_on": 104,
            "replied": 102,
            "replied_publicly": 90,
            "unanswered": 2,
            "reply_rate": "75",
        },
        "completion": {
            "accepted": 104,
            "handed_over": 1,
            "closed": 102,
            "in_hand": 1,
            "overdue": 1,
            "completion_rate": "98.08",
        },
        "timeliness": {
            "accepted": 104,
            "closed": 102,
            "on_time": 100,
            "in_hand": 1,
            "overdue": 1,
            "on_time_rate": "98.04",
            "calendar_days": DAYS,
            "working_days": {**DAYS, "average": "3.2"},
        },
        "satisfaction": {
            "evaluations": 0,
            "very_satisfied": 0,
            "satisfied": 0,
            "fairly_satisfied": 0,
            "dissatisfied": 0,
            "very_dissatisfied": 0,
            "content": 0,
            "satisfaction_rate": None,
        },
        "kinds": [
            _share("complaint", None, 64, "61.54", 63, "98.44"),
            _share("request", None, 40, "38.46", 39, "97.5"),
        ],
        "fields": [
            _share("roads", "道路交通", 100, "96.15", 98, "98"),
            _share(None, None, 4, "3.85", 4, "100"),
        ],
        "agencies": [
            _agency("housing", "住房和城乡建设局", 103, 102, 0, 1, "99.03"),
            _agency(None, None, 1, 0, 1, 0, "0"),
        ],
        "overdue": [
            {
                "number": "20190211-000007",
                "column": "mayor",
                "column_name": "市长信箱",
                "agency": "housing",
                "agency_name": "住房和城乡建设局",
                "due": "2019-02-25",
                "days": 43,
            }
        ],
        "columns": [_column()] if of_the_city else [],
        "trend": [_past(*quarter) for quarter in QUARTERS],
        "correction": None
        if version == 1
        else {
            "of": version - 1,
            "reason": "补录一件纸质办结材料",
            "changes": [
                {"path": ["completion", "closed"], "before": 101, "after": 102},
                {"path": ["agencies", "housing", "closed"], "before": 101, "after": 102},
                {"path": ["trend", "2018Q1", "as_of"], "before": "2018-04-08T16:00:00Z", "after": AS_OF},
                {"path": ["overdue", "20190211-000007", "days"], "before": None, "after": 43},
            ],
        },
    }
    frozen: Answer = json.loads(json.dumps(told, sort_keys=True))
    return frozen


class FakeBulletins:
    """Stats' queries about published bulletins."""

    def _stats_bulletins(self, payload: Payload, _: Context) -> Answer:
        wanted = [
            item
            for item in (_item("2019Q1"), _item("2019Q1-mayor"))
            if payload.get("column") in (None, item["scope"]["column"])
            and payload.get("period") in (None, item["period"]["name"])
        ]
        after = payload.get("after") or "0"
        if not after.isdecimal():
            raise Refused("list.cursor_unusable", {})
        start = int(after)
        end = start + min(payload.get("limit") or 50, 50)
        return {
            "items": wanted[start:end],
            "next": str(end) if end < len(wanted) else None,
            "total": len(wanted),
        }

    def _stats_bulletin(self, payload: Payload, _: Context) -> Answer:
        bulletin, last = payload["bulletin"], 1 if payload["bulletin"] == "2019Q1" else 2
        version = payload.get("version") or last
        if bulletin not in {"2019Q1", "2019Q1-mayor"} or not 1 <= version <= last:
            raise Refused("stats.bulletin_unknown", {"bulletin": bulletin})
        frozen = content(bulletin, version)
        return {
            "bulletin": bulletin,
            "version": version,
            "state": "published",
            "published_at": PUBLISHED_AT,
            "digest": digest_of(frozen),
            "content": frozen,
            "versions": [_version(bulletin, each) for each in range(last, 0, -1)],
        }


def _version(bulletin: str, version: int) -> Answer:
    reason = None if version == 1 else "补录一件纸质办结材料"
    digest = digest_of(content(bulletin, version))
    return {"version": version, "as_of": AS_OF, "published_at": PUBLISHED_AT, "digest": digest, "reason": reason}


def _item(bulletin: str) -> Answer:
    versions = 1 if bulletin == "2019Q1" else 2
    frozen = content(bulletin, versions)
    told = {name: frozen[name] for name in ("bulletin", "scope", "period", "as_of", "version")}
    figures = {name: frozen["completion"][name] for name in ("accepted", "closed", "completion_rate")}
    return {**told, "versions": versions, "published_at": PUBLISHED_AT, "digest": digest_of(frozen), **figures}


def _share(  # noqa: PLR0917 - the columns of a table
    key: str | None, name: str | None, accepted: int, share: str, closed: int, completion_rate: str
) -> Answer:
    figures = {"accepted": accepted, "share": share, "closed": closed, "completion_rate": completion_rate}
    return {"key": key, "name": name, **figures}


def _agency(  # noqa: PLR0917 - the columns of a table
    key: str | None, name: str | None, accepted: int, closed: int, in_hand: int, overdue: int, completion_rate: str
) -> Answer:
    figures = {"accepted": accepted, "closed": closed, "in_hand": in_hand, "overdue": overdue}
    return {"key": key, "name": name, **figures, "completion_rate": completion_rate}


def _column() -> Answer:
    counts = {"received": 140, "valid": 120, "accepted": 104, "closed": 102, "in_hand": 1, "overdue": 1}
    rates = {"completion_rate": "98.08", "on_time_rate": "98.04", "satisfaction_rate": None}
    return {"key": "mayor", "name": "市长信箱", "jurisdiction": "栖川市", **counts, **rates}


def _past(name: str, begin: str, end: str, accepted: int, completion_rate: str | None) -> Answer:
    counts = {"received": accepted + 36, "valid": accepted + 16, "accepted": accepted, "closed": max(accepted - 2, 0)}
    rates = {"completion_rate": completion_rate, "on_time_rate": completion_rate, "satisfaction_rate": None}
    return {"name": name, "from": begin, "to": end, "as_of": AS_OF, **counts, **rates}
