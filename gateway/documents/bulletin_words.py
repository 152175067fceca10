"""What a bulletin, its parts and the figures in them are called, in documents and on pages: the office's own terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from gateway.documents.figures_words import COHORTS, FIGURES, NONE, RATES, SPAN, SPANS
from gateway.documents.words import KINDS, chinese_date, local

TITLE: Final = "办理情况通报"
CITY: Final = "全市"
NO_AGENCY: Final = "（待转办）"

PARTS: Final = {
    "workload": "收到与审核",
    "completion": "受理与办结",
    "timeliness": "办理时效",
    "satisfaction": "满意度评价",
    "kinds": "类型构成",
    "fields": "领域构成",
    "agencies": "承办单位办理情况",
    "overdue": "超时未办事项",
    "columns": "各栏目办理情况",
    "trend": "与前四期比较",
    "correction": "更正说明",
}
"""In the order in which a bulletin is read, the correction apart, which comes first."""

PER_CENT: Final = {**RATES, "share": "占比（%）"}
OF_AGENCIES: Final = {"accepted": "承办"}
"""What a figure is called in the table of agencies only."""

OF_OVERDUE: Final = {
    "number": "留言编号",
    "column_name": "栏目",
    "agency_name": "承办单位",
    "due": "办理期限",
    "days": "超时天数",
}
ROWS: Final = {
    "kinds": "类型",
    "fields": "领域",
    "agencies": "承办单位",
    "overdue": "留言编号",
    "columns": "栏目",
    "trend": "统计期",
}
"""What the rows of a part are."""

_LABELS: Final = {
    "name": "名称",
    "jurisdiction": "辖区",
    "column": "栏目代码",
    "agency": "承办单位代码",
    "from": "起始日",
    "to": "结束日（不含）",
    "as_of": "截止时间",
}
"""What stands beside figures."""
_QUARTERS: Final = ("一", "二", "三", "四")


def title(content: Mapping[str, Any]) -> str:
    """市长信箱2019年第一季度办理情况通报."""
    return f"{scope(content['scope'])}{period(content['period'])}{TITLE}"


def scope(of: Mapping[str, Any]) -> str:
    """Whose figures they are: a column's, or the whole city's."""
    return CITY if of["column"] is None else str(of["name"] or of["column"])


def period(of: Mapping[str, Any]) -> str:
    """2019年3月, 2019年第一季度, 2019年上半年, 2019年, or from a day to a day, both of them in it."""
    begin = date.fromisoformat(of["from"])
    match of["kind"]:
        case "month":
            return f"{begin.year}年{begin.month}月"
        case "quarter":
            return f"{begin.year}年第{_QUARTERS[(begin.month - 1) // 3]}季度"
        case "half":
            return f"{begin.year}年{'上' if begin.month == 1 else '下'}半年"
        case "year":
            return f"{begin.year}年"
        case _:
            last = date.fromisoformat(of["to"]) - timedelta(days=1)
            return f"{chinese_date(begin)}至{chinese_date(last)}"


def cohort(of: Mapping[str, Any], base: str = "accepted") -> str:
    """Which messages are counted, as it is printed beside every figure."""
    return f"{COHORTS[base]}，自{of['from']}起，至{of['to']}（不含）"


def cut_off(as_of: str) -> str:
    """As of when they are counted, as it is printed beside every figure."""
    return f"{local(as_of):%Y-%m-%d %H:%M:%S}（北京时间）"


def called(row: Mapping[str, Any], part: str) -> str:
    """The name of a row of kinds, fields, agencies or columns."""
    key = row["key"]
    if key is None:
        return NO_AGENCY if part == "agencies" else NONE
    return str(row["name"] or (KINDS.get(key) if part == "kinds" else None) or key)


def figure(name: str, part: str = "") -> str:
    """What a figure is called in a part, where a rate says that it is per cent."""
    if part == "agencies" and name in OF_AGENCIES:
        return OF_AGENCIES[name]
    if part == "overdue" and name in OF_OVERDUE:
        return OF_OVERDUE[name]
    return ({**FIGURES, **PER_CENT, **SPANS, **SPAN, **_LABELS}).get(name, name)


def shown(value: Any) -> str:
    """A figure as it is printed: "—" where there is nothing to divide by, or nothing to tell."""
    return "—" if value is None else str(value)


def place(path: Sequence[str], content: Mapping[str, Any]) -> str:
    """Where a correction changed something: 承办单位办理情况·住房和城乡建设局·办结.

    A row is told by its key, the empty one being that of the row without one.
    """
    part, *inner = path
    words = [(PARTS | {"scope": "统计范围"}).get(part, part)]
    if isinstance(content.get(part), list) and inner:
        key, *inner = inner
        words.append(_row(part, key, content))
    return "·".join([*words, *(figure(name, part) for name in inner)])


def _row(part: str, key: str, content: Mapping[str, Any]) -> str:
    """What the row of this key is called, also where only the version before has it."""
    match part:
        case "overdue":
            return key
        case "trend":
            kind = content["period"]["kind"]
            return next((period({**row, "kind": kind}) for row in content[part] if row["name"] == key), key)
        case _:
            rows = (row for row in content[part] if (row["key"] or "") == key)
            return called(next(rows, {"key": key or None, "name": None}), part)
