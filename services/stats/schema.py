"""What stats stores of its own: bulletins, and the frozen names of their events. Names are only ever added to."""

from __future__ import annotations

from typing import Any

from kernel.aggregate import Aggregate
from kernel.codec import EventTypes
from services.stats.domain import bulletin as b

BULLETIN: Aggregate[b.Command, b.Event, b.Bulletin] = Aggregate(
    "bulletin",
    b.DECIDER,
    EventTypes(
        {
            "stats.bulletin_drafted.v1": b.Drafted,
            "stats.bulletin_sent_back.v1": b.SentBack,
            "stats.bulletin_checked.v1": b.Checked,
            "stats.bulletin_published.v1": b.Published,
        }
    ),
)

AGGREGATES: tuple[Aggregate[Any, Any, Any], ...] = (BULLETIN,)
"""Every kind of stream in the journal of stats."""
