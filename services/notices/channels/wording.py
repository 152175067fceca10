"""What a notification says: the number, what happened, the date that matters and a link. Never a name or a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contracts.notices import CITIZEN_KINDS

_HAPPENED: Final[dict[str, tuple[str, str]]] = {
    "assigned": ("有新的转办件，请在期限内办理", "A case was assigned to your agency"),
    "assignment_withdrawn": ("转办已撤回", "An assignment was taken back"),
    "return_asked": ("承办单位申请退回，请审定", "An agency asks to return a case: please decide"),
    "return_agreed": ("退回申请已同意", "Your return was agreed to"),
    "return_refused": ("退回申请未获同意，请继续办理", "Your return was refused: the case stays with you"),
    "extension_asked": ("承办单位申请延期，请审定", "An agency asks for an extension: please decide"),
    "extension_granted": ("延期申请已同意", "Your extension was granted"),
    "extension_refused": ("延期申请未获同意，请按原期限办理", "Your extension was refused: the deadline stays"),
    "urged": ("办件被催办，请尽快办理", "A case was urged: please see to it"),
    "due_soon": ("办件即将到期", "A deadline is near"),
    "deadline_missed": ("办件已超时", "A deadline was missed"),
    "submitted": ("有答复待审核", "A reply waits for your review"),
    "sent_back": ("答复被退回修改", "A reply was sent back for rework"),
    "follow_up_asked": ("网民追问，请答复", "The citizen asked a follow-up question"),
    "went_out": ("您单位的答复已审核通过并发出", "Your agency's text passed review and went out"),
    "notice_sent": ("有新的通知待阅", "The portal office has sent a notice"),
    "notice_reminder": ("提醒：有通知待阅或待确认", "Reminder: a notice waits to be read or confirmed"),
    "message_accepted": ("您的留言已受理", "Your message was accepted"),
    "message_declined": ("您的留言未予受理，请查看原因和建议", "Your message was not accepted: please read why"),
    "message_redirected": ("您的留言已给出指引", "Your message belongs elsewhere: please read where to turn"),
    "message_merged": ("您的留言已与较早的留言合并办理", "Your message is handled together with an earlier one"),
    "message_assigned": ("您的留言已转承办单位办理", "Your message was given to the agency that answers for it"),
    "message_extended": ("您的留言办理期限已延长", "Your message needs more time"),
    "message_extension_refused": (
        "承办单位的延期申请未获同意，您的留言仍按原期限办理",
        "The agency was not given more time: the deadline stays",
    ),
    "message_interim": ("您的留言有阶段性答复", "There is an interim reply to your message"),
    "message_answered": ("您的留言已有答复", "Your message was answered"),
    "message_corrected": (
        "您的留言的答复已更正，请重新查看",
        "The reply to your message was corrected: please read it again",
    ),
    "message_closed": ("您的留言已办结", "Your message was closed"),
    "message_reopened": ("您的留言已转入重新办理", "Your message is handled again"),
    "message_follow_up_answered": ("您的追问已有答复", "Your follow-up question was answered"),
    "message_handed_over": ("您的留言已转其他系统办理", "Your message was handed over to another system"),
    "test": ("这是一次测试", "This is a test"),
}
_DATES: Final[dict[str, tuple[str, str]]] = {
    "extension_asked": ("申请延至", "Asked for until"),
    "message_assigned": ("办理期限", "To be answered by"),
    "message_extended": ("新的期限", "To be answered by"),
    "notice_sent": ("有效期至", "Holds until"),
}
_DUE: Final = ("办理期限", "Due")
_FOOT: Final = ("此邮件由系统自动发出，请勿回复。", "This is an automatic message; nobody reads replies to it.")
_DESK: Final = ("查看", "Look here")
_FOLLOW: Final = ("请凭留言编号和查询码查看", "Follow it with its number and your query code")
_SYSTEM: Final = ("回音", "Huiyin")


@dataclass(frozen=True, slots=True)
class Words:
    """A notification in words."""

    subject: str
    text: str
    link: str


def worded(kind: str, number: str, date: str | None, site: str, language: str) -> Words:
    """The words of what happened, in `zh` or `en`; the link never holds the query code."""
    which = ("zh", "en").index(language)
    happened = _HAPPENED[kind][which]
    link = site + path(kind, number)
    lines = [happened, number]
    if date is not None:
        colon = ("：", ": ")[which]
        lines.append(f"{_DATES.get(kind, _DUE)[which]}{colon}{date}")
    lines += ["", (_FOLLOW if kind in CITIZEN_KINDS else _DESK)[which], link, "", _FOOT[which], ""]
    return Words(f"[{_SYSTEM[which]}] {happened} {number}", "\n".join(lines), link)


def path(kind: str, number: str) -> str:
    """Where a person goes on."""
    if kind in CITIZEN_KINDS:
        return f"/messages/{number}"
    if kind.startswith("notice_"):
        return f"/desk/notices/{number}"
    return "/" if kind == "test" else f"/desk/messages/{number}"
