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

PARTS: Final = {"reply": "答复", "follow_up": "追问答复", "interim": "阶段性答复"}
ROLES: Final = {
    "handler": "承办单位经办人",
    "reviewer": "审核人",
    "clerk": "受理员",
    "dispatcher": "转办员",
    "supervisor": "督办员",
    "columnadmin": "栏目管理员",
    "office": "电子政务办",
    "auditor": "审计人员",
    "admin": "系统管理员",
    "import": "历史导入",
}
RULES: Final = {
    "word": "词表用词",
    "id_number": "身份证号",
    "bank_card": "银行卡号",
    "phone": "电话号码",
    "email": "电子邮箱",
    "plate": "车牌号",
    "address": "住址",
    "doubled_punctuation": "标点重复",
    "ellipsis": "省略号不规范",
    "dash": "破折号不规范",
    "half_width": "半角标点",
    "blank_before_sign": "标点前有空格",
    "unbalanced": "括号或引号不成对",
    "repeated": "文字重复",
    "no_such_day": "日期不存在",
    "no_such_hour": "时刻不存在",
    "unreadable_amount": "数额有误",
    "no_salutation": "缺少称谓",
    "no_signature": "缺少落款",
    "agency_name": "单位名称有误",
}


def local(instant: str) -> datetime:
    """An instant as the clock on the wall in Shanghai shows it, without an offset: what a sheet can hold."""
    return datetime.fromisoformat(instant).astimezone(SHANGHAI).replace(tzinfo=None, microsecond=0)


def chinese_date(day: date) -> str:
    """2024年3月18日."""
    return f"{day.year}年{day.month}月{day.day}日"


def midnight(day: date) -> datetime:
    """The beginning of a day in Shanghai, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI).astimezone(UTC)


def day(written: str) -> date:
    """2019-03-18."""
    return date.fromisoformat(written)


def instant(written: str) -> datetime:
    """An instant, in UTC."""
    return datetime.fromisoformat(written).astimezone(UTC)
