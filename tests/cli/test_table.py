"""Files, encodings, headers and mapping files."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.importing import mapping, table
from cli.importing.mapping import Mapping, MappingError
from cli.importing.table import Raw, TableError
from tests.cli import tables

ROWS = [tables.REPLIED, tables.OPEN]


def numbers(raws: list[Raw]) -> list[tuple[int, str]]:
    return [(raw.row, str(raw.cells["number"])) for raw in raws]


def test_a_spreadsheet_is_read_with_its_row_numbers_and_without_blank_rows(tmp_path: Path) -> None:
    blank = (None, " ", "\t", None, None, None, None)
    path = tables.spreadsheet(tmp_path / "past.xlsx", [tables.REPLIED, blank, tables.OPEN])
    assert numbers(table.read(path, Mapping())) == [(2, "101"), (4, "102")]


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ","), ("gb18030", ","), ("utf-16", "\t"), ("utf-8", ";")]
)
def test_a_csv_file_is_read_in_the_encodings_that_offices_use(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tables.separated(tmp_path / "past.csv", ROWS, encoding, delimiter)
    raws = table.read(path, Mapping())
    assert numbers(raws) == [(2, "101"), (3, "102")]
    assert raws[0].cells["body"] == tables.REPLIED[4]


def test_both_kinds_of_file_say_the_same(tmp_path: Path) -> None:
    from_sheet = table.read(tables.spreadsheet(tmp_path / "past.xlsx", ROWS), Mapping())
    from_text = table.read(tables.separated(tmp_path / "past.csv", ROWS), Mapping())
    assert [[str(cell or "") for cell in raw.cells.values()] for raw in from_sheet] == [
        [str(cell or "") for cell in raw.cells.values()] for raw in from_text
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("broken.xlsx", b"PK\x03\x04 not a workbook"),
        ("text.xlsx", "留言编号".encode()),
        ("past.docx", b"anything"),
        ("unclosed.csv", '留言编号,留言主题,留言时间,留言详情\n1,a,2019/1/1,"never closed\n'.encode()),
        ("noise.csv", b"\xff\xfe\x00"),
        ("noise.csv", b"\x81\xff\xff"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(TableError, match=r"。$|:|\uff1a"):
        table.read(path, Mapping())


def test_a_missing_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(TableError):
        table.read(tmp_path / "nowhere.xlsx", Mapping())


def test_a_missing_header_names_what_is_missing_and_what_is_there(tmp_path: Path) -> None:
    path = tables.separated(tmp_path / "past.csv", [("1", "x")], header=("编号", "留言主题"))
    with pytest.raises(MappingError) as caught:
        table.read(path, Mapping())
    for word in ("留言编号", "留言时间", "留言详情", "编号", "--mapping"):
        assert word in str(caught.value)


def test_a_doubled_header_is_refused(tmp_path: Path) -> None:
    path = tables.separated(tmp_path / "past.csv", [(*tables.OPEN, "x")], header=(*tables.HEADER, "留言编号"))
    with pytest.raises(MappingError):
        table.read(path, Mapping())


def test_a_mapping_file_is_laid_over_the_default(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(
        "columns: {number: 来信号, user: null}\nkinds: {吐槽: complaint}\nagencies: {住建局: housing}\n", "utf-8"
    )
    loaded = mapping.load(path)
    assert loaded.headers["number"] == "来信号"
    assert "user" not in loaded.headers
    assert loaded.headers["body"] == "留言详情"
    assert loaded.kinds["吐槽"] == "complaint"
    assert loaded.kinds["咨询"] == "consultation"
    assert loaded.agencies == {"住建局": "housing"}


@pytest.mark.parametrize(
    "content",
    [
        "columns: [a]",
        "colums: {number: x}",
        "columns: {numbr: x}",
        "columns: {number: null}",
        "kinds: {x: y}",
        "a: [",
        "- 1",
    ],
)
def test_a_wrong_mapping_file_is_refused_with_a_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(MappingError, match=r"map\.yaml"):
        mapping.load(path)
