"""Work that waits for a disk, beside the event loop; and the file store as a nameko service's dependency."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import eventlet
from eventlet import tpool
from nameko.extensions import DependencyProvider

from kernel.files import Files
from kernel.files.sweeping import Sweep
from kernel.transport.wired import SETTINGS

T = TypeVar("T")

SECONDS = 20.0
"""How long one look at a disk may take; the thread of one that hangs is left behind."""


def aside(call: Callable[..., T], *args: Any) -> T:
    """Run in a thread of its own. Raises TimeoutError, and whatever the call raises."""
    with eventlet.Timeout(SECONDS, TimeoutError):
        answer: T = tpool.execute(call, *args)
        return answer


class Filing(DependencyProvider):
    """The file store of the process's settings, and how far it was swept for a service."""

    files: Files
    unconfirmed: Sweep

    def setup(self) -> None:
        """Open nothing yet. Raises SettingsError where a setting cannot be used, which stops the start."""
        self.files = Files.of(self.container.config[SETTINGS], aside)
        self.unconfirmed = Sweep(self.container.service_name)

    def get_dependency(self, worker_ctx: Any) -> Filing:  # noqa: ARG002 - nameko's signature
        """Both."""
        return self
