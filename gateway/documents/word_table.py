"""A table of words as an office keeps it (CSV, XLSX or plain text), read into the entries of a word list."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

FORMS: Final = ("csv", "xlsx", "text")
MOST_ROWS: Final = 200_000
UNPACKED: Final = 32 * 1024 * 1024

_HEADS: Final = {
    "word": ("词语", "错误写法", "错词", "敏感词", "词", "word"),
    "suggestion": ("正确写法", "建议", "改为", "suggestion"),
    "note": ("说明", "备注", "note"),
    "right": ("例外", "right"),
}
_YES: Final = frozenset({"是", "例外", "1", "true", "yes", "y", "√"})
_PARTED = re.compile(r"\s*(?:=>|→|\t)\s*")


class WordTableError(ValueError):
    """The file cannot be read as words; the text says why, for a person."""


def read(content: bytes, form: str) -> list[dict[str, Any]]:
    """The entries {word, suggestion, note, right} of a file in one of `FORMS`; raises WordTableError."""
    match form:
        case "xlsx":
            rows = _spreadsheet(content)
        case "csv":
            rows = _separated(_decoded(content))
        case _:
            return _lines(_decoded(content))
    entries = list(_entries(rows))
    if not entries:
        raise WordTableError("文件中没有词语。")
    return entries


def _entries(rows: Iterator[Sequence[object]]) -> Iterator[dict[str, Any]]:
    """The rows by the names in the first one; without a head the columns are word, suggestion, note, right."""
    places: dict[str, int] | None = None
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise WordTableError(f"超过 {MOST_ROWS} 行。")
        cells = ["" if cell is None else str(cell).strip() for cell in row]
        if not any(cells):
            continue
        if places is None:
            places = _head(cells)
            if places is not None:
                continue
            places = dict(zip(_HEADS, range(len(_HEADS)), strict=True))
        said = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        if not said["word"]:
            raise WordTableError(f"第 {number} 行没有词语。")
        yield _entry(
            said["word"], said.get("suggestion"), said.get("note"), right=said.get("right", "").lower() in _YES
        )


def _head(cells: Sequence[str]) -> dict[str, int] | None:
    found = {
        name: place
        for name, known in _HEADS.items()
        for place, cell in reversed(list(enumerate(cells)))
        if cell.lower() in known
    }
    return found if "word" in found else None


def _lines(text: str) -> list[dict[str, Any]]:
    """A word a line, `word => suggestion`; `!` begins what is right, `#` a line for people."""
    entries = []
    for line in (each.strip() for each in text.splitlines()):
        if not line or line.startswith("#"):
            continue
        if line.startswith(("!", "！")):
            entries.append(_entry(line[1:].strip(), None, None, right=True))
            continue
        word, *rest = _PARTED.split(line, maxsplit=2)
        entries.append(_entry(word, rest[0] if rest else None, rest[1] if len(rest) > 1 else None, right=False))
    if not entries or not all(entry["word"] for entry in entries):
        raise WordTableError("文件中没有词语，或有一行只有符号。")
    return entries


def _entry(word: str, suggestion: str | None, note: str | None, *, right: bool) -> dict[str, Any]:
    return {"word": word, "suggestion": suggestion or None, "note": note or None, "right": right}


def _spreadsheet(content: bytes) -> Iterator[Sequence[object]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        must_be_small(content)
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        yield from sheet.iter_rows(values_only=True)
    except (OSError, BadZipFile, KeyError, IndexError, ValueError, SyntaxError, InvalidFileException) as error:
        if isinstance(error, WordTableError):
            raise
        raise WordTableError("这不是可以打开的 XLSX 文件。") from error


def must_be_small(content: bytes) -> None:
    """A workbook is packed as workbooks are, and not enormous unpacked; raises WordTableError, BadZipFile.

    More than a part says of its size zipfile does not unpack; where it is packed otherwise, it does.
    """
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
    if any(part.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for part in parts):
        raise WordTableError("这不是可以打开的 XLSX 文件。")
    if sum(part.file_size for part in parts) > UNPACKED:
        raise WordTableError(f"解压后超过 {UNPACKED // 1024**2} MiB。")


def _separated(text: str) -> Iterator[Sequence[object]]:
    first = text.lstrip().split("\n", 1)[0]
    separator = max(",\t;", key=first.count)
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    except csv.Error as error:
        raise WordTableError(f"这不是规范的 CSV 文件：{error}") from error


def _decoded(content: bytes) -> str:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WordTableError("文件的文字编码无法识别：请另存为 UTF-8 编码。")
