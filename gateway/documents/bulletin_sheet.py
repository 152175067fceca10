"""办理情况通报 as XLSX: the figures of a bulletin as numbers, a sheet for each part, from its frozen content alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from openpyxl import Workbook

from gateway.documents.bulletin_definitions import notes
from gateway.documents.bulletin_phrases import (
    COHORT_OF,
    FIGURES_OF,
    Content,
    days,
    full_title,
    in_order,
    marked,
    moment,
    office,
    past,
    whose,
)
from gateway.documents.bulletin_words import OF_OVERDUE, PARTS, PER_CENT, ROWS, called, figure, place
from gateway.documents.cells import CONTENT_TYPE, number
from gateway.documents.figures_words import COHORTS, SPAN, SPANS
from gateway.documents.packing import workbook
from gateway.documents.printed_sheet import Head, Printed, Table
from gateway.documents.trend_chart import Places, has_figures, trend_chart
from gateway.documents.words import day, instant, local

__all__ = ["CONTENT_TYPE", "bulletin_sheet"]

_FIGURE: Final = 12  # how wide
_TREND: Final = "趋势"


def bulletin_sheet(told: Mapping[str, Any]) -> bytes:
    """The sheets of what stats' `bulletin` or `desk_bulletin` tells: {version, published_at, digest, content}."""
    content = in_order(told["content"])
    book = Workbook()
    book.remove(book.worksheets[0])
    printed = Printed(book, _headline(told), tuple(_above(told)), f"校验码 {told['digest']}")
    printed.sheet("总体", [_overall(content)])
    printed.sheet("类型与领域", [_listed(content, "kinds"), _listed(content, "fields")])
    printed.sheet("承办单位", [_listed(content, "agencies")])
    printed.sheet("超时未办", [_overdue(content)])
    _trend(printed, content)
    if content["scope"]["column"] is None:
        printed.sheet("各栏目", [_listed(content, "columns")])
    if content["correction"]:
        printed.sheet("更正", [_correction(content)])
    items = [(str(count), text) for count, text in enumerate(notes(told), 1)]
    printed.sheet("统计口径", [Table("", (Head("序号", 12), Head("说明", 110)), items)])
    book.properties.title, book.properties.creator = full_title(content), office(content)
    book.properties.subject = content["bulletin"]
    return workbook(book, instant(told["published_at"] or content["as_of"]))


def _headline(told: Mapping[str, Any]) -> str:
    mark = marked(told)
    return full_title(told["content"]) + (f"（{mark}）" if mark else "")


def _above(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What stands above each table: which messages, as of when, and by what it can be checked."""
    content = told["content"]
    yield "统计范围", f"{whose(content)}，{days(content['period'])}"
    yield "统计口径", "收到情况按收到日期统计，其余各项按受理日期统计"
    yield "截止时间", f"{moment(content['as_of'])}（北京时间）"
    yield "版本", f"{content['bulletin']}，第{content['version']}版"
    yield "校验码", told["digest"]


def _overall(content: Content) -> Table:
    """Every figure of the whole, each with its cohort."""
    heads = (Head("部分", 22), Head("指标", 22), Head("数值", _FIGURE), Head("口径", 16))
    rows = [
        (PARTS[part], name, value, COHORTS[cohort])
        for part, cohort in COHORT_OF.items()
        for name, value in _figures(content[part])
    ]
    return Table("", heads, rows)


def _figures(told: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in told.items():
        if name in SPANS:
            yield from ((f"{SPANS[name]}·{SPAN[part]}", number(value[part])) for part in SPAN)
        else:
            yield figure(name), number(value)


def _listed(content: Content, part: str) -> Table:
    """The rows of a part with name, code and figures; of columns with their jurisdictions."""
    placed = part == "columns"
    heads = (
        *((Head(figure("jurisdiction"), 14),) if placed else ()),
        Head(ROWS[part], 32),
        Head("代码", 22),
        *(Head(figure(name, part), _FIGURE) for name in FIGURES_OF[part]),
    )
    rows = [
        (
            *((row["jurisdiction"],) if placed else ()),
            called(row, part),
            row["key"],
            *(number(row[name]) for name in FIGURES_OF[part]),
        )
        for row in content[part]
    ]
    return Table(PARTS[part], heads, rows)


def _overdue(content: Content) -> Table:
    heads = (
        Head(OF_OVERDUE["number"], 22),
        Head(OF_OVERDUE["column_name"], 28),
        Head(figure("column"), 18),
        Head(OF_OVERDUE["agency_name"], 32),
        Head(figure("agency"), 22),
        Head(OF_OVERDUE["due"], 14),
        Head(OF_OVERDUE["days"], _FIGURE),
    )
    rows = [
        (
            row["number"],
            row["column_name"] or row["column"],
            row["column"],
            called({"key": row["agency"], "name": row["agency_name"]}, "agencies"),
            row["agency"],
            day(row["due"]),
            row["days"],
        )
        for row in content["overdue"]
    ]
    return Table("", heads, rows, "没有超时未办的留言。")


def _trend(printed: Printed, content: Content) -> None:
    """The periods, and the chart of them below."""
    heads = (
        Head(ROWS["trend"], 18),
        Head("代码", 20),
        Head(figure("from"), 12),
        Head(figure("to"), 16),
        Head(figure("as_of"), 20),
        *(Head(figure(name), _FIGURE) for name in FIGURES_OF["trend"]),
    )
    rows = [
        (
            past(row, content),
            row["name"],
            day(row["from"]),
            day(row["to"]),
            local(row["as_of"]),
            *(number(row[name]) for name in FIGURES_OF["trend"]),
        )
        for row in content["trend"]
    ]
    sheet, titles = printed.sheet(_TREND, [Table("", heads, rows)])
    if has_figures(content):
        columns = {name: at for at, name in enumerate(FIGURES_OF["trend"], len(heads) - len(FIGURES_OF["trend"]) + 1)}
        drawn = trend_chart(content, Places(_TREND, titles, 1, columns))
        sheet.add_chart(drawn, f"A{titles + len(rows) + 2}")


def _correction(content: Content) -> Table:
    told = content["correction"]
    rows = [
        (place(each["path"], content), _value(each["path"], each["before"]), _value(each["path"], each["after"]))
        for each in told["changes"]
    ]
    said = f"第{content['version']}版更正第{told['of']}版。更正原因：{told['reason']}"
    return Table(said, (Head("项目", 60), Head("更正前", 20), Head("更正后", 20)), rows, "各项数据没有变化。")


def _value(path: Sequence[str], value: int | str | None) -> int | str | Decimal | date | None:
    """A rate, a share or an average is a number told as a decimal; every other text is a text."""
    return number(value) if path[-1] in {*PER_CENT, "average"} else value
