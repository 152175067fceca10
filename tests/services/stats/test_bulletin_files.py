"""What stats freezes is all that a bulletin's documents need."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from openpyxl import load_workbook

from gateway.documents.bulletin_letter import bulletin_letter
from gateway.documents.bulletin_sheet import bulletin_sheet
from services.stats import queries
from tests.services.stats.bulletin_office import AUDITOR, Office, submitted_late


def test_published_bulletins_are_written_from_what_anyone_reads(office: Office) -> None:
    for column, last in (("mayor", "统计口径"), (None, "统计口径")):
        told = office.read(office.out(column)["bulletin"])
        document = Document(BytesIO(bulletin_letter(told)))
        cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
        assert {item["number"] for item in told["content"]["overdue"]} <= cells
        assert told["digest"] in "".join(paragraph.text for paragraph in document.paragraphs)
        assert load_workbook(BytesIO(bulletin_sheet(told))).sheetnames[-1] == last


def test_a_correction_and_a_draft_are_written_from_what_staff_read(office: Office) -> None:
    office.out()
    office.tell(*submitted_late("20190201-999999"))
    office.draft(reason="补录一件")
    told = office.ask(queries.desk_bulletin, AUDITOR, bulletin="2019Q1-mayor")
    document = Document(BytesIO(bulletin_letter(told)))
    assert document.sections[0].header.paragraphs[0].text == "送审稿（未发布）"
    changes = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    told_of = {tuple(row) for row in changes[1:]}
    assert len(told_of) == len(told["content"]["correction"]["changes"]) > 0
    assert not [row for row in told_of if "_" in row[0]]  # no code of ours
    assert "更正" in load_workbook(BytesIO(bulletin_sheet(told))).sheetnames
