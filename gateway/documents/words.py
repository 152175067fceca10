"""What codes are called in documents, which are Chinese whoever fetches them: they are the office's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")

KINDS: Final = {
    "consultation": "咨询",
    "suggestion": "建议",
    "request": "求助",
    "complaint": "投诉",
    "thanks": "感谢",
}
LIGHTS: Final = {"normal": "正常", "due_soon": "临期", "yellow": "黄灯", "red": "红灯"}
LEVELS: Final = {"reminder": "提醒", "letter": "催办通知书", "criticism": "通报批评"}
STATES: Final = {"waiting": "待转办", "assigned": "办理中"}
NOTICES: Final = {"guidance": "指导", "handbook": "手册", "urging": "督促", "information": "通知"}
READERS: Final = {"read": "已阅读", "unread": "未阅读", "confirmed": "已签收", "unconfirmed": "已阅读未签收"}
URGED: Final = {"yes": "已催办", "no": "未催办", **LEVELS}


def local(instant: str) -> datetime:
    """An instant as the clock on the wall in Shanghai shows it, without an offset: what a sheet can hold."""
    return datetime.fromisoformat(instant).astimezone(SHANGHAI).replace(tzinfo=None, microsecond=0)


def chinese_date(day: date) -> str:
    """2024年3月18日."""
    return f"{day.year}年{day.month}月{day.day}日"


def midnight(day: date) -> datetime:
    """The beginning of a day in Shanghai, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)
