"""Who runs the embedded system of a home folder: one process at a time, known by a lock on a file in it.

The lock is the operating system's (`flock`): it goes with its process, however that ends. What stands in the file
is for people and for `doctor`.
"""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from cli import exits

POLL = 0.1  # seconds between attempts


class Home:
    """A home folder that this process may run, once it has the lock."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "running.lock"
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this process has the lock."""
        return self._descriptor is not None

    def acquire(self, verb: str, patience: float = 0.0) -> bool:
        """Try to become the one that runs it, for at most `patience` seconds; whether that is so now. Raises Usage."""
        deadline = monotonic() + patience
        while not self._try(verb):
            if monotonic() >= deadline:
                return False
            sleep(POLL)
        return True

    def release(self) -> None:
        """Let others run it."""
        if self._descriptor is not None:
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None

    def say(self, **facts: Any) -> None:
        """Write down who runs it and where it is to be found."""
        assert self._descriptor is not None
        text = json.dumps({"pid": os.getpid(), **facts}).encode()
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text, 0)

    def runner(self) -> dict[str, Any]:
        """Who runs it, in their own words: {pid, verb, url}, url once it is ready; {} when nobody does."""
        try:
            descriptor = os.open(self._path, os.O_RDWR)
        except OSError:
            return {}
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return self._read(descriptor)
        else:
            return {}
        finally:
            os.close(descriptor)

    def _try(self, verb: str) -> bool:
        if self._descriptor is not None:
            return True
        descriptor = self._opened()
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self._descriptor = descriptor
        self.say(verb=verb)
        return True

    def _opened(self) -> int:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise exits.Usage(f"HUIYIN_HOME cannot be used: {error}.") from error

    @staticmethod
    def _read(descriptor: int) -> dict[str, Any]:
        try:
            found = json.loads(os.pread(descriptor, 4096, 0))
        except ValueError:
            return {"verb": "unknown"}  # caught between emptying and writing
        return found if isinstance(found, dict) else {}
