"""Which of stats' events are public: that a bulletin is published, and what it can be known again by."""

from __future__ import annotations

from contracts import stats as public
from kernel.journal import Recorded
from kernel.publiclog import Published
from services.stats.domain import bulletin as b


def published(recorded: Recorded) -> Published | None:
    """The contract event that others learn of; drafts are the house's own."""
    match recorded.event:
        case b.Published(about=about) as event:
            told = public.BulletinPublishedV1(
                bulletin=recorded.id,
                column=about.column,
                begin=about.begin,
                end=about.end,
                as_of=about.as_of,
                version=event.version,
                digest=event.digest,
                published_at=event.at,
            )
            return Published(told, f"bulletin:{recorded.id}")
        case _:
            return None
