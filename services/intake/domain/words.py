"""The codes of intake, and the words that users see for them."""

from __future__ import annotations

import re
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What a citizen wants by writing."""

    CONSULTATION = "consultation"
    SUGGESTION = "suggestion"
    REQUEST = "request"
    COMPLAINT = "complaint"
    THANKS = "thanks"


class Urgency(StrEnum):
    """How soon the matter needs an answer."""

    ORDINARY = "ordinary"
    URGENT = "urgent"


class Complexity(StrEnum):
    """How much work the matter is; it decides the days that routing gives."""

    ORDINARY = "ordinary"
    COMPLEX = "complex"


class Channel(StrEnum):
    """By which way a message came in."""

    WEB = "web"
    IMPORT = "import"


class Satisfaction(IntEnum):
    """The five levels of an evaluation; the upper three count as satisfied (domain.md, statistics)."""

    VERY_DISSATISFIED = 1
    DISSATISFIED = 2
    FAIRLY_SATISFIED = 3
    SATISFIED = 4
    VERY_SATISFIED = 5


class Standing(StrEnum):
    """Where a message stands, as the citizen is told; UNWRITTEN is a number that nobody has."""

    UNWRITTEN = "unwritten"
    WAITING = "waiting"
    IN_PROGRESS = "in_progress"
    CLOSED = "closed"
    DECLINED = "declined"
    REDIRECTED = "redirected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


SYSTEM_NAMES = {"petition": "信访部门", "hotline": "12345政务服务便民热线"}
"""Where an accepted matter can be handed to, by routing's codes."""

SYSTEM_ADVICE = {
    "petition": "您反映的事项已转交信访部门办理，可以凭受理编号向信访部门查询办理情况。",
    "hotline": "您反映的事项已转交12345政务服务便民热线办理，可以拨打12345，凭受理编号查询办理情况。",
}

CLOSING_REASON_NAMES = {
    "answered_directly": "已当面或者电话答复",
    "given_up": "留言人不再要求办理",
    "settled": "事项已经解决",
    "repeated": "与其他办件重复",
    "other": "其他原因",
}
"""Why a matter was closed without a published reply, by routing's codes."""

CORRECTION_REASON_NAMES = {
    "fact": "事实有误",
    "basis": "依据有误",
    "wording": "文字有误",
    "incomplete": "内容不全",
    "personal_data": "涉及个人信息",
    "other": "其他",
}
"""Why what went out was corrected, by review's codes."""

STANDING_NAMES = {
    Standing.WAITING: "待受理",
    Standing.IN_PROGRESS: "办理中",
    Standing.CLOSED: "已办结",
    Standing.DECLINED: "不予受理",
    Standing.REDIRECTED: "已指引",
    Standing.MERGED: "已合并",
    Standing.WITHDRAWN: "已撤回",
    Standing.ERASED: "已清除",
}


KIND_NAMES = {
    Kind.CONSULTATION: "咨询",
    Kind.SUGGESTION: "建议",
    Kind.REQUEST: "求助",
    Kind.COMPLAINT: "投诉",
    Kind.THANKS: "感谢",
}


class Outcome(StrEnum):
    """How a message left the waiting queue."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    REDIRECTED = "redirected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Reason(StrEnum):
    """The nine reasons to decline (domain.md, life of a message)."""

    OUTSIDE_REMIT = "outside_remit"
    OTHER_PROCEDURE = "other_procedure"
    EMERGENCY = "emergency"
    SECRET_OR_PRIVATE = "secret_or_private"  # noqa: S105 - a reason, not a password
    REPEATED = "repeated"
    UNCLEAR = "unclear"
    UNREACHABLE = "unreachable"
    ADVERTISING = "advertising"
    ABUSE = "abuse"


REASON_NAMES = {
    Reason.OUTSIDE_REMIT: "不属于本栏目受理范围",
    Reason.OTHER_PROCEDURE: "应当或者已经通过信访、诉讼、仲裁、行政复议等途径解决",
    Reason.EMERGENCY: "属于紧急警情、险情或者急救事项",
    Reason.SECRET_OR_PRIVATE: "涉及国家秘密、商业秘密或者他人隐私",
    Reason.REPEATED: "重复反映且没有新的事实和理由",
    Reason.UNCLEAR: "反映的事项不具体、不清楚",
    Reason.UNREACHABLE: "需要联系留言人核实，但没有留下有效的联系方式",
    Reason.ADVERTISING: "属于广告或者商业宣传",
    Reason.ABUSE: "含有侮辱、谩骂内容或者没有具体诉求",
}

STANDARD_ADVICE = {
    Reason.OUTSIDE_REMIT: "您反映的事项不在本栏目的受理范围内，建议向对该事项负有职责的部门或者上级机关反映；"
    "不清楚由哪个部门负责的，可以拨打12345政务服务便民热线咨询。",
    Reason.OTHER_PROCEDURE: "您反映的事项应当通过法定途径解决。信访事项请向信访部门提出；已经或者应当由诉讼、仲裁、"
    "行政复议处理的，请向有管辖权的人民法院、仲裁机构或者行政复议机关提出。",
    Reason.EMERGENCY: "本栏目不能及时处置紧急事项。遇有警情请立即拨打110，火灾和险情请立即拨打119，"
    "需要医疗急救请立即拨打120。",
    Reason.SECRET_OR_PRIVATE: "您的留言涉及国家秘密、商业秘密或者他人隐私，不宜在本栏目办理。"
    "请去除有关内容后重新留言，或者直接向主管机关当面反映。",
    Reason.REPEATED: "您反映的事项此前已经受理或者答复，请凭原留言编号和查询码查看办理情况；"
    "有新的事实和理由的，请补充后重新留言。",
    Reason.UNCLEAR: "您的留言没有写明具体事项，暂时无法办理。请补充时间、地点、涉及的单位和具体诉求后重新留言。",
    Reason.UNREACHABLE: "办理您反映的事项需要与您核实情况，请留下真实有效的联系方式后重新留言。",
    Reason.ADVERTISING: "本栏目只受理对政府工作的咨询、建议、求助和投诉，不发布广告和商业信息。",
    Reason.ABUSE: "请使用文明用语，写明具体事项和诉求后重新留言。",
}

_CODE = re.compile(r"[a-z][a-z0-9_.-]{0,63}")
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/#-]{0,63}")


def is_code(value: str) -> bool:
    """Whether `value` may stand in public events as a code: it begins with a letter, as no phone or ID number does."""
    return _CODE.fullmatch(value) is not None


def is_reference(value: str) -> bool:
    """Whether `value` is the number of an imported message in its old system."""
    return _REFERENCE.fullmatch(value) is not None
