"""催办通知书 and 通报批评 as DOCX, laid out as GB/T 9704 asks of official documents.

What a letter says comes from the events alone, so it is the same bytes whenever it is fetched. It names the message by
its number, never by a title: a title may say who wrote it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from gateway.documents.packing import packed
from gateway.documents.words import KINDS, chinese_date, local, midnight

CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_RED: Final = RGBColor(0xC8, 0x10, 0x2E)
_BODY, _TITLE = "仿宋_GB2312", "方正小标宋简体"
_INSTEAD: Final = {
    _BODY: "仿宋,FangSong,Noto Serif CJK SC",
    _TITLE: "小标宋,FZXiaoBiaoSong-B05S,Noto Serif CJK SC",
}
"""What a word processor may use where a font is missing, as the document's font table says."""
_SIZE: Final = Pt(16)  # 三号
_LINE: Final = Pt(29)
_WIDTH: Final = 26  # of full-size characters the letterhead can hold at 26 points and more

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
    _lay_out(document)
    office, issued = said["office_name"], date.fromisoformat(said["issued"])
    _letterhead(document, office, said["number"])
    _line(document, "催办通知书" if level == "letter" else "通报批评", WD_ALIGN_PARAGRAPH.CENTER, _TITLE, Pt(22))
    _line(document, "")
    _line(document, f"{said['lead_name']}：")
    for paragraph in (_matter(number, said, issued), *((_WARNED,) if level == "letter" else _CRITICISED)):
        _line(document, paragraph).paragraph_format.first_line_indent = 2 * _SIZE
    _line(document, "")
    _sign(document, office, chinese_date(issued))
    core = document.core_properties
    core.title, core.subject, core.author = said["number"], number, office
    core.comments = core.last_modified_by = core.keywords = ""
    core.created = core.modified = midnight(issued)
    written = BytesIO()
    document.save(written)
    return packed(written.getvalue())


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


def _lay_out(document: DocumentObject) -> None:
    """A4 and the margins of official documents; one style for everything; substitutes for fonts that are missing."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    normal = document.styles["Normal"]
    normal.font.size = _SIZE
    style = normal.element.get_or_add_rPr()
    _name(style.get_or_add_rFonts(), _BODY)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")  # so that Chinese glyphs stand in, not Japanese ones
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/fontTable"):
            relation.target_part._blob = _font_table()  # noqa: SLF001 - python-docx has no door to the font table


def _font_table() -> bytes:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
        for name, instead in _INSTEAD.items()
    )
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{namespace}">{fonts}</w:fonts>'.encode()


def _letterhead(document: DocumentObject, office: str, number: str) -> None:
    """The office's name in red, the letter's number, and the red rule below."""
    size = Pt(max(26, min(40, _WIDTH * 16 // max(len(office), 1))))
    head = _line(document, office, WD_ALIGN_PARAGRAPH.CENTER, _TITLE, size)
    head.runs[0].font.color.rgb = _RED
    head.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    head.paragraph_format.space_after = Pt(24)
    below = _line(document, number, WD_ALIGN_PARAGRAPH.CENTER)
    below.paragraph_format.space_after = Pt(28)
    borders, rule = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", str(_RED))):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    below.paragraph_format.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _sign(document: DocumentObject, office: str, day: str) -> None:
    """Office and date at the right; the shorter is centred under the longer, four characters from the margin."""
    apart = _SIZE * (len(office) - len(day)) // 2
    for text, shift in ((office, -apart), (day, apart)):
        line = _line(document, text, WD_ALIGN_PARAGRAPH.RIGHT)
        line.paragraph_format.right_indent = Length(max(0, 2 * _SIZE + max(0, shift)))
        line.paragraph_format.keep_together = True


def _line(
    document: DocumentObject,
    text: str,
    alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    font: str = _BODY,
    size: Length = _SIZE,
) -> Paragraph:
    paragraph = document.add_paragraph()
    first, *others = text.split("-")
    run = paragraph.add_run(first)
    for other in others:
        run._element.append(OxmlElement("w:noBreakHyphen"))  # noqa: SLF001 - a number stays on one line
        run.add_text(other)
    run.font.size = size
    _name(run._element.get_or_add_rPr().get_or_add_rFonts(), font)  # noqa: SLF001 - the only way to an East Asian font
    form = paragraph.paragraph_format
    form.alignment = alignment
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, _LINE
    return paragraph


def _name(fonts: Any, font: str) -> None:
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)
