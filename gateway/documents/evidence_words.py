"""What the events of a reply are called in its record 答复审核记录, which tells public and private replies alike."""

from __future__ import annotations

from typing import Final

EVENTS: Final = {
    "consent_learnt": "获知网民{consent}公开",
    "entrusted": "交由{lead}承办第{round}轮答复",
    "taken_back": "解除{lead}的承办任务",
    "reopened": "重启办理，进入第{round}轮",
    "drafted": "起草第{draft}稿",
    "submitted": "提交第{draft}稿，共{levels}级审核",
    "taken_out_of_review": "第{draft}稿退出审核",
    "passed": "第{level}级审核通过",
    "pass_taken_back": "收回第{level}级审核意见",
    "sent_back": "第{level}级审核将{sent}退回{back}",
    "commented": "对第{draft}稿提出意见",
    "approved": "各级审核均已通过（共{levels}级）",
    "published": "向社会公开",
    "delivered": "送达网民本人",
    "correction_opened": "提起勘误（{reason_name}）",
    "correction_given_up": "放弃勘误",
    "corrected": "以第{version}版发出勘误",
    "erased": "留言及未公开的文字已删除",
    "file_attached": "第{draft}稿添加附件",
    "file_removed": "第{draft}稿移除附件",
    "file_sent_out": "附件随文发出",
    "file_erased": "附件已清除",
    "blob_dropped": "附件已从存储中删除",
}
"""In a sentence, after who did it."""

CALLED: Final = {
    "consent_learnt": "获知是否同意公开",
    "entrusted": "交办",
    "taken_back": "解除承办",
    "reopened": "重新办理",
    "drafted": "起草",
    "submitted": "提交审核",
    "taken_out_of_review": "退出审核",
    "passed": "审核通过",
    "pass_taken_back": "收回审核意见",
    "sent_back": "退回",
    "commented": "提出意见",
    "approved": "各级通过",
    "published": "公开",
    "delivered": "送达",
    "correction_opened": "提起勘误",
    "correction_given_up": "放弃勘误",
    "corrected": "发出勘误",
    "erased": "删除",
    "file_attached": "添加附件",
    "file_removed": "移除附件",
    "file_sent_out": "附件发出",
    "file_erased": "附件清除",
    "blob_dropped": "附件删除",
}
"""In a table."""
