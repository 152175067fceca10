"""The whole system in one process, as `make run` starts it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from kernel.settings import Settings
from tests.support.cluster import ROOT, answers, free_port
from tests.support.waiting import until


@dataclass
class Embedded:
    """`huiyin up --demo` with its data in `home`; its log is beside it. Without a history, unless one is asked for."""

    home: Path
    port: int = field(default_factory=free_port)
    history: bool = False
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where the gateway answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> Settings:
        """Where its databases are, for who reads them beside it."""
        return Settings(home=self.home)

    @property
    def environment(self) -> dict[str, str]:
        """What the process and every command line sees."""
        return {
            **os.environ,
            "HUIYIN_HOME": str(self.home),
            "HUIYIN_PORT": str(self.port),
            "HUIYIN_DEMO": "true",
            "HUIYIN_DEMO_HISTORY": "true" if self.history else "false",
            "HUIYIN_RATE_LIMIT": "off",
            "HUIYIN_FIGURES_LIMIT": "off",
        }

    @property
    def log(self) -> Path:
        """What it printed."""
        return self.home.with_suffix(".log")

    def begin(self) -> None:
        """Start it, and wait for nothing."""
        self.home.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cli", "up", "--demo"],
                cwd=ROOT, env=self.environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def start(self, seconds: float = 120) -> None:
        """Start it and wait until it answers."""
        self.begin()

        def ready() -> bool:
            assert self.process is not None
            assert self.process.poll() is None, self.log.read_text(errors="replace")[-2000:]
            return "is ready" in self.log.read_text(errors="replace") and answers(f"{self.url}/readyz")

        until(ready, "huiyin up", seconds=seconds)

    def kill(self) -> None:
        """SIGKILL, as a power cut does it."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)
        self.log.write_text("")

    def stop(self) -> None:
        """Ask it to stop, and make sure."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)

    def huiyin(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command line on the same home."""
        return subprocess.run(
            [sys.executable, "-m", "cli", *arguments],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip
