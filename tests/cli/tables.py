"""Small tables of messages as an office would export them, made up for the tests."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

HEADER = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")

REPLIED = (
    101,
    "UU0001",
    "清泉路路灯不亮",
    "2019/4/24 16:03:40",
    "\n\t\t\t\t\t\n\t\t\t\t\t清泉路口的路灯已经三天不亮。\n\t\t\t\t\t\n\t\t\t\t",
    "\t网友您好！养护人员已于今日更换灯泡，现已恢复照明，感谢您的监督。",
    "2019/5/9 9:49:10",
)
OPEN = (102, "UU0002", "建议增设公交站", "2019/5/2 8:00:05", "新区学校门口没有公交站，请考虑增设。", None, None)
DAY_ONLY = (
    103,
    "UU0003",
    "咨询入学手续",
    "2019/3/1 10:05:04",
    "孩子九月入学，需要哪些材料?",
    "您好！请携带户口簿到学区学校登记。谢谢。",
    "2019/4/2",
)
SHORT = (
    104,
    "UU0004",
    "小区停水",
    "2019/6/1 12:00:00",
    "小区已经停水两天，请尽快恢复。",
    "网友：您好！留言已收悉",
    "2019/6/3 9:00:00",
)
BEFORE = (
    105,
    "UU0005",
    "道路积水",
    "2019/6/10 12:00:00",
    "下雨后道路积水严重。",
    "已安排清淤，预计本周内完成，谢谢您的关心。",
    "2019/6/9 12:00:00",
)
UNREADABLE = (
    106,
    "UU0006",
    "噪音扰民",
    "2019/6/11 12:00:00",
    "夜间施工噪音太大。",
    "已责令工地停止夜间施工，并将持续巡查。",
    "#########",
)


def spreadsheet(path: Path, rows: Sequence[Sequence[object]], header: Sequence[str] = HEADER) -> Path:
    """An .xlsx file of these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (header, *rows):
        sheet.append(list(row))
    book.save(path)
    return path


def separated(
    path: Path,
    rows: Sequence[Sequence[object]],
    encoding: str = "utf-8",
    delimiter: str = ",",
    header: Sequence[str] = HEADER,
) -> Path:
    """A .csv file of these rows."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows((header, *rows))
    return path
