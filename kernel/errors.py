"""What can go wrong around a decision, each with a stable code and the values a person needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class KernelError(Exception):
    """An error that callers tell apart by `code`; never a bug of the program."""

    code: str = "kernel.error"

    def values(self) -> dict[str, Any]:
        """The error's values by name, JSON-able."""
        return {}

    def __str__(self) -> str:
        return f"{self.code} {self.values()}"


class Conflict(KernelError):
    """The stream moved on each time it was decided; asking again later is safe (architecture.md, law 8)."""

    code = "kernel.conflict"

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.stream = stream

    def values(self) -> dict[str, Any]:
        """The contended stream."""
        return {"stream": self.stream}


class RequestReused(KernelError):
    """A request id that already stands for another wish (architecture.md, law 4)."""

    code = "kernel.request_reused"

    def __init__(self, request_id: str) -> None:
        super().__init__(request_id)
        self.request_id = request_id

    def values(self) -> dict[str, Any]:
        """The request id."""
        return {"request_id": self.request_id}


class NotFound(KernelError):
    """No such thing here; a service that means it as an answer to a person raises a Refusal of its own."""

    code = "kernel.not_found"

    def __init__(self, what: str, id: str) -> None:  # noqa: A002 - the domain's word
        super().__init__(what, id)
        self.what = what
        self.id = id

    def values(self) -> dict[str, Any]:
        """What was looked for, and under which id."""
        return {"what": self.what, "id": self.id}


class RebuildRunning(KernelError):
    """The service's read models are being rebuilt already; two at once would spoil each other's copies."""

    code = "kernel.rebuild_running"

    def __init__(self, service: str) -> None:
        super().__init__(service)
        self.service = service

    def values(self) -> dict[str, Any]:
        """Whose read models."""
        return {"service": self.service}


class Unavailable(KernelError):
    """A service, a broker or a database does not answer now; nothing is known to have happened."""

    code = "kernel.unavailable"

    def __init__(self, service: str) -> None:
        super().__init__(service)
        self.service = service

    def values(self) -> dict[str, Any]:
        """Who does not answer."""
        return {"service": self.service}


class Refused(KernelError):
    """Another service's refusal, Conflict or RequestReused, as it came over RPC: its code and its values."""

    def __init__(self, code: str, values: Mapping[str, Any]) -> None:
        super().__init__(code, values)
        self.code = code
        self._values = dict(values)

    def values(self) -> dict[str, Any]:
        """The refusal's values by name."""
        return dict(self._values)
