"""What figures are called in documents: the terms of the office's own reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gateway.documents.words import KINDS, local

FIGURES: Final = {
    "accepted": "受理",
    "handed_over": "移交",
    "closed": "办结",
    "in_hand": "在办",
    "overdue": "超时未办",
    "on_time": "按期办结",
    "received": "收到",
    "screened": "审核",
    "invalid": "无效",
    "declined": "不予受理",
    "merged": "重复合并",
    "valid": "有效",
    "redirected": "指引",
    "withdrawn": "撤回",
    "waiting": "待受理",
    "taken_on": "其中受理",
    "replied": "答复",
    "replied_publicly": "公开答复",
    "unanswered": "未答复",
    "evaluations": "评价",
    "very_satisfied": "非常满意",
    "satisfied": "满意",
    "fairly_satisfied": "基本满意",
    "dissatisfied": "不满意",
    "very_dissatisfied": "非常不满意",
    "content": "满意合计",
}
RATES: Final = {
    "completion_rate": "办结率（%）",
    "on_time_rate": "按期办结率（%）",
    "satisfaction_rate": "满意率（%）",
    "reply_rate": "答复率（%）",
}
SPANS: Final = {"calendar_days": "办理自然日", "working_days": "办理工作日"}
SPAN: Final = {"average": "平均", "median": "中位数", "p90": "90分位"}
GROUPINGS: Final = {
    "column": "栏目",
    "jurisdiction": "辖区",
    "agency": "承办单位",
    "kind": "类型",
    "field": "领域",
    "month": "月份",
}
HOSTED: Final = {"here": "本市平台", "elsewhere": "其他平台"}
FILTERS: Final = {**GROUPINGS, "hosted": "平台"}
COHORTS: Final = {"accepted": "按受理日期", "received": "按收到日期"}
TOTAL: Final = "合计"
NONE: Final = "（无）"
WITHHELD: Final = "不公开"


def called(row: Mapping[str, Any], by: str) -> str:
    """The name of a row, or of what is filtered by."""
    key = row["key"]
    if key is None:
        return NONE
    return str(row["name"] or {"kind": KINDS, "hosted": HOSTED}.get(by, {}).get(key) or key)


def moments(answer: Mapping[str, Any]) -> list[str]:
    """As of when, and what was recorded until when; the second empty where nothing was left out."""
    known_at = answer["known_at"]
    told = [local(answer["as_of"]), *([] if known_at is None else [local(known_at)])]
    return [f"{at:%Y-%m-%d %H:%M:%S}" for at in told] + [""] * (2 - len(told))


def positions(answer: Mapping[str, Any]) -> str:
    """What the figures rest on, as the API takes it back."""
    return ",".join(f"{source}:{position}" for source, position in sorted(answer["positions"].items()))


def filters(answer: Mapping[str, Any]) -> str:
    """Which messages only, in words; the codes are those of the API."""
    return "，".join(
        f"{FILTERS[by]}：{'、'.join(called({'key': key, 'name': None}, by) for key in keys)}"
        for by, keys in answer["filters"].items()
    )
