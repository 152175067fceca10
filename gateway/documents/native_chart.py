"""Charts in a DOCX that a word processor draws and edits itself: DrawingML, with the workbook that it is drawn from."""

from __future__ import annotations

from typing import Any, Final

from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm
from openpyxl.xml.functions import Element, SubElement, tostring

from gateway.documents.cells import CONTENT_TYPE as WORKBOOK
from gateway.documents.official import line

_CHART: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_C: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def add_chart(document: DocumentObject, chart: Any, book: bytes, said: str) -> None:
    """A chart as large as it says, in a paragraph of its own; `book` is what it is drawn from, `said` what it shows."""
    package = document.part.package
    source = Part(PackURI("/word/embeddings/Microsoft_Excel_Sheet1.xlsx"), WORKBOOK, book, package)
    drawn = Part(PackURI("/word/charts/chart1.xml"), _CHART, None, package)
    drawn._blob = _written(chart, drawn.relate_to(source, f"{_OFFICE}/package"))  # noqa: SLF001 - it names its own relation
    relation = document.part.relate_to(drawn, f"{_OFFICE}/chart")
    paragraph = line(document, "", WD_ALIGN_PARAGRAPH.CENTER)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    paragraph.runs[0]._element.append(_frame(relation, chart, said))  # noqa: SLF001 - python-docx has no charts


def _written(chart: Any, relation: str) -> bytes:
    """The chart's part: as openpyxl writes it, and where its data is."""
    space = chart._write()  # noqa: SLF001 - openpyxl writes a chart nowhere but in a workbook
    outside: Any = Element(f"{{{_C}}}externalData", {f"{{{_OFFICE}}}id": relation})
    SubElement(outside, f"{{{_C}}}autoUpdate", {"val": "0"})
    after = [child for child in space if child.tag in {f"{{{_C}}}printSettings", f"{{{_C}}}userShapes"}]
    space.insert(len(space) - len(after), outside)
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + bytes(tostring(space))


def _frame(relation: str, chart: Any, said: str) -> Any:
    drawing = parse_xml(
        f'<w:drawing xmlns:w="{_W}" xmlns:wp="{_WP}" xmlns:a="{_A}" xmlns:c="{_C}" xmlns:r="{_OFFICE}">'
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{Cm(chart.width)}" cy="{Cm(chart.height)}"/><wp:docPr id="1" name="chart1"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_C}"><c:chart r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    drawing.find(f".//{{{_WP}}}docPr").set("descr", said)
    return drawing
