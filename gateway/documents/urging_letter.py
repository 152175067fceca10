"""催办通知书 and 通报批评 as DOCX, laid out as GB/T 9704 asks of official documents.

What a letter says comes from the events alone, so it is the same bytes whenever it is fetched. It names the message by
its number, never by a title: a title may say who wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from gateway.documents.official import CONTENT_TYPE, TITLE, lay_out, letterhead, line, saved, say, sign
from gateway.documents.words import KINDS, chinese_date, local, midnight

__all__ = ["CONTENT_TYPE", "urging_letter"]

_WARNED: Final = (
    "请你单位接到本通知后高度重视，立即组织办理，尽快提交答复。确因客观原因暂时不能办结的，"
    "请书面说明原因、办理进展和预计办结日期。收到本通知后，请及时在系统中确认签收。"
)
_CRITICISED: Final = (
    "上述留言逾期未办结，影响了网民留言办理工作的时效，现对你单位予以通报批评。",
    (
        "请你单位认真查找原因，落实责任，立即办结该件，并将办理结果和整改情况书面报送我单位。"
        "收到本通报后，请及时在系统中确认签收。"
    ),
)


def urging_letter(number: str, level: str, said: Mapping[str, Any]) -> bytes:
    """The letter about message `number`, as routing recorded it (see its query `urging_letter`)."""
    document = Document()
    lay_out(document)
    office, issued = said["office_name"], date.fromisoformat(said["issued"])
    letterhead(document, office, said["number"])
    line(document, "催办通知书" if level == "letter" else "通报批评", WD_ALIGN_PARAGRAPH.CENTER, TITLE, Pt(22))
    line(document, "")
    line(document, f"{said['lead_name']}：")
    for paragraph in (_matter(number, said, issued), *((_WARNED,) if level == "letter" else _CRITICISED)):
        say(document, paragraph)
    line(document, "")
    sign(document, office, chinese_date(issued))
    return saved(document, said["number"], number, office, midnight(issued))


def _matter(number: str, said: Mapping[str, Any], issued: date) -> str:
    """Which message, when it was accepted and assigned, by when it was to be done, and how late it is."""
    accepted, assigned = (chinese_date(local(said[name]).date()) for name in ("accepted_at", "assigned_at"))
    due = date.fromisoformat(said["due"])
    if issued == due:
        standing = "办理期限将于当日届满，该件尚未办结。"
    elif issued < due:
        standing = f"办理期限将于{chinese_date(due)}届满，该件尚未办结。"
    elif said["overdue"]:
        standing = f"该件已超期{said['overdue']}个工作日，仍未办结。"
    else:
        standing = "该件办理期限已经届满，仍未办结。"
    return (
        f"网民在“{said['column_name']}”栏目的留言（编号{number}，{KINDS[said['kind']]}类）于{accepted}受理，"
        f"{assigned}转你单位办理，办理期限为{chinese_date(due)}。截至{chinese_date(issued)}，{standing}"
    )
