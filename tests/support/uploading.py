"""Files sent over HTTP by a patient client, which repeats what got no answer with the same Idempotency-Key."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import urllib3

from tests.support.waiting import pause
from tests.support.walk import PASSING


@dataclass
class Sender(threading.Thread):
    """Sends these files to one place, one after the other; `told` is what was answered, in their order."""

    url: str
    headers: Mapping[str, str]
    contents: Sequence[bytes]
    patience: float = 240.0
    told: list[dict[str, Any]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    __hash__ = threading.Thread.__hash__

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    def run(self) -> None:
        """Until all are taken, or one is refused."""
        with urllib3.PoolManager(maxsize=1, retries=False, timeout=60) as pool:
            for number, content in enumerate(self.contents, 1):
                answer = self._answered(pool, f"附件{number}.txt", content)
                if answer is None or answer.status != 201:
                    self.failed.append(f"file {number}: {answer and answer.data[:500]!r}")
                    return
                self.told.append(answer.json())

    def _answered(self, pool: urllib3.PoolManager, name: str, content: bytes) -> urllib3.BaseHTTPResponse | None:
        """What the first answer that no repeating cures says; None once patience has ended."""
        key = {**self.headers, "Idempotency-Key": str(uuid.uuid4())}
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            try:
                answer = pool.request("POST", self.url, fields={"file": (name, content)}, headers=key)
            except urllib3.exceptions.HTTPError:
                pause()
                continue
            if answer.status not in PASSING:
                return answer
            pause()
        return None
