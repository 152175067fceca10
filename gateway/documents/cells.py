"""Cells of a sheet whose texts are texts, whatever they begin with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from gateway.documents.formulas import reads_like_a_formula

CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def text_cell(sheet: Any, value: str | None, *, bold: bool = False) -> Any:
    """A cell that is text also where it reads like a formula, here and wherever the sheet is saved as another form."""
    text = ILLEGAL_CHARACTERS_RE.sub("", value or "")
    cell = WriteOnlyCell(sheet, text or None)
    if text:
        cell.data_type = "s"
    if reads_like_a_formula(text):
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="center")
    return cell


def number(value: int | str | None) -> int | Decimal | None:
    """A figure as what a sheet can count with; a rate is told as a decimal in words."""
    return Decimal(value) if isinstance(value, str) else value
