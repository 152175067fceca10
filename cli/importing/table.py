"""Rows of a spreadsheet or of a CSV file, as an office's programs write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

from cli.importing.cleaning import line
from cli.importing.mapping import Mapping

# a long reply is one CSV field; the module's default limit of 128 KiB is smaller than a spreadsheet's largest texts
FIELD_LIMIT = 16 * 1024 * 1024


class TableError(ValueError):
    """The file cannot be read as a table; the text says why."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One row as it stands in the file: its row number there (the header is row 1) and its cells by our names."""

    row: int
    cells: dict[str, object]


def read(path: Path, mapping: Mapping) -> list[Raw]:
    """Every row that is not blank; raises TableError, or MappingError for the header row."""
    numbered = filled(path)
    positions = mapping.positions(next(numbered)[1])
    return [
        Raw(row, {name: cells[position] if position < len(cells) else None for name, position in positions.items()})
        for row, cells in numbered
    ]


def filled(path: Path) -> Iterator[tuple[int, tuple[object, ...]]]:
    """The header row and every other that is not blank, each with its number in the file; raises TableError."""
    match path.suffix.lower():
        case ".xlsx" | ".xlsm":
            rows = spreadsheet(path)
        case ".csv" | ".tsv" | ".txt":
            rows = separated(path)
        case suffix:
            raise TableError(f"不支持的文件类型 {suffix or path.name}：请另存为 .xlsx 或 .csv 后再导入。")
    found = False
    for number, cells in enumerate(rows, start=1):
        if any(line(cell) for cell in cells):
            found = True
            yield number, cells
    if not found:
        raise TableError(f"{path.name} 是空的：没有表头，也没有数据。")


def spreadsheet(path: Path) -> Iterator[tuple[object, ...]]:
    """Rows of the first sheet; formulas by their last computed value."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, BadZipFile, KeyError, ValueError, InvalidFileException) as error:
        raise TableError(f"无法打开 {path.name}：{error}") from error
    try:
        sheet = book.worksheets[0]
        # some programs write a wrong size into the sheet, which read-only mode would believe
        sheet.reset_dimensions()
        yield from sheet.iter_rows(values_only=True)
    except (BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise TableError(f"{path.name} 已损坏：{error}") from error
    finally:
        book.close()


def separated(path: Path) -> Iterator[tuple[object, ...]]:
    """Rows of a CSV file in UTF-8, UTF-16 or GB 18030, separated by commas, tabs or semicolons."""
    content = decoded(path)
    first = content.lstrip().split("\n", 1)[0]
    separator = max(",\t;", key=first.count)
    csv.field_size_limit(FIELD_LIMIT)
    try:
        # strict: a quotation mark that is never closed is an error here, not one row that swallows the rest
        yield from map(tuple, csv.reader(io.StringIO(content, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        raise TableError(f"{path.name} 不是规范的 CSV 文件：{error}") from error


def decoded(path: Path) -> str:
    """The text of a file whose encoding nobody wrote down."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise TableError(f"无法打开 {path.name}：{error}") from error
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableError(f"{path.name} 的文字编码无法识别：请另存为 UTF-8 编码的 CSV 文件。")
