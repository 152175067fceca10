"""What stands for something in an address of the API, and what it may look like in an example."""

from __future__ import annotations

from typing import Final

ADDRESSES: Final[dict[str, str]] = {
    "number": "The message's number: day of submission and six digits",
    "attachment": "The file's id, as the list of files tells it",
    "bulletin": "What the bulletin is known by: its period, and behind a hyphen its column; without one the city's",
    "notice": "What the notice is known by: n and 16 digits and letters",
    "session_id": "The session's id, as the list of sessions tells it",
    "appointment": "Id of the appointment",
    "delivery": "What the notification is known by",
    "key_id": "Id of the key",
    "n": "Which urging of the case, from 1",
    "reason": "For which reason to decline: one of the nine",
    "webhook": "What the webhook is known by: w and 16 digits and letters",
    "words": "Code of the word list",
    "username": "User name of the account",
    "column": "Code of the column",
    "agency": "Code of the agency",
    "draft": "Number of the draft, from 1",
}
"""By the name of the place."""

EXAMPLES: Final[dict[str, str]] = {
    "agency": "housing",
    "by": "wang.fang",
    "column": "mayor",
    "column_name": "市长信箱",
    "comment": "办理及时",
    "comments": "请补充办理时间",
    "display_name": "王芳",
    "email": "wang@example.com",
    "lead": "housing",
    "lead_name": "栖川市住房和城乡建设局",
    "phone": "13800138000",
    "question": "请问何时能修好？",
    "username": "wang.fang",
    "CaseLine.title": "路灯不亮",
    "Column.name": "市长信箱",
    "Draft.text": "您好！您反映的路灯问题，已安排养护人员检修，现已恢复照明。感谢您的监督。",
    "ExtensionRequest.reason": "需要等待设备到货",
    "Followed.body": "清泉路口的路灯已经三天不亮，晚上出行不便，请安排检修。",
    "Followed.title": "路灯不亮",
    "MessageLine.title": "路灯不亮",
    "MessageView.body": "清泉路口的路灯已经三天不亮，晚上出行不便，请安排检修。",
    "MessageView.title": "路灯不亮",
    "NewMessage.body": "清泉路口的路灯已经三天不亮，晚上出行不便，请安排检修。",
    "NewMessage.name": "王小明",
    "NewMessage.title": "路灯不亮",
    "NoticeTexts.body": "请各承办单位本周内清理超期办件。",
    "NoticeTexts.title": "清理超期办件",
    "PassingOver.why": "文中电话为单位公开电话",
    "PublicText.title": "路灯不亮",
    "PublicText.body": "某路口的路灯已经三天不亮，晚上出行不便，请安排检修。",
    "Redirection.where": "请向市民政局咨询",
    "ReplyText.text": "您好！您反映的路灯问题，已安排养护人员检修，现已恢复照明。感谢您的监督。",
    "Return.reason": "道路照明由城市管理局负责",
    "Reveal.reason": "回电核实楼栋号",
    "Urging.note": "请于本周内办结",
    "Withdrawal.reason": "道路照明由城市管理局负责",
}
"""By the name of a field, or of one field of a schema: what people would write there."""
