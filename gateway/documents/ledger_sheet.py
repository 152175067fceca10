"""The ledger 台账 as XLSX: numbers that add up, dates that sort, and texts that are texts whatever they begin with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from io import BytesIO
from time import sleep
from typing import Any, Final, Literal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from gateway.documents.cells import CONTENT_TYPE, text_cell
from gateway.documents.words import KINDS, LEVELS, LIGHTS, STATES, local

__all__ = ["CONTENT_TYPE", "ledger_sheet"]

Names = Mapping[str, str]
_Kind = Literal["text", "number", "day", "moment"]
_HEADERS: Final[tuple[tuple[str, _Kind, int], ...]] = (
    ("留言编号", "text", 18),
    ("标题", "text", 44),
    ("栏目", "text", 20),
    ("类型", "text", 8),
    ("状态", "text", 10),
    ("灯号", "text", 8),
    ("承办单位", "text", 26),
    ("会办单位", "text", 26),
    ("轮次", "number", 6),
    ("受理时间", "moment", 17),
    ("受理天数", "number", 10),
    ("转办时间", "moment", 17),
    ("办理期限", "day", 12),
    ("剩余工作日", "number", 12),
    ("最近催办", "text", 14),
    ("催办时间", "moment", 17),
)
_FORMATS: Final = {"number": "0", "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}
_COLOURS: Final = {"red": "F8CBAD", "yellow": "FFE699", "due_soon": "DDEBF7"}
_AT_ONCE: Final = 100  # rows between two looks at whether anybody else has something to do


def ledger_sheet(listed: Mapping[str, Any], asked: str, agencies: Names, columns: Names) -> bytes:
    """A sheet of what routing's `ledger_sheet` listed; `asked` says the filter in words.

    Above the table stand the cut-off instant, the filter and the totals that hold for it.
    """
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("办件台账")
    for place, (_, _, width) in enumerate(_HEADERS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    head = [*_head(listed, asked), []]
    sheet.freeze_panes = f"C{len(head) + 2}"
    last = f"{get_column_letter(len(_HEADERS))}{len(head) + 1 + len(listed['items'])}"
    sheet.auto_filter.ref = f"A{len(head) + 1}:{last}"
    for line in head:
        sheet.append([text_cell(sheet, value, bold=not place) for place, value in enumerate(line)])
    sheet.append([text_cell(sheet, name, bold=True) for name, _, _ in _HEADERS])
    for place, item in enumerate(listed["items"]):
        sheet.append(list(_row(sheet, item, agencies, columns)))
        if place % _AT_ONCE == 0:
            sleep(0)  # a long table must not hold up every other request
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _head(listed: Mapping[str, Any], asked: str) -> Iterator[list[Any]]:
    yield ["办件台账"]
    yield ["截止时间", f"{local(listed['as_of']):%Y-%m-%d %H:%M:%S}（北京时间）"]
    yield ["筛选条件", asked]
    lights = "，".join(f"{LIGHTS[light]} {many}" for light, many in listed["lights"].items())
    yield ["合计", f"{listed['total']} 件；不计灯号筛选：{lights}，其中待转办 {listed['waiting']}"]


def _row(sheet: Any, item: Mapping[str, Any], agencies: Names, columns: Names) -> Iterator[Any]:
    values = (
        item["number"],
        item["title"],
        columns.get(item["column"], item["column"]),
        KINDS.get(item["kind"], item["kind"]),
        STATES.get(item["state"], item["state"]),
        LIGHTS[item["light"]],
        item["lead"] and agencies.get(item["lead"], item["lead"]),
        "、".join(agencies.get(agency, agency) for agency in item["co_agencies"]),
        item["round"],
        item["accepted_at"],
        item["age_days"],
        item["assigned_at"],
        item["due"],
        item["working_days_left"],
        item["urged"] and LEVELS[item["urged"]],
        item["urged_at"],
    )
    for value, (name, kind, _) in zip(values, _HEADERS, strict=True):
        if kind == "text":
            cell = text_cell(sheet, value)
        else:
            cell = WriteOnlyCell(sheet, _typed(value, kind))
            cell.number_format = _FORMATS[kind]
        if name == "灯号" and (colour := _COLOURS.get(item["light"])):
            cell.fill = PatternFill("solid", fgColor=colour)
        yield cell


def _typed(value: Any, kind: _Kind) -> Any:
    match value, kind:
        case str(), "day":
            return date.fromisoformat(value)
        case str(), "moment":
            return local(value)
        case _:
            return value
