"""What each oddity of an exported table becomes (docs/import.md)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.importing import table
from cli.importing.cleaning import SHANGHAI
from cli.importing.mapping import Mapping
from cli.importing.rows import Entry, Fault, Reply, entries
from cli.importing.table import Raw
from tests.cli import tables

NOW = datetime(2024, 3, 1, tzinfo=UTC)
NAMES = ("number", "user", "title", "submitted_at", "body", "reply", "replied_at")


def shanghai(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[arg-type, misc]


def read(*rows: tuple[object, ...], **more: object) -> list[Entry | Fault]:
    raws = [Raw(at, {**dict(zip(NAMES, row, strict=True)), **more}) for at, row in enumerate(rows, start=2)]
    return list(entries(raws, Mapping(), NOW))


def only(row: tuple[object, ...], **more: object) -> Entry:
    (entry,) = read(row, **more)
    assert isinstance(entry, Entry), entry
    return entry


def fault(row: tuple[object, ...], **more: object) -> Fault:
    (found,) = read(row, **more)
    assert isinstance(found, Fault), found
    return found


def changed(row: tuple[object, ...], **cells: object) -> tuple[object, ...]:
    return tuple(cells.get(name, cell) for name, cell in zip(NAMES, row, strict=True))


def test_a_replied_message_is_read_as_the_history_it_was() -> None:
    assert only(tables.REPLIED) == Entry(
        row=2,
        reference="101",
        user="UU0001",
        title="清泉路路灯不亮",
        body="清泉路口的路灯已经三天不亮。",
        kind=None,
        agency=None,
        submitted_at=shanghai(2019, 4, 24, 16, 3, 40),
        accepted_at=shanghai(2019, 4, 24, 16, 3, 40),
        assigned_at=shanghai(2019, 4, 24, 16, 3, 40),
        reply=Reply(
            "网友您好！养护人员已于今日更换灯泡，现已恢复照明，感谢您的监督。",
            shanghai(2019, 5, 9, 9, 49, 10),
        ),
    )


def test_a_message_without_reply_is_open() -> None:
    assert only(tables.OPEN).reply is None


def test_a_reply_with_a_day_only_counts_from_the_end_of_that_day() -> None:
    entry = only(tables.DAY_ONLY)
    assert entry.reply is not None
    assert entry.reply.replied_at == shanghai(2019, 4, 2, 23, 59, 59)
    assert entry.notes == ("答复时间只有日期（2019/4/2），按当日 23:59:59 记录。",)


def test_a_reply_on_the_day_of_the_message_is_not_before_it() -> None:
    assert only(changed(tables.DAY_ONLY, replied_at="2019/3/1")).reply is not None


def test_a_message_with_a_day_only_counts_from_the_beginning_of_that_day() -> None:
    entry = only(changed(tables.OPEN, submitted_at="2019/5/2"))
    assert entry.submitted_at == shanghai(2019, 5, 2)
    assert entry.notes == ("留言时间只有日期（2019/5/2），按当日 0:00:00 记录。",)


def test_a_short_reply_closes_the_matter_and_is_pointed_out() -> None:
    entry = only(tables.SHORT)
    assert entry.reply is not None
    assert entry.notes == ("答复只有 11 个字，已按办结导入，请核对是否为正式答复。",)


def test_a_reply_of_three_characters_is_taken_too() -> None:
    entry = only(changed(tables.SHORT, reply="已处理"))
    assert entry.reply == Reply("已处理", shanghai(2019, 6, 3, 9))
    assert len(entry.notes) == 1


def test_a_reply_of_eight_thousand_characters_is_taken_whole() -> None:
    entry = only(changed(tables.REPLIED, reply="答" * 8000))
    assert entry.reply is not None
    assert len(entry.reply.text) == 8000
    assert entry.notes == ()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (tables.BEFORE, "replied_too_early"),
        (tables.UNREADABLE, "replied_at_unreadable"),
        (changed(tables.REPLIED, replied_at=None), "replied_at_missing"),
        (changed(tables.REPLIED, reply=" \t\n"), "reply_missing"),
        (changed(tables.REPLIED, reply="答" * 32_768), "reply_too_long"),
        (changed(tables.REPLIED, replied_at="2119/5/9 9:49:10"), "time_in_future"),
        (changed(tables.REPLIED, number=None), "number_missing"),
        (changed(tables.REPLIED, number="市长信箱〔2019〕12号"), "number_unusable"),
        (changed(tables.REPLIED, submitted_at=None), "submitted_at_missing"),
        (changed(tables.REPLIED, submitted_at="去年"), "submitted_at_unreadable"),
        (changed(tables.REPLIED, submitted_at="1919/4/24"), "time_too_early"),
        (changed(tables.REPLIED, submitted_at="2119/4/24"), "time_in_future"),
        (changed(tables.REPLIED, body="\n\t\t"), "body_missing"),
        (changed(tables.REPLIED, user="名" * 51), "user_too_long"),
        (changed(tables.REPLIED, title="长" * 501), "title_too_long"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(row: tuple[object, ...], code: str) -> None:
    found = fault(row)
    assert (found.row, found.code) == (2, code)
    assert found.reason.endswith("。")


def test_a_number_is_taken_once() -> None:
    first, again, other = read(tables.REPLIED, changed(tables.OPEN, number="101"), tables.OPEN)
    assert isinstance(first, Entry)
    assert again == Fault(3, "101", "number_repeated", "留言编号与第 2 行重复，同一编号只能导入一次。")
    assert isinstance(other, Entry)


def test_the_corrected_row_is_taken_after_a_faulty_one_with_the_same_number() -> None:
    faulty, corrected = read(changed(tables.REPLIED, replied_at="?"), tables.REPLIED)
    assert isinstance(faulty, Fault)
    assert isinstance(corrected, Entry)


def test_the_same_text_under_another_number_is_taken_and_pointed_out() -> None:
    _, again = read(tables.OPEN, changed(tables.OPEN, number=202))
    assert isinstance(again, Entry)
    assert again.notes == ("与第 2 行的留言用户、时间和内容都相同，可能是重复留言。",)


def test_a_title_is_one_line_and_is_made_from_the_text_where_there_is_none() -> None:
    assert only(changed(tables.REPLIED, title=" 路灯\n不亮\xa0")).title == "路灯 不亮"
    untitled = only(changed(tables.REPLIED, title=None))
    assert untitled.title == "清泉路口的路灯已经三天不亮。"
    assert len(untitled.notes) == 1


def test_kind_and_steps_are_read_where_the_table_has_them() -> None:
    entry = only(
        tables.REPLIED, kind="投诉", agency="housing", accepted_at="2019/4/25 9:00:00", assigned_at="2019/4/26 9:00:00"
    )
    assert (entry.kind, entry.agency) == ("complaint", "housing")
    assert entry.accepted_at == shanghai(2019, 4, 25, 9)
    assert entry.assigned_at == shanghai(2019, 4, 26, 9)


def test_an_acceptance_with_a_day_only_is_not_before_the_message_of_that_day() -> None:
    assert only(tables.REPLIED, accepted_at="2019/4/24").accepted_at == shanghai(2019, 4, 24, 16, 3, 40)


def test_steps_out_of_order_and_unknown_kinds_are_faults() -> None:
    assert fault(tables.REPLIED, accepted_at="2019/4/23 9:00:00").code == "accepted_at_out_of_order"
    assert fault(tables.REPLIED, assigned_at="2019/5/10 9:00:00").code == "replied_too_early"
    assert fault(tables.REPLIED, kind="吐槽").code == "kind_unknown"


def test_a_whole_file_is_read_in_order(tmp_path: Path) -> None:
    rows = [tables.REPLIED, tables.OPEN, tables.DAY_ONLY, tables.SHORT, tables.BEFORE, tables.UNREADABLE]
    raws = table.read(tables.spreadsheet(tmp_path / "past.xlsx", rows), Mapping())
    found = list(entries(raws, Mapping(), NOW))
    assert [(type(item), item.row, item.reference) for item in found] == [
        (Entry, 2, "101"),
        (Entry, 3, "102"),
        (Entry, 4, "103"),
        (Entry, 5, "104"),
        (Fault, 6, "105"),
        (Fault, 7, "106"),
    ]
