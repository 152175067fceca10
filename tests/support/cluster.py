"""The whole system as separate processes over RabbitMQ and PostgreSQL, with a way to kill each of them."""

from __future__ import annotations

import base64
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import requests

from kernel.settings import Settings
from tests.support.waiting import until

ROOT = Path(__file__).resolve().parents[2]
MASTER_KEY = bytes(32)
SERVICES = ("intake", "routing", "review", "stats", "notices", "gateway")


def free_port() -> int:
    """A TCP port on loopback that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Cluster:
    """Six processes; `database_url` holds `{service}`. Logs go to `folder`, one file a process."""

    amqp_uri: str
    database_url: str
    folder: Path
    port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    logs: dict[str, IO[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where the gateway answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> Settings:
        """Where its databases are, for who reads them beside it."""
        return Settings(home=self.folder / "home", database_url_template=self.database_url, key=MASTER_KEY)

    @property
    def environment(self) -> dict[str, str]:
        """What every process and every command line sees."""
        return {
            **os.environ,
            "HUIYIN_HOME": str(self.folder / "home"),
            "HUIYIN_AMQP_URI": self.amqp_uri,
            "HUIYIN_FILES": str(self.folder / "files"),
            "HUIYIN_DATABASE_URL": self.database_url,
            "HUIYIN_MASTER_KEY": base64.b64encode(MASTER_KEY).decode(),
            "HUIYIN_DEMO": "true",
            "HUIYIN_PORT": str(self.port),
            # every citizen of a test writes from one address
            "HUIYIN_RATE_LIMIT": "off",
            "HUIYIN_FIGURES_LIMIT": "off",
        }

    def start(self, *services: str) -> None:
        """Start these services (all when none is named)."""
        (self.folder / "home").mkdir(parents=True, exist_ok=True)
        for name in services or SERVICES:
            if name not in self.logs:
                self.logs[name] = (self.folder / f"{name}.log").open("ab")
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "cli", "run", name],
                cwd=ROOT,
                env=self.environment,
                stdout=self.logs[name],
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self, name: str) -> None:
        """SIGKILL, as a power cut does it."""
        process = self.processes[name]
        process.send_signal(signal.SIGKILL)
        process.wait(10)

    def stop(self) -> None:
        """Ask all to stop; kill who does not within fifteen seconds. They can be started again."""
        for process in self.processes.values():
            if process.poll() is None:
                process.terminate()
        for process in self.processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)
        for log in self.logs.values():
            log.close()
        self.processes.clear()
        self.logs.clear()

    def dead(self) -> list[str]:
        """The services whose process has ended."""
        return [name for name, process in self.processes.items() if process.poll() is not None]

    def wait_ready(self, seconds: float = 120) -> None:
        """Until `/readyz` says that every dependency answers."""

        def ready() -> bool:
            if gone := self.dead():
                raise AssertionError(f"{gone} ended at start: {self.tail(gone[0])}")
            return answers(f"{self.url}/readyz")

        until(ready, "every service", seconds=seconds)

    def tail(self, name: str, characters: int = 2000) -> str:
        """The end of a service's log."""
        return (self.folder / f"{name}.log").read_text(errors="replace")[-characters:]

    def huiyin(self, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command line against this cluster."""
        return subprocess.run(
            [sys.executable, "-m", "cli", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            input=stdin,
            timeout=180,
            check=False,
        )


def answers(url: str) -> bool:
    """Whether somebody says 200 there."""
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False
