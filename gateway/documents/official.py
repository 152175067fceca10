"""Official documents as DOCX, laid out as GB/T 9704 asks: page, fonts and what stands in for them, letterhead."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any, Final

from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tbl
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from gateway.documents.packing import packed

CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

BODY, TITLE, HEADING, SUBHEADING, PAGES = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
SIZE: Final = Pt(16)  # 三号
_RED: Final = RGBColor(0xC8, 0x10, 0x2E)
_INSTEAD: Final = {
    BODY: "仿宋,FangSong,Noto Serif CJK SC",
    TITLE: "小标宋,FZXiaoBiaoSong-B05S,Noto Serif CJK SC",
    HEADING: "SimHei,Noto Sans CJK SC",
    SUBHEADING: "楷体,KaiTi,Noto Serif CJK SC",
    PAGES: "SimSun,Noto Serif CJK SC",
}
"""What a word processor may use where a font is missing, as the document's font table says."""
_LINE: Final = Pt(29)
_PAGE_SIZE: Final = Pt(14)  # 四号
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
        language.set(qn("w:val"), "en-US")  # so that no line ends within a number
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
    """A paragraph of one line or more at the pitch of official documents."""
    paragraph = document.add_paragraph()
    write(paragraph, text, font, size)
    form = paragraph.paragraph_format
    form.alignment = alignment
    form.space_before = Pt(6 if isinstance(paragraph._element.getprevious(), CT_Tbl) else 0)  # noqa: SLF001 - as below
    form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, _LINE
    return paragraph


def write(paragraph: Paragraph, text: str, font: str = BODY, size: Length = SIZE) -> Run:
    """Text at the end of a paragraph; a hyphen stays one, so that a number that is copied is found."""
    run = paragraph.add_run(text)
    run.font.size = size
    name(run._element.get_or_add_rPr().get_or_add_rFonts(), font)  # noqa: SLF001 - the only way to an East Asian font
    return run


def name(fonts: Any, font: str) -> None:
    """The font for every script."""
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font)


def say(document: DocumentObject, text: str) -> Paragraph:
    """A paragraph, indented by two characters."""
    said = line(document, text)
    said.paragraph_format.first_line_indent = 2 * SIZE
    return said


def heading(document: DocumentObject, text: str, font: str = HEADING) -> None:
    """A heading, of the first level or in `SUBHEADING` of the second; it stays with what follows."""
    said = say(document, text)
    name(said.runs[0]._element.get_or_add_rPr().get_or_add_rFonts(), font)  # noqa: SLF001 - as in `line`
    said.paragraph_format.keep_with_next = True
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "1" if font == SUBHEADING else "0")
    said.paragraph_format.element.get_or_add_pPr().append(level)


def sign(document: DocumentObject, office: str, day: str) -> None:
    """Office and date at the right; the shorter is centred under the longer, four characters from the margin."""
    apart = SIZE * (len(office) - len(day)) // 2
    for text, shift in ((office, -apart), (day, apart)):
        signed = line(document, text, WD_ALIGN_PARAGRAPH.RIGHT)
        signed.paragraph_format.right_indent = Length(max(0, 2 * SIZE + max(0, shift)))
        signed.paragraph_format.keep_together = True
        signed.paragraph_format.keep_with_next = text == office


def number_pages(document: DocumentObject) -> None:
    """— 1 — below the text: odd pages at the right, even ones at the left, one character from the margin."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    section.footer_distance = Mm(25)
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        form = paragraph.paragraph_format
        form.alignment, form.left_indent, form.right_indent = side, _PAGE_SIZE, _PAGE_SIZE
        for text in ("— ", None, " —"):
            run = write(paragraph, text or "", PAGES, _PAGE_SIZE)
            if text is None:
                _field(run._element, "PAGE")  # noqa: SLF001 - python-docx has no fields


def mark_pages(document: DocumentObject, mark: str) -> None:
    """A mark above the text of each page."""
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        paragraph = header.paragraphs[0]
        paragraph.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        write(paragraph, mark, HEADING).font.color.rgb = _RED


def _field(run: Any, code: str) -> None:
    """What the word processor fills in."""
    for kind in ("begin", None, "separate", "text", "end"):
        if kind is None:
            part = OxmlElement("w:instrText")
            part.text = code
        elif kind == "text":
            part = OxmlElement("w:t")
            part.text = "1"
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run.append(part)


def saved(document: DocumentObject, title: str, subject: str, author: str, at: datetime) -> bytes:
    """The file: the same bytes each time, dated `at`."""
    core = document.core_properties
    core.title, core.subject, core.author = title, subject, author
    core.comments = core.last_modified_by = core.keywords = ""
    core.created = core.modified = at
    written = BytesIO()
    document.save(written)
    return packed(written.getvalue())
