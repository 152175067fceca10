"""Sheets to be read and printed: a title and what the figures are above each table, on A4, with numbers as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from time import sleep
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from gateway.documents.cells import text_cell

NONE: Final = "—"

_LINE: Final = Side(style="thin", color="808080")
_RULED: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_GREY: Final = PatternFill("solid", fgColor="E7E6E6")
_HEIGHT: Final = 16  # of a line, in points
_LATIN: Final = 0xFF  # the last sign of it
_AT_ONCE: Final = 100  # rows between two looks at whether anybody else has something to do


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a column, and how wide it is."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts, numbers and days below their heads; `said` stands above, `empty` instead of rows."""

    said: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Any]]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A workbook whose sheets all say `title` and `above`, also on paper; `foot` is printed below each page."""

    book: Workbook
    title: str
    above: Sequence[tuple[str, str]]
    foot: str

    def sheet(self, name: str, tables: Sequence[Table]) -> tuple[Any, int]:
        """A sheet of these tables; itself, and the row of the first one's heads."""
        sheet: Any = self.book.create_sheet(name)
        self._page(sheet)
        title = text_cell(sheet, self.title)
        title.font = Font(bold=True, size=14)
        sheet.append([title])
        for label, text in self.above:
            sheet.append([text_cell(sheet, label, bold=True), text_cell(sheet, text)])
        first = 0
        for table in tables:
            sheet.append([])
            if table.said:
                sheet.append([text_cell(sheet, table.said, bold=True)])
            sheet.append([_head(sheet, head) for head in table.heads])
            first = first or sheet.max_row
            sheet.row_dimensions[sheet.max_row].height = _HEIGHT * max(_lines(head.title, head) for head in table.heads)
            _fill(sheet, table)
        for place, head in enumerate(tables[0].heads, 1):
            sheet.column_dimensions[get_column_letter(place)].width = head.width
        sheet.freeze_panes = f"A{first + 1}"
        sheet.print_title_rows = f"1:{first}"
        return sheet, first

    def _page(self, sheet: Any) -> None:
        """A4 across, as wide as the page, numbered."""
        setup = sheet.page_setup
        setup.paperSize, setup.orientation = sheet.PAPERSIZE_A4, sheet.ORIENTATION_LANDSCAPE
        setup.fitToWidth, setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.oddFooter.left.text = self.foot.replace("&", "&&")
        sheet.oddFooter.right.text = "第 &P 页，共 &N 页"


def _head(sheet: Any, head: Head) -> Any:
    cell = text_cell(sheet, head.title, bold=True)
    cell.fill, cell.border = _GREY, _RULED
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell


def _fill(sheet: Any, table: Table) -> None:
    for place, row in enumerate(table.rows):
        sheet.append([_cell(sheet, value) for value in row])
        sheet.row_dimensions[sheet.max_row].height = _HEIGHT * max(
            _lines(value, head) for value, head in zip(row, table.heads, strict=True)
        )
        if place % _AT_ONCE == 0:
            sleep(0)  # a long table must not hold up every other request
    if not table.rows and table.empty:
        sheet.append([text_cell(sheet, table.empty)])


def _cell(sheet: Any, value: Any) -> Any:
    """Numbers and days as such, a rate with as many decimals as it has, a dash for what there is not."""
    match value:
        case str() | None:
            cell = text_cell(sheet, NONE if value is None else value)
            across = "center" if value is None else "left"
            cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)
        case _:
            cell = WriteOnlyCell(sheet, value)
            cell.number_format = _form(value)
            cell.alignment = Alignment(horizontal="right", vertical="center")
    cell.border = _RULED
    return cell


def _lines(value: Any, head: Head) -> int:
    """On how many lines a value is set, a Chinese sign being two wide: not every program finds out by itself."""
    wide = sum(2 if ord(sign) > _LATIN else 1 for sign in value) if isinstance(value, str) else 1
    return max(1, -(-wide // (head.width - 2)))


def _form(value: int | Decimal | date) -> str:
    match value:
        case datetime():
            return "yyyy-mm-dd hh:mm:ss"
        case date():
            return "yyyy-mm-dd"
        case Decimal():
            decimals = -int(value.as_tuple().exponent)
            return f"0.{'0' * decimals}" if decimals > 0 else "0"
        case _:
            return "0"
