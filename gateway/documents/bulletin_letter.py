"""办理情况通报 as DOCX: a bulletin as an official document, from its frozen content alone.

Every number in it is one of the content; nothing is counted here. So the same content is the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt

from gateway.documents import bulletin_parts
from gateway.documents.bulletin_definitions import notes
from gateway.documents.bulletin_phrases import (
    Content,
    days,
    full_title,
    in_order,
    marked,
    moment,
    office,
    title_parts,
    whose,
)
from gateway.documents.bulletin_words import period, place, shown
from gateway.documents.official import (
    CONTENT_TYPE,
    HEADING,
    TITLE,
    heading,
    lay_out,
    line,
    mark_pages,
    number_pages,
    saved,
    say,
    sign,
)
from gateway.documents.official_table import Column, caption, kept_with_next, table
from gateway.documents.words import chinese_date, instant, local

__all__ = ["CONTENT_TYPE", "bulletin_letter"]

_TITLE_SIZE: Final = Pt(22)  # 二号
_TITLE_LINE: Final = Pt(34)
_ROOM: Final = 20  # characters of that size on a line
_NUMERALS: Final = "一二三四五六七八九"
_CHANGES: Final = (Column("项目", Mm(96), left=True), Column("更正前", Mm(30)), Column("更正后", Mm(30)))
_ANNEX: Final = "统计口径和核对方法"
_ANNEX_SIZE, _ANNEX_LINE = Pt(12), Pt(21)  # 小四


def bulletin_letter(told: Mapping[str, Any]) -> bytes:
    """The document of what stats' `bulletin` or `desk_bulletin` tells: {version, published_at, digest, content}."""
    content = in_order(told["content"])
    document = Document()
    lay_out(document)
    number_pages(document)
    if mark := marked(told):
        mark_pages(document, mark)
    _title(document, title_parts(content))
    if content["version"] > 1:
        line(document, f"（第{content['version']}版，更正第{content['version'] - 1}版）", WD_ALIGN_PARAGRAPH.CENTER)
    line(document, "")
    say(document, _opening(content))
    for numeral, (called, part) in zip(_NUMERALS, _parts(content), strict=False):
        heading(document, f"{numeral}、{called}")
        part(document, content)
    kept_with_next(document)
    for text in ("", f"附件：{_ANNEX}", ""):
        say(document, text).paragraph_format.keep_with_next = True
    published = told["published_at"]
    sign(document, office(content), chinese_date(local(published).date()) if published else "（未发布）")
    _annex(document, told)
    return saved(
        document, full_title(content), content["bulletin"], office(content), instant(published or content["as_of"])
    )


def _parts(content: Content) -> Iterator[tuple[str, Callable[[DocumentObject, Content], None]]]:
    yield "总体情况", bulletin_parts.overall
    yield "按类型和领域", bulletin_parts.kinds_and_fields
    yield "承办单位办理情况", bulletin_parts.agencies
    yield "按期办结与办理时间", bulletin_parts.timeliness
    yield "满意度", bulletin_parts.satisfaction
    yield "与前期比较", bulletin_parts.trend
    if content["scope"]["column"] is None:
        yield "各栏目情况", bulletin_parts.columns
    if content["correction"]:
        yield "更正说明", _correction


def _title(document: DocumentObject, parts: Sequence[str]) -> None:
    """Centred, broken between its parts where it needs more than a line."""
    lines = [parts[0]]
    for part in parts[1:]:
        if _width(lines[-1] + part) <= _ROOM:
            lines[-1] += part
        else:
            lines.append(part)
    said = line(document, lines[0], WD_ALIGN_PARAGRAPH.CENTER, TITLE, _TITLE_SIZE)
    for text in lines[1:]:
        said.runs[0].add_break()
        said.runs[0].add_text(text)
    said.paragraph_format.line_spacing = _TITLE_LINE


def _width(text: str) -> float:
    return sum(1 if ord(sign_) > 0xFF else 0.5 for sign_ in text)  # noqa: PLR2004 - the end of Latin


def _opening(content: Content) -> str:
    begun = period(content["period"])
    between = "" if begun == days(content["period"]) else f"（{days(content['period'])}）"
    return (
        f"现将{whose(content)}{begun}{between}网民留言办理情况通报如下。收到情况按收到日期统计，其余各项按受理日期统计，"
        f"截止时间为{moment(content['as_of'])}（北京时间）。"
    )


def _correction(document: DocumentObject, content: Content) -> None:
    """Why this version replaces another, and what changed."""
    told = content["correction"]
    reason = told["reason"].rstrip("。；;. \n")
    say(document, f"本通报是第{content['version']}版，更正第{told['of']}版。更正原因：{reason}。")
    if not told["changes"]:
        say(document, f"与第{told['of']}版相比，各项数据没有变化。")
        return
    say(document, f"与第{told['of']}版相比，以下数据有变化：")
    caption(document, "更正前后对照")
    rows = [(place(each["path"], content), shown(each["before"]), shown(each["after"])) for each in told["changes"]]
    table(document, _CHANGES, rows)


def _annex(document: DocumentObject, told: Mapping[str, Any]) -> None:
    """What the figures mean and rest on, so that anyone can check them."""
    first = line(document, "附件", font=HEADING)
    first.paragraph_format.page_break_before = True
    line(document, "")
    line(document, _ANNEX, WD_ALIGN_PARAGRAPH.CENTER, TITLE, _TITLE_SIZE)
    line(document, "")
    for count, text in enumerate(notes(told), 1):
        item = say(document, f"{count}．{text}")
        item.runs[0].font.size = _ANNEX_SIZE
        form = item.paragraph_format
        form.first_line_indent = 2 * _ANNEX_SIZE
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, _ANNEX_LINE
        form.alignment = WD_ALIGN_PARAGRAPH.LEFT
