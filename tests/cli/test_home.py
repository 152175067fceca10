"""One process at a time runs a home."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli import exits
from cli.home import Home
from tests.cli.conftest import ROOT

HOLD = """
import sys
from pathlib import Path
from cli.home import Home
home = Home(Path(sys.argv[1]))
assert home.acquire("up")
home.say(verb="up", url="http://127.0.0.1:1")
print("held", flush=True)
sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_nobody_runs_a_new_home(tmp_path: Path) -> None:
    assert Home(tmp_path / "home").runner() == {}


def test_a_home_is_run_by_one_at_a_time_and_says_by_whom(tmp_path: Path) -> None:
    process = holder(tmp_path)
    home = Home(tmp_path)
    assert not home.acquire("import", patience=0.2)
    assert home.runner() == {"pid": process.pid, "verb": "up", "url": "http://127.0.0.1:1"}
    process.communicate("")
    assert home.acquire("import")
    assert Home(tmp_path).runner() == {"pid": os.getpid(), "verb": "import"}
    home.release()
    assert Home(tmp_path).runner() == {}


def test_the_lock_goes_with_a_process_that_is_killed(tmp_path: Path) -> None:
    process = holder(tmp_path)
    home = Home(tmp_path)
    process.send_signal(signal.SIGKILL)
    assert home.acquire("import", patience=10)
    home.release()
    process.communicate()


def test_who_has_it_can_ask_again(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert home.acquire("doctor")
    assert home.acquire("doctor")
    assert home.held
    home.release()
    assert not home.held


def test_a_note_that_is_no_json_is_still_somebody(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert home.acquire("doctor")
    (tmp_path / "running.lock").write_text("{")
    assert Home(tmp_path).runner() == {"verb": "unknown"}
    home.release()


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(exits.Usage, match="HUIYIN_HOME cannot be used"):
        Home(tmp_path / "file" / "home").acquire("doctor")
