"""What the gateway needs of the rest of the house: one way to call a service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from kernel.context import Context


class Services(Protocol):
    """Calls a service; `kernel.transport.client.Client` is one, tests bring another."""

    def call(
        self, service: str, method: str, payload: Mapping[str, Any], context: Context, timeout: float
    ) -> dict[str, Any]:
        """The answer; raises Refused for a business no and Unavailable when there is none in time."""
        ...
