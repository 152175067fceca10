"""What notices stores: its aggregates and the frozen names of their events. Names are only ever added to."""

from __future__ import annotations

from typing import Any

from kernel.aggregate import Aggregate

AGGREGATES: tuple[Aggregate[Any, Any, Any], ...] = ()
"""Every kind of stream in the journal of notices."""
