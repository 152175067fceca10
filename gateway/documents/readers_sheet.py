"""Who has read a notice 通知阅读情况, as XLSX: for the office's own files, in its own language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from time import sleep
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from gateway.documents.cells import CONTENT_TYPE, text_cell
from gateway.documents.words import NOTICES, READERS, local

__all__ = ["CONTENT_TYPE", "readers_sheet"]

_HEADERS: Final = (("账号", 20), ("姓名", 20), ("岗位", 14), ("发送时已在册", 14), ("已阅读", 8), ("阅读时间", 17),
                   ("已签收", 8), ("签收时间", 17))  # fmt: skip
_MOMENT: Final = "yyyy-mm-dd hh:mm"
_AT_ONCE: Final = 100  # rows between two looks at whether anybody else has something to do


def readers_sheet(listed: Mapping[str, Any], done: str | None) -> bytes:
    """A sheet of what notices' `readers_sheet` listed, with the names of the accounts; `done` is the filter."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("阅读情况")
    for place, (_, width) in enumerate(_HEADERS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    head = [*_head(listed, done), []]
    sheet.freeze_panes = f"B{len(head) + 2}"
    for line in head:
        sheet.append([text_cell(sheet, value, bold=not place) for place, value in enumerate(line)])
    sheet.append([text_cell(sheet, name, bold=True) for name, _ in _HEADERS])
    for place, item in enumerate(listed["items"]):
        sheet.append(list(_row(sheet, item)))
        if place % _AT_ONCE == 0:
            sleep(0)  # a long table must not hold up every other request
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _head(listed: Mapping[str, Any], done: str | None) -> Iterator[list[Any]]:
    counts = listed["counts"]
    yield ["通知阅读情况"]
    yield [NOTICES[listed["kind"]], listed["title"]]
    yield ["发送时间", f"{local(listed['sent_at']):%Y-%m-%d %H:%M}（北京时间），第 {listed['version']} 版"]
    yield ["截止时间", f"{local(listed['as_of']):%Y-%m-%d %H:%M:%S}（北京时间）"]
    yield ["筛选条件", READERS[done] if done else "无"]
    later = f"；发送后加入的已阅读 {counts['read_later']} 人"
    signed = f"，已签收 {counts['confirmed']} 人" if listed["needs_receipt"] else ""
    yield [
        "合计",
        f"发送 {counts['addressed']} 人，已阅读 {counts['read']} 人，未阅读 {counts['unread']} 人{signed}{later}",
    ]


def _row(sheet: Any, item: Mapping[str, Any]) -> Iterator[Any]:
    yield text_cell(sheet, item["account"])
    yield text_cell(sheet, item["display_name"])
    yield text_cell(sheet, item["role_name"])
    yield text_cell(sheet, "是" if item["addressed"] else "否")
    for fact, at in (("read", "read_at"), ("confirmed", "confirmed_at")):
        yield text_cell(sheet, "是" if item[fact] else "否")
        cell = WriteOnlyCell(sheet, local(item[at]) if item[fact] else None)
        cell.number_format = _MOMENT
        yield cell
