"""What a service's refusal means for the clerk who prepared the table."""

from __future__ import annotations

REASONS = {
    "intake.unknown_column": "系统中没有这个栏目，或栏目刚刚建立，请稍后重试。",
    "intake.reference_unusable": "留言编号无法使用：只能由字母、数字和 _ . : / # - 组成，最多 64 个字符。",
    "intake.text_too_long": "留言主题、留言详情或留言用户的名称过长。",
    "intake.text_blank": "留言主题或留言详情没有可见的文字。",
    "intake.text_unreadable": "留言中有无法显示的字符，请删去后重试。",
    "intake.accepted_too_early": "受理时间早于留言时间。",
    "intake.in_the_future": "留言时间或受理时间在将来。",
    "intake.already_screened": "同一编号的留言已在系统中作过其他处理，未作改动。",
    "intake.number_taken": "同一编号的留言已在系统中，但内容不同，未作改动。",
    "routing.unknown_agency": "系统中没有这个承办单位。",
    "routing.unknown_column": "系统中没有这个栏目。",
    "routing.in_the_future": "受理时间或转办时间在将来。",
    "routing.assigned_before_accepted": "转办时间早于受理时间。",
    "routing.out_of_scope": "这个栏目不在您的范围内。",
    "routing.case_closed": "同一编号的办件已在系统中办结，未作改动。",
    "routing.already_assigned": "同一编号的办件已在系统中转给其他单位，未作改动。",
    "review.already_published": "同一编号的留言已有另一份答复，未作改动。",
    "review.under_way": "同一编号的留言正在系统中办理答复，未作改动。",
    "review.not_assigned": "办件尚未转办，答复无法登记，请稍后重试。",
    "review.text_blank": "答复意见没有可见的文字。",
    "review.text_unreadable": "答复意见中有无法显示的字符，请删去后重试。",
    "review.acceptance_unknown": "尚未收到该留言的受理信息，答复未作登记，请稍后再次导入。",
    "review.not_history": "该留言正在系统中办理，答复须经审核，不能导入。",
    "review.not_publishable": "留言人不同意公开，答复未作登记。",
    "review.in_the_future": "答复时间在将来。",
    "review.text_too_long": "答复意见过长。",
    "review.erased": "该留言已按申请清除，答复不再登记。",
}


def reason(code: str) -> str:
    """The sentence for a refusal's code."""
    return REASONS.get(code, f"系统未接受此行（{code}），请与管理员联系。")
