"""The messages behind a figure, as XLSX: what the figure says, and each message that it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from time import sleep
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from gateway.documents.cells import CONTENT_TYPE, text_cell
from gateway.documents.figures_words import COHORTS, FIGURES, GROUPINGS, called, filters, moments, positions
from gateway.documents.words import KINDS, local

__all__ = ["CONTENT_TYPE", "figures_sheet"]

Names = Mapping[str, str]
_MOMENT: Final = "yyyy-mm-dd hh:mm"
_SINCE: Final = {"accepted": "受理时间", "received": "收到时间"}
_HEADERS: Final = (("留言编号", 18), ("栏目", 22), ("类型", 8), ("承办单位", 26), ("", 17))
_AT_ONCE: Final = 100  # rows between two looks at whether anybody else has something to do


def figures_sheet(listed: Mapping[str, Any], names: Mapping[str, Names]) -> bytes:
    """A sheet of what stats' `messages_behind` listed; above the table the figure, its cohort and its cut-off."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(FIGURES[listed["figure"]])
    for place, (_, width) in enumerate(_HEADERS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    head = [*_head(listed), []]
    sheet.freeze_panes = f"B{len(head) + 2}"
    for line in head:
        sheet.append([text_cell(sheet, value, bold=not place) for place, value in enumerate(line)])
    since = _SINCE[listed["cohort"]["of"]]
    sheet.append([text_cell(sheet, name or since, bold=True) for name, _ in _HEADERS])
    for place, item in enumerate(listed["items"]):
        sheet.append(list(_row(sheet, item, names["column"], names["agency"])))
        if place % _AT_ONCE == 0:
            sleep(0)  # a long table must not hold up every other request
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _head(listed: Mapping[str, Any]) -> Iterator[list[str]]:
    cohort = listed["cohort"]
    yield ["统计数据明细", FIGURES[listed["figure"]]]
    yield ["统计口径", f"{COHORTS[cohort['of']]}，自{cohort['from']}起，至{cohort['to']}（不含）"]
    as_of, known_at = moments(listed)
    yield ["截止时间", f"{as_of}（北京时间）"]
    if known_at:
        yield ["已知截至", f"{known_at}（北京时间）"]
    yield ["数据位置", positions(listed)]
    if listed["filters"]:
        yield ["筛选条件", filters(listed)]
    if listed["row"]:
        yield [GROUPINGS[listed["by"]], called(listed["row"], listed["by"])]
    shown = len(listed["items"])
    part = "" if shown == listed["total"] else f"，本表列出前{shown}件"
    yield ["合计", f"{listed['counted']}件，其中本账号权限范围内{listed['total']}件{part}"]


def _row(sheet: Any, item: Mapping[str, Any], columns: Names, agencies: Names) -> Iterator[Any]:
    agency = item["agency"] and agencies.get(item["agency"], item["agency"])
    for text in (item["number"], columns.get(item["column"], item["column"]), KINDS[item["kind"]], agency):
        yield text_cell(sheet, text)
    since = WriteOnlyCell(sheet, local(item["since"]))
    since.number_format = _MOMENT
    yield since
