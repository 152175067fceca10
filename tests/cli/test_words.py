"""`huiyin words`: lists are loaded, shown and written out."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from cli.system import SYSTEM, reach
from cli.wordlists import BUILTIN, HEAD, entries_of
from contracts.words import CODE
from kernel.settings import Settings
from services.review.domain.wordlist import Entry, differences, doubled, must_be_sound, ordered
from tests.cli.conftest import Huiyin

FIRST = "布署 => 部署\n既使 => 即使\n布署 => 部署\n"
SECOND = "布署 => 部署\n帐号 => 账号\n!公布署名\n"


def text(folder: Path, words: str) -> Path:
    file = folder / "words.txt"
    file.write_text(words, encoding="utf-8")
    return file


def test_a_list_is_made_renewed_shown_and_written_out_as_it_is_read(huiyin: Huiyin, tmp_path: Path) -> None:
    load = ("words", "load", text(tmp_path, FIRST), "--list", "local")
    assert "there is no list local yet" in huiyin(*load).err
    said = huiyin(*load, "--name", "本市用词", "--severity", "warning")
    assert (said.code, said.out.splitlines()) == (
        0,
        ["local: version 1, 2 words", "2 added: 布署、既使", "1 doubled: 布署", "in force: version 1"],
    )
    renewed = huiyin("words", "load", text(tmp_path, SECOND), "--list", "local", "--draft")
    assert renewed.out.splitlines() == [
        "local: version 2, 3 words",
        "2 added: 公布署名、帐号",
        "1 removed: 既使",
        "in force: version 1",
    ]
    assert huiyin("words", "show").out == "local            warning  version 1 in force, 2 words  本市用词\n"
    shown = huiyin("words", "show", "local").out.splitlines()
    assert [line.split(",")[0] for line in shown[1:]] == ["version 2: 3 words", "version 1: 2 words"]
    assert shown[2].endswith("in force")
    written = huiyin("words", "export", "local", "--version", "2").out
    assert written == f"{','.join(HEAD)}\n公布署名,,,是\n布署,部署,,\n帐号,账号,,\n"
    table = tmp_path / "again.csv"
    table.write_text(written, encoding="utf-8")
    again = huiyin("words", "load", table, "--list", "local")
    assert again.out.splitlines() == ["local: version 2, 3 words", "in force: version 2"]


def test_the_lists_of_the_project_are_loaded_once_and_leave_the_offices_own_alone(
    huiyin: Huiyin, tmp_path: Path
) -> None:
    own = text(tmp_path, FIRST)
    huiyin("words", "load", own, "--list", "typos", "--name", "自己的", "--severity", "stop")
    loaded = huiyin("words", "load", "--builtin")
    assert loaded.code == 0
    assert [line.split(":")[0] for line in loaded.out.splitlines()] == [
        "state-names",
        "former-names",
        "dignity",
        "empty-phrases",
    ]
    assert huiyin("words", "load", "--builtin").out == ""
    assert "自己的" in huiyin("words", "show", "typos").out


def test_a_list_of_the_project_that_was_begun_and_holds_no_words_is_filled(huiyin: Huiyin, home: Path) -> None:
    with reach(Settings(home=home), SYSTEM, "test") as system:
        system.call("review", "arrange_words", {"list": "typos", "name": "常见错别字", "severity": "warning"})
    loaded = huiyin("words", "load", "--builtin")
    assert "typos" in [line.split(":")[0] for line in loaded.out.splitlines()]
    assert "in force" in huiyin("words", "show", "typos").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name a file, or ask for --builtin"),
        (("words.pdf", "--list", "local"), "is none of .csv, .tsv, .xlsx, .txt"),
        (("words.txt",), "--list CODE is needed"),
        (("nothing.txt", "--list", "local"), "cannot be read"),
    ],
)
def test_what_cannot_be_loaded_is_said_before_anything_is_recorded(
    huiyin: Huiyin, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    text(tmp_path, FIRST)
    refused = huiyin("words", "load", *arguments)
    assert refused.code == 2
    assert said in refused.err


def test_the_projects_lists_are_sound() -> None:
    lists = yaml.safe_load(BUILTIN.read_text(encoding="utf-8"))
    assert all(CODE.admits(each["list"]) for each in lists)
    assert {each["list"] for each in lists if each["severity"] == "stop"} == {"state-names"}
    for each in lists:
        entries = [Entry(**said) for said in entries_of(each)]
        must_be_sound(ordered(entries))
        assert doubled(entries) == ()
        assert differences(entries, entries) == ((), ())
