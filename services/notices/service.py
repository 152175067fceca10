"""Notices as a nameko service: entrypoints, nothing else."""

from __future__ import annotations

from kernel.transport.relay import RelayExtension
from kernel.transport.subscription import Subscription
from kernel.transport.wired import Wired
from services.notices import wiring


class NoticesService:
    """What the portal office tells those who work on the board."""

    name = "notices"
    wired = Wired(wiring.build)
    inbox = Subscription()
    relay = RelayExtension()
