"""Tables of official documents: ruled, their heads repeated on each page, no row broken across two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import sleep
from typing import Any, Final

from docx.document import Document as DocumentObject
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from gateway.documents.official import BODY, HEADING, line, write

_SIZE: Final = Pt(10.5)  # 五号
_CAPTION: Final = Pt(12)  # 小四
_MARGIN: Final = "57"  # beside what a cell holds, in twentieths of a point: a millimetre
_WHOLE: Final = 6  # rows at most that are kept on one page
_END: Final = 2  # rows that go with what follows
_AT_ONCE: Final = 100  # rows between two looks at whether anybody else has something to do


@dataclass(frozen=True, slots=True)
class Column:
    """What stands above it, how wide it is, and how its cells are set: figures in the middle, texts at the left."""

    title: str
    width: Length
    left: bool = False
    font: str = BODY


def table(
    document: DocumentObject, columns: Sequence[Column], rows: Sequence[Sequence[str]], size: Length = _SIZE
) -> None:
    """A table with its head; a row of one text goes over all columns. A short one is kept on one page."""
    made = _ruled(document, columns)
    _head(made.add_row(), columns, size)
    for place, row in enumerate(rows, 1):
        cells = made.add_row()
        _never_broken(cells)
        if len(row) == 1 < len(columns):
            over = cells.cells[0].merge(cells.cells[-1])
            said = [_written(over, row[0], HEADING, size, WD_ALIGN_PARAGRAPH.LEFT)]
        else:
            said = _filled(cells, columns, row, size)
        for paragraph in said:
            paragraph.paragraph_format.keep_with_next = place < len(rows) and (len(row) == 1 or len(rows) <= _WHOLE)
        if place % _AT_ONCE == 0:
            sleep(0)  # a long table must not hold up every other request


def caption(document: DocumentObject, text: str) -> None:
    """What a table or a picture shows, above it."""
    said = line(document, text, WD_ALIGN_PARAGRAPH.CENTER, HEADING, _CAPTION)
    said.paragraph_format.space_before = Pt(6)
    said.paragraph_format.keep_with_next = True


def _ruled(document: DocumentObject, columns: Sequence[Column]) -> Any:
    made: Any = document.add_table(rows=0, cols=len(columns), style="Table Grid")
    made.autofit = False
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    for place, column in enumerate(columns):
        made.columns[place].width = column.width
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), _MARGIN)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    form = made._tbl.tblPr  # noqa: SLF001 - python-docx has no door to the margins of cells
    look = form.find(qn("w:tblLook"))
    form.append(margins) if look is None else look.addprevious(margins)
    return made


def _head(row: Any, columns: Sequence[Column], size: Length) -> None:
    _never_broken(row)
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - python-docx has no door to it
    for cell, column in zip(row.cells, columns, strict=True):
        cell.width = column.width
        _written(cell, column.title, HEADING, size, WD_ALIGN_PARAGRAPH.CENTER).paragraph_format.keep_with_next = True


def _filled(row: Any, columns: Sequence[Column], texts: Sequence[str], size: Length) -> list[Paragraph]:
    said = []
    for cell, column, text in zip(row.cells, columns, texts, strict=True):
        cell.width = column.width
        side = WD_ALIGN_PARAGRAPH.LEFT if column.left else WD_ALIGN_PARAGRAPH.CENTER
        said.append(_written(cell, text, column.font, size, side))
    return said


def _written(cell: Any, text: str, font: str, size: Length, side: WD_ALIGN_PARAGRAPH) -> Paragraph:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph: Paragraph = cell.paragraphs[0]
    write(paragraph, text, font, size)
    form = paragraph.paragraph_format
    form.alignment, form.line_spacing_rule = side, WD_LINE_SPACING.SINGLE
    form.space_before = form.space_after = Pt(1.5)
    return paragraph


def _never_broken(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - python-docx has no door to it


def kept_with_next(document: DocumentObject) -> None:
    """The end of what stands there goes to the page of what follows: a paragraph, or the last rows of a table."""
    end: Any = list(document.iter_inner_content())[-1]
    rows = end.rows[-_END:] if isinstance(end, Table) else []
    for paragraph in [each for row in rows for cell in row.cells for each in cell.paragraphs] or [end]:
        paragraph.paragraph_format.keep_with_next = True
