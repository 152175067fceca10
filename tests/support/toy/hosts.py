"""The test's side of a toy process: start it, ask it, stop or kill it, read what it logged."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60.0


class HostError(Exception):
    """What the process answered when it could not; `code` and `values` are a KernelError's."""

    def __init__(self, name: str, code: str | None, values: Mapping[str, Any]) -> None:
        super().__init__(name, code, values)
        self.name = name
        self.code = code
        self.values = values


class Host:
    """A process of toy services, or with none a bare client; its log is `folder/<name>.log`."""

    def __init__(self, folder: Path, *services: str, **environment: str) -> None:
        self.name = "-".join(services) or "driver"
        self.log_path = folder / f"{self.name}-{next(_numbers)}.log"
        self._answers: dict[int, queue.SimpleQueue[dict[str, Any]]] = {0: queue.SimpleQueue()}
        self._ids = itertools.count(1)
        with self.log_path.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.toy.host", *services],
                cwd=ROOT,
                env={**os.environ, "HUIYIN_HOME": str(folder), **environment},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def started(self, patience: float = PATIENCE) -> Host:
        """This host, once its services have started."""
        self._wait(0, patience)
        return self

    def ask(self, do: str, *, patience: float = PATIENCE, **request: Any) -> Any:
        """The process's answer. Raises HostError."""
        return self.answer(self.send(do, **request), patience)

    def send(self, do: str, **request: Any) -> int:
        """Ask, and collect the answer later."""
        number = next(self._ids)
        self._answers[number] = queue.SimpleQueue()
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"id": number, "do": do, **request}).encode() + b"\n")
        self.process.stdin.flush()
        return number

    def answer(self, number: int, patience: float = PATIENCE) -> Any:
        """The answer to what was sent. Raises HostError."""
        answer = self._wait(number, patience)
        if "error" in answer:
            raise HostError(answer["error"], answer["code"], answer["values"])
        return answer["answer"]

    def call(self, service: str, method: str, payload: dict[str, Any] | None = None, **options: Any) -> Any:
        """Call a service from the process. Raises HostError."""
        return self.ask("call", service=service, method=method, payload=payload or {}, **options)

    def kill(self) -> None:
        """SIGKILL."""
        self.process.kill()
        self.process.wait()

    def stop(self, patience: float = 20.0) -> int:
        """SIGTERM; the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(patience)

    def close(self) -> None:
        """End it however it is."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self._reader.join()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()

    @property
    def log(self) -> str:
        """What it has logged so far."""
        return self.log_path.read_text(errors="replace")

    def _wait(self, number: int, patience: float) -> dict[str, Any]:
        try:
            answer = self._answers[number].get(timeout=patience)
        except queue.Empty:
            raise AssertionError(f"{self.name} does not answer; its log ends:\n{self.log[-3000:]}") from None
        if answer.get("gone"):
            raise AssertionError(f"{self.name} has ended; its log ends:\n{self.log[-3000:]}")
        return answer

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            answer = json.loads(line)
            self._answers[answer["id"]].put(answer)
        for waiting in list(self._answers.values()):
            waiting.put({"gone": True})


_numbers = itertools.count(1)
