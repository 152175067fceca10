"""The report of an import: what was not taken and why, what was taken and should be looked at."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cli.importing.rows import Entry, Fault

HEADER = ("行号", "留言编号", "结果", "说明", "代码")
REFUSED = "未导入"
NOTED = "已导入，请核对"
# a cell that begins so is run as a formula by spreadsheet programs
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the report."""

    row: int
    reference: str
    outcome: str
    reason: str
    code: str

    def cells(self) -> tuple[int, str, str, str, str]:
        """The line as text that no spreadsheet program runs."""
        return (self.row, harmless(self.reference), self.outcome, harmless(self.reason), self.code)


def remarks(faults: Sequence[Fault], entries: Sequence[Entry]) -> list[Remark]:
    """Faults and notes by row."""
    refused = [Remark(fault.row, fault.reference, REFUSED, fault.reason, fault.code) for fault in faults]
    noted = [Remark(entry.row, entry.reference, NOTED, note, "note") for entry in entries for note in entry.notes]
    return sorted(refused + noted, key=lambda remark: remark.row)


def write(path: Path, lines: Sequence[Remark]) -> None:
    """The report as a spreadsheet or, for any other ending, as CSV that spreadsheet programs open in UTF-8."""
    if path.suffix.lower() == ".xlsx":
        spreadsheet(path, lines)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(remark.cells() for remark in lines)


def spreadsheet(path: Path, lines: Sequence[Remark]) -> None:
    """The report as one sheet with a fixed header row."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "导入报告"
    sheet.append(HEADER)
    for remark in lines:
        sheet.append(remark.cells())
    for column, width in zip("ABCDE", (8, 20, 16, 70, 22), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    book.save(path)


def harmless(cell: str) -> str:
    """Text that begins like a formula, marked as text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
