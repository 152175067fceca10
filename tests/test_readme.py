"""The README keeps its word: its first five minutes are run as they stand, against a Huiyin started as it says."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.support.waiting import until

pytestmark = pytest.mark.process

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8080"

# A person takes a moment between two commands. A script does not, so it repeats what a service has not heard of yet.
PATIENT = 'curl() { command curl --fail --silent --show-error --retry 20 --retry-delay 1 --retry-all-errors "$@"; }\n'


@pytest.fixture
def huiyin(tmp_path: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "HUIYIN_HOME": str(tmp_path / "var"), "HUIYIN_PORT": str(port)}
    environment["HUIYIN_DEMO_HISTORY"] = "false"
    address = f"http://127.0.0.1:{port}"
    with (tmp_path / "output").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli", "up", "--demo"], env=environment, stdout=output, stderr=output
        )
    try:
        until(lambda: process.poll() is not None or answer(f"{address}/api/v1/columns"), "the website")
        assert process.poll() is None, (tmp_path / "output").read_text(encoding="utf-8")
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0, (tmp_path / "output").read_text(encoding="utf-8")


def answer(address: str, headers: dict[str, str] | None = None) -> Any:
    """The JSON that is answered; empty while there is no good answer."""
    try:
        response = requests.get(address, headers=headers, timeout=30)
    except requests.ConnectionError:
        return {}
    return response.json() if response.ok else {}


def test_the_first_five_minutes(huiyin: str) -> None:
    walk = README.split("<!-- walk: begin -->")[1].split("<!-- walk: end -->")[0]
    script = PATIENT + "\n".join(re.findall(r"```sh\n(.*?)```", walk, re.DOTALL)).replace(ADDRESS, huiyin)
    ended = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script + '\nprintf "\n%s %s" "$number" "$code"'],
        check=False, capture_output=True, text=True, timeout=240,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout + ended.stderr
    number, code = ended.stdout.splitlines()[-1].split()
    message = f"{huiyin}/api/v1/messages/{number}"
    until(
        lambda: answer(message, {"X-Query-Code": code}).get("state") == "closed",
        "the citizen to see the message closed",
    )
    statistics = f"{huiyin}/api/v1/statistics/completion?from=2020-01-01&to=2100-01-01"
    counted = {"accepted": 1, "handed_over": 0, "closed": 1, "in_hand": 0, "overdue": 0, "completion_rate": "100"}
    until(
        lambda: answer(statistics).get("total") == counted,
        "the message to be counted",
    )


def test_every_command_that_the_readme_lists_exists() -> None:
    verbs = set(re.findall(r"`huiyin (\w+)", README))
    listed = subprocess.run([sys.executable, "-m", "cli", "--help"], check=True, capture_output=True, text=True).stdout
    assert {verb for verb in verbs if not re.search(rf"^ +{verb}\b", listed, re.MULTILINE)} == set()


def test_every_link_in_the_documents_leads_somewhere() -> None:
    root = Path(__file__).resolve().parents[1]
    pages = [root / "README.md", root / "CHANGELOG.md", *sorted((root / "docs").rglob("*.md"))]
    broken = [
        f"{page.relative_to(root)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert broken == []
