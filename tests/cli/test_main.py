"""The frame: verbs, help, exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.exits import Found
from cli.main import VERBS, sentence
from cli.system import told_by_name
from cli.up import is_demonstration
from kernel.errors import Refused, Unavailable
from tests.cli.conftest import ROOT, Huiyin

HEAVY = ("alembic", "argon2", "eventlet", "flask", "kombu", "nameko", "openpyxl", "rich", "sqlalchemy")
COMMANDS = [
    *([verb] for verb in VERBS if verb not in {"city", "fields", "account"}),
    *(["city", "load"], ["account", "add"], ["account", "list"]),
]


def test_the_help_names_every_verb_with_a_sentence(huiyin: Huiyin) -> None:
    said = huiyin("--help")
    assert said.code == 0
    for verb in VERBS:
        (line,) = [line for line in said.out.splitlines() if line.startswith(f"  {verb} ")]
        assert len(line.split()) > 3


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_verb_explains_itself(huiyin: Huiyin, command: list[str]) -> None:
    said = huiyin(*command, "--help")
    assert said.code == 0
    assert f"Usage: huiyin {' '.join(command)}" in said.out


def test_examples_keep_their_lines(huiyin: Huiyin) -> None:
    assert "      huiyin import past.xlsx --column mayor\n" in huiyin("import", "--help").out


def test_help_loads_nothing_heavy() -> None:
    script = f"import sys; from cli.main import outcome; outcome(['--help']); print({HEAVY} & sys.modules.keys())"
    script = script.replace(str(HEAVY), str(set(HEAVY)))
    answer = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True)
    assert answer.stdout.splitlines()[-1] == "set()"


def test_the_version_is_printed(huiyin: Huiyin) -> None:
    said = huiyin("version")
    assert (said.code, said.out.split()[0]) == (0, "huiyin")


@pytest.mark.parametrize(
    "arguments",
    [
        ["fly"],
        ["import"],
        ["run", "nothing"],
        ["doctor", "--jsom"],
        ["import", "x.csv", "--column", "a", "--wait", "b"],
    ],
)
def test_wrong_usage_is_2(huiyin: Huiyin, arguments: list[str]) -> None:
    said = huiyin(*arguments)
    assert said.code == 2
    assert said.err


def test_a_wrong_setting_is_2_and_one_sentence(huiyin: Huiyin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIYIN_AMQP_URI", "http://broker")
    said = huiyin("doctor")
    assert (said.code, said.err) == (2, "huiyin: HUIYIN_AMQP_URI must begin with amqp:// or amqps://.\n")


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("C.UTF-8", "There is no column mayor. (routing.unknown_column)"),
        ("zh_CN.UTF-8", "没有栏目 mayor。 (routing.unknown_column)"),
    ],
)
def test_a_refusal_is_told_as_the_website_tells_it(monkeypatch: pytest.MonkeyPatch, locale: str, said: str) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    stop = sentence(Refused("routing.unknown_column", {"column": "mayor"}))
    assert stop is not None
    assert (stop.exit_code, stop.format_message()) == (1, said)


@dataclass
class Told:
    """A system with one agency; routing may be away."""

    away: bool = False

    def call(
        self, service: str, method: str, payload: Mapping[str, Any], attempts: int = 1, timeout: float = 60.0
    ) -> dict[str, Any]:
        assert (service, payload, attempts) == ("routing", {}, 1)
        assert timeout <= 1
        if self.away:
            raise Unavailable("routing")
        return {"items": [{"agency": "housing", "name": "市住建局"}] if method == "agencies" else []}

    def drive(self) -> None:
        """Nothing waits."""


@pytest.mark.parametrize(
    ("locale", "system", "said"),
    [
        ("C.UTF-8", Told(), "市住建局 (housing) leads, so it cannot be a co-agency as well."),
        ("zh_CN.UTF-8", Told(), "市住建局 (housing) "),
        ("C.UTF-8", Told(away=True), "housing leads, so it cannot be a co-agency as well."),
    ],
)
def test_a_refusal_says_the_names_that_routing_has(
    monkeypatch: pytest.MonkeyPatch, locale: str, system: Told, said: str
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    with pytest.raises(Found) as stopped, told_by_name(system):
        raise Refused("routing.lead_is_co_agency", {"lead": "housing"})
    assert stopped.value.format_message().startswith(said)
    assert stopped.value.format_message().endswith(" (routing.lead_is_co_agency)")


def test_a_refusal_that_nobody_put_into_words_is_told_by_its_code() -> None:
    stop = sentence(Refused("routing.of_tomorrow", {"why": "new"}))
    assert stop is not None
    assert stop.format_message() == "refused: routing.of_tomorrow (why new)"


def test_python_m_cli_is_huiyin(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "cli", "version"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.startswith("huiyin ")


@pytest.mark.process
def test_a_broker_that_is_away_is_3(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "cli", "doctor", "--no-chain"],
        cwd=ROOT,
        env={
            "HUIYIN_HOME": str(tmp_path),
            "HUIYIN_AMQP_URI": "amqp://guest:guest@127.0.0.1:1",
            "HUIYIN_DATABASE_URL": "postgresql://127.0.0.1:1/{service}",
            "HUIYIN_MASTER_KEY": "A" * 43 + "=",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 3
    assert answer.stderr.splitlines()[-1] == "huiyin: broker does not answer."


def test_a_demonstration_listens_on_this_machine_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    for given, listened in ((None, "127.0.0.1"), ("192.0.2.1", "192.0.2.1")):
        monkeypatch.setenv("HUIYIN_DEMO", "false")
        monkeypatch.setenv("HUIYIN_LISTEN", "to be taken away")
        if given is None:
            monkeypatch.delenv("HUIYIN_LISTEN")
        else:
            monkeypatch.setenv("HUIYIN_LISTEN", given)
        assert is_demonstration(True)
        assert os.environ["HUIYIN_LISTEN"] == listened
