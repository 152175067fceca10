"""Official documents as DOCX, laid out as GB/T 9704 asks: page, fonts and what stands in for them, letterhead."""

from __future__ import annotations

from typing import Any, Final

from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

BODY, TITLE, HEADING = "仿宋_GB2312", "方正小标宋简体", "黑体"
SIZE: Final = Pt(16)  # 三号
_RED: Final = RGBColor(0xC8, 0x10, 0x2E)
_INSTEAD: Final = {
    BODY: "仿宋,FangSong,Noto Serif CJK SC",
    TITLE: "小标宋,FZXiaoBiaoSong-B05S,Noto Serif CJK SC",
    HEADING: "SimHei,Noto Sans CJK SC",
}
"""What a word processor may use where a font is missing, as the document's font table says."""
_LINE: Final = Pt(29)
_WIDTH: Final = 26  # of full-size characters the letterhead can hold at 26 points and more


def lay_out(document: DocumentObject) -> None:
    """A4 and the margins of official documents; one style for everything; substitutes for fonts that are missing."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    normal = document.styles["Normal"]
    normal.font.size = SIZE
    style = normal.element.get_or_add_rPr()
    name(style.get_or_add_rFonts(), BODY)
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


def letterhead(document: DocumentObject, office: str, number: str) -> None:
    """The office's name in red, the letter's number, and the red rule below."""
    size = Pt(max(26, min(40, _WIDTH * 16 // max(len(office), 1))))
    head = line(document, office, WD_ALIGN_PARAGRAPH.CENTER, TITLE, size)
    head.runs[0].font.color.rgb = _RED
    head.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    head.paragraph_format.space_after = Pt(24)
    below = line(document, number, WD_ALIGN_PARAGRAPH.CENTER)
    below.paragraph_format.space_after = Pt(28)
    borders, rule = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "6"), ("color", str(_RED))):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)
    below.paragraph_format.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def line(
    document: DocumentObject,
    text: str,
    alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
    font: str = BODY,
    size: Length = SIZE,
) -> Paragraph:
    """A paragraph of one line or more at the pitch of official documents; a hyphen never ends one."""
    paragraph = document.add_paragraph()
    first, *others = text.split("-")
    run = paragraph.add_run(first)
    for other in others:
        run._element.append(OxmlElement("w:noBreakHyphen"))  # noqa: SLF001 - a number stays on one line
        run.add_text(other)
    run.font.size = size
    name(run._element.get_or_add_rPr().get_or_add_rFonts(), font)  # noqa: SLF001 - the only way to an East Asian font
    form = paragraph.paragraph_format
    form.alignment = alignment
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, _LINE
    return paragraph


def name(fonts: Any, font: str) -> None:
    """The font for every script."""
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)
