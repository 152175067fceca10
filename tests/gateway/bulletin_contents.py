"""Contents of bulletins as stats freezes them: a column's quarter, the city's, one of nothing, a correction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

Content = dict[str, Any]
AS_OF = "2019-04-09T16:00:00Z"
QUARTER = {"name": "2019Q1", "kind": "quarter", "from": "2019-01-01", "to": "2019-04-01"}


def digest(content: Mapping[str, Any]) -> str:
    """As the documents say how to compute it."""
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def told(content: Content, published_at: str | None = "2019-04-12T02:00:00Z") -> dict[str, Any]:
    """What stats tells of a bulletin, published or drafted."""
    return {
        "bulletin": content["bulletin"],
        "version": content["version"],
        "state": "published" if published_at else "drafted",
        "published_at": published_at,
        "digest": digest(content),
        "content": content,
    }


def _row(key: str | None, name: str | None, *figures: Any, **more: Any) -> Content:
    names = ("accepted", "share", "closed", "completion_rate")
    return {"key": key, "name": name, **dict(zip(names, figures, strict=True)), **more}


def _agency(key: str | None, name: str | None, *figures: Any) -> Content:
    names = ("accepted", "closed", "in_hand", "overdue", "completion_rate")
    return {"key": key, "name": name, **dict(zip(names, figures, strict=True))}


def _period(name: str, begin: str, end: str, as_of: str, *figures: Any) -> Content:
    names = ("received", "valid", "accepted", "closed", "completion_rate", "on_time_rate", "satisfaction_rate")
    return {"name": name, "from": begin, "to": end, "as_of": as_of, **dict(zip(names, figures, strict=True))}


def _column(key: str, name: str, jurisdiction: str, *figures: Any) -> Content:
    counts = ("received", "valid", "accepted", "closed", "in_hand", "overdue")
    names = (*counts, "completion_rate", "on_time_rate", "satisfaction_rate")
    return {"key": key, "name": name, "jurisdiction": jurisdiction, **dict(zip(names, figures, strict=True))}


def _workload(*figures: Any) -> Content:
    names = (
        *("received", "screened", "invalid", "declined", "merged", "valid", "redirected", "withdrawn", "waiting"),
        *("taken_on", "replied", "replied_publicly", "unanswered", "reply_rate"),
    )
    return dict(zip(names, figures, strict=True))


def _completion(*figures: Any) -> Content:
    names = ("accepted", "handed_over", "closed", "in_hand", "overdue", "completion_rate")
    return dict(zip(names, figures, strict=True))


def _satisfaction(*figures: Any) -> Content:
    levels = ("very_satisfied", "satisfied", "fairly_satisfied", "dissatisfied", "very_dissatisfied")
    return dict(zip(("evaluations", *levels, "content", "satisfaction_rate"), figures, strict=True))


MAYOR: Content = {
    "bulletin": "2019Q1-mayor",
    "version": 1,
    "definitions": 1,
    "scope": {"column": "mayor", "name": "市长信箱", "jurisdiction": "栖川市"},
    "period": QUARTER,
    "as_of": AS_OF,
    "positions": {"intake": 1234, "review": 456, "routing": 998},
    "workload": _workload(131, 129, 21, 14, 7, 110, 9, 1, 2, 98, 94, 81, 4, "73.64"),
    "completion": _completion(97, 3, 94, 1, 2, "96.91"),
    "timeliness": {
        "accepted": 97,
        "closed": 94,
        "on_time": 91,
        "in_hand": 1,
        "overdue": 2,
        "on_time_rate": "96.81",
        "calendar_days": {"average": "7.35", "median": 6, "p90": 13},
        "working_days": {"average": "4.9", "median": 5, "p90": 10},
    },
    "satisfaction": _satisfaction(40, 18, 11, 6, 3, 2, 35, "87.5"),
    "kinds": [
        _row("consultation", None, 23, "23.71", 23, "100"),
        _row("suggestion", None, 12, "12.37", 12, "100"),
        _row("request", None, 34, "35.05", 32, "94.12"),
        _row("complaint", None, 28, "28.87", 27, "96.43"),
    ],
    "fields": [
        _row("city", "城乡建设", 41, "42.27", 39, "95.12"),
        _row("traffic", "交通运输", 26, "26.8", 26, "100"),
        _row("education", "教育", 17, "17.53", 17, "100"),
        _row("health", "卫生健康", 8, "8.25", 8, "100"),
        _row(None, None, 5, "5.15", 4, "80"),
    ],
    "agencies": [
        _agency("housing", "栖川市住房和城乡建设局", 38, 36, 0, 2, "94.74"),
        _agency("transport", "栖川市交通运输局", 27, 27, 0, 0, "100"),
        _agency("education", "=栖川市教育局", 19, 19, 0, 0, "100"),
        _agency("human-resources", "栖川市人力资源和社会保障局", 12, 12, 0, 0, "100"),
        _agency(None, None, 1, 0, 1, 0, "0"),
    ],
    "overdue": [
        {
            "number": "20190122-000017",
            "column": "mayor",
            "column_name": "市长信箱",
            "agency": "housing",
            "agency_name": "栖川市住房和城乡建设局",
            "due": "2019-02-11",
            "days": 58,
        },
        {
            "number": "20190311-000004",
            "column": "mayor",
            "column_name": "市长信箱",
            "agency": None,
            "agency_name": None,
            "due": "2019-03-19",
            "days": 22,
        },
    ],
    "columns": [],
    "trend": [
        _period("2018Q1", "2018-01-01", "2018-04-01", "2018-04-09T16:00:00Z", 62, 55, 50, 50, "100", "98", "90.91"),
        _period("2018Q2", "2018-04-01", "2018-07-01", "2018-07-09T16:00:00Z", 71, 64, 58, 57, "98.28", "96.49", None),
        _period("2018Q3", "2018-07-01", "2018-10-01", "2018-10-09T16:00:00Z", 0, 0, 0, 0, None, None, None),
        _period("2018Q4", "2018-10-01", "2019-01-01", "2019-01-09T16:00:00Z", 88, 80, 73, 72, "98.63", "97.22", "85"),
        _period("2019Q1", "2019-01-01", "2019-04-01", AS_OF, 131, 110, 97, 94, "96.91", "96.81", "87.5"),
    ],
    "correction": None,
}

CORRECTED: Content = {
    **MAYOR,
    "version": 2,
    "correction": {
        "of": 1,
        "reason": "一件留言的办结时间登记有误。",
        "changes": [
            {"path": ["completion", "closed"], "before": 93, "after": 94},
            {"path": ["completion", "completion_rate"], "before": "95.88", "after": "96.91"},
            {"path": ["timeliness", "calendar_days", "average"], "before": "7.4", "after": "7.35"},
            {"path": ["kinds", "complaint", "closed"], "before": 26, "after": 27},
            {"path": ["fields", "", "share"], "before": "5.1", "after": "5.15"},
            {"path": ["agencies", "housing", "closed"], "before": 35, "after": 36},
            {"path": ["agencies", "water", "accepted"], "before": 1, "after": None},
            {"path": ["overdue", "20190122-000017", "due"], "before": "2019-02-12", "after": "2019-02-11"},
            {"path": ["trend", "2019Q1", "closed"], "before": 93, "after": 94},
        ],
    },
}

NOTHING: Content = {
    **MAYOR,
    "bulletin": "2019Q1-linqi-head",
    "scope": {"column": "linqi-head", "name": "临栖区区长信箱", "jurisdiction": "临栖区"},
    "workload": _workload(*[0] * 13, None),
    "completion": _completion(*[0] * 5, None),
    "timeliness": {
        **dict.fromkeys(("accepted", "closed", "on_time", "in_hand", "overdue"), 0),
        "on_time_rate": None,
        "calendar_days": dict.fromkeys(("average", "median", "p90")),
        "working_days": dict.fromkeys(("average", "median", "p90")),
    },
    "satisfaction": _satisfaction(*[0] * 7, None),
    "kinds": [],
    "fields": [],
    "agencies": [],
    "overdue": [],
    "trend": [{**each, **dict.fromkeys(("received", "valid", "accepted", "closed"), 0),
               **dict.fromkeys(("completion_rate", "on_time_rate", "satisfaction_rate"))} for each in MAYOR["trend"]],
}  # fmt: skip

CITY: Content = {
    **MAYOR,
    "bulletin": "2019Q1",
    "scope": {"column": None, "name": None, "jurisdiction": None},
    "columns": [
        _column("secretary", "市委书记留言板", "栖川市", 44, 40, 36, 36, 0, 0, "100", "97.22", "92.31"),
        _column("linqi-secretary", "临栖区委书记留言板", "临栖区", 19, 16, 15, 15, 0, 0, "100", "100", "80"),
        _column("wangchuan-head", "望川县县长信箱", "望川县", 27, 25, 24, 22, 1, 1, "91.67", "90.91", "66.67"),
        _column("mayor", "市长信箱", "栖川市", 131, 110, 97, 94, 1, 2, "96.91", "96.81", "87.5"),
        _column("linqi-head", "临栖区区长信箱", "临栖区", 0, 0, 0, 0, 0, 0, None, None, None),
    ],
}

SPAN: Content = {
    **MAYOR,
    "bulletin": "20181220-20190215-mayor",
    "period": {"name": "20181220-20190215", "kind": "other", "from": "2018-12-20", "to": "2019-02-15"},
    "overdue": [],
}

CONTENTS = {"column": MAYOR, "corrected": CORRECTED, "nothing": NOTHING, "city": CITY, "span": SPAN}
