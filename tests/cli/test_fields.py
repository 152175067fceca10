"""`huiyin fields load`: a table of three columns becomes the office's tree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.fieldtable import HEADERS, FieldTableError, Node, must_be_told_apart, read
from contracts.words import CODE
from tests.cli.conftest import CITY, Huiyin, journal
from tests.cli.tables import separated, spreadsheet

ROWS = [
    ("城乡建设", "供暖", "收费"),
    ("城乡建设", "供暖", "管网"),
    ("城乡建设", "供水", None),
    ("教育", None, None),
    ("城乡建设", "供暖", "收费"),
]
PATHS = [
    ("城乡建设",),
    ("城乡建设", "供暖"),
    ("城乡建设", "供暖", "收费"),
    ("城乡建设", "供暖", "管网"),
    ("城乡建设", "供水"),
    ("教育",),
]


def test_a_table_becomes_a_tree_each_field_after_the_one_above_it(tmp_path: Path) -> None:
    nodes = read(spreadsheet(tmp_path / "fields.xlsx", ROWS, HEADERS))
    assert [node.path for node in nodes] == PATHS
    codes = {node.path: node.code for node in nodes}
    assert all(node.parent == codes.get(node.path[:-1]) for node in nodes)
    assert all(CODE.admits(node.code) for node in nodes)


def test_the_same_names_have_the_same_code_wherever_they_stand(tmp_path: Path) -> None:
    codes = {node.path: node.code for node in read(spreadsheet(tmp_path / "one.xlsx", ROWS, HEADERS))}
    turned = [tuple(f" {name}\t" if name else "" for name in row[::-1]) for row in ROWS[::-1]]
    other = read(separated(tmp_path / "other.csv", turned, "gb18030", header=HEADERS[::-1]))
    assert {node.path: node.code for node in other} == codes
    assert codes["城乡建设", "供暖"] == "fhg31mx.62gcs9"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("", "供暖", "收费")], "第 2 行：有下级分类，但没有一级分类。"),
        ([ROWS[0], ("城乡建设", None, "收费")], "第 3 行：有下级分类，但没有二级分类。"),
        ([("长" * 101, None, None)], "第 2 行：一级分类不能用作名称：最多 100 个字。"),
        ([], "表中只有表头，没有分类。"),
    ],
)
def test_what_is_no_tree_is_said_with_its_row(tmp_path: Path, rows: list[tuple[str, ...]], said: str) -> None:
    with pytest.raises(FieldTableError) as refused:
        read(separated(tmp_path / "fields.csv", rows, header=HEADERS))
    assert str(refused.value) == said


def test_every_mistake_is_listed(huiyin: Huiyin, tmp_path: Path) -> None:
    rows = [("", "供暖", "收费"), ROWS[0], ("", "", "收费")]
    said = huiyin("fields", "load", separated(tmp_path / "fields.csv", rows, header=HEADERS))
    assert said.code == 2
    assert [line[:5] for line in said.err.splitlines()[1:]] == ["第 2 行", "第 4 行"]
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("header", [("一级分类", "二级分类"), ("一级分类", "二级分类", "三级分类", "二级分类")])
def test_each_column_is_there_once(tmp_path: Path, header: tuple[str, ...]) -> None:
    with pytest.raises(FieldTableError, match="表头中应当各有一列"):
        read(separated(tmp_path / "fields.csv", [], header=header))


def test_two_fields_never_have_one_code() -> None:
    with pytest.raises(FieldTableError, match="同一个代码 fabc"):
        must_be_told_apart([Node("fabc", None, ("甲",)), Node("fabc", None, ("乙",))])


def test_fields_are_loaded_once_with_their_codes_shown(huiyin: Huiyin, home: Path, tmp_path: Path) -> None:
    table = spreadsheet(tmp_path / "fields.xlsx", ROWS, HEADERS)
    said = huiyin("fields", "load", table)
    assert said.code == 0, said.err
    *shown, last = said.out.splitlines()
    assert last == "6 fields arranged"
    assert [line.partition("\t")[2] for line in shown] == [" / ".join(path) for path in PATHS]
    assert all(re.fullmatch(r"f[0-9a-z.]+", line.partition("\t")[0]) for line in shown)
    again = huiyin("fields", "load", table)
    assert again.out.splitlines() == [*shown, "6 fields unchanged"]
    assert journal(home, "routing")["routing.fields_arranged.v1"] == 1


def test_a_check_loads_nothing(huiyin: Huiyin, tmp_path: Path) -> None:
    table = separated(tmp_path / "fields.csv", ROWS, header=HEADERS)
    said = huiyin("fields", "load", table, "--check")
    assert (said.code, said.out.splitlines()[-1]) == (0, f"{table} is in order: 6 fields")
    assert not (tmp_path / "home").exists()


def test_rules_that_name_fields_which_are_gone_are_listed(huiyin: Huiyin, tmp_path: Path) -> None:
    city = tmp_path / "city.yaml"
    rules = "fields: [{id: heating, name: 供暖}]\nrules: [{name: 供暖, fields: [heating], lead: housing}]\n"
    city.write_text(CITY.read_text("utf-8") + rules, "utf-8")
    assert huiyin("city", "load", city).code == 0
    table = separated(tmp_path / "fields.csv", ROWS, header=HEADERS)
    told = "huiyin: the dispatch rule “供暖” names fields that can no longer be chosen: heating\n"
    for arguments in (("--check",), ()):
        said = huiyin("fields", "load", table, *arguments)
        assert (said.code, said.err) == (0, told)


def test_a_city_file_with_fields_and_no_rules_lists_the_rules_that_it_strands(huiyin: Huiyin, tmp_path: Path) -> None:
    city = tmp_path / "city.yaml"
    rules = "fields: [{id: heating, name: 供暖}]\nrules: [{name: 供暖, fields: [heating], lead: housing}]\n"
    city.write_text(CITY.read_text("utf-8") + rules, "utf-8")
    assert huiyin("city", "load", city).err == ""
    city.write_text(CITY.read_text("utf-8") + "fields: [{id: water, name: 供水}]\n", "utf-8")
    told = "huiyin: the dispatch rule “供暖” names fields that can no longer be chosen: heating\n"
    for arguments in (("--check",), ()):
        said = huiyin("city", "load", city, *arguments)
        assert (said.code, said.err) == (0, told)


def test_what_is_no_table_is_2(huiyin: Huiyin, tmp_path: Path) -> None:
    for name in ("nowhere.csv", "fields.docx"):
        assert huiyin("fields", "load", tmp_path / name).code == 2
