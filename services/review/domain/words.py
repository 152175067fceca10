"""Words of review that people choose from, and how they are told."""

from __future__ import annotations

from enum import Enum


class Reason(Enum):
    """Why a text that went out is corrected: everyone reads the category, only staff the words that go with it."""

    FACT = "fact"
    BASIS = "basis"
    WORDING = "wording"
    INCOMPLETE = "incomplete"
    PERSONAL_DATA = "personal_data"
    OTHER = "other"


REASONS = tuple(reason.value for reason in Reason)

REASON_NAMES = {
    Reason.FACT: "事实有误",
    Reason.BASIS: "依据有误",
    Reason.WORDING: "文字有误",
    Reason.INCOMPLETE: "内容不全",
    Reason.PERSONAL_DATA: "涉及个人信息",
    Reason.OTHER: "其他",
}
