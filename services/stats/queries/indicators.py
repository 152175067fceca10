"""What stands too long in a column, as of a cut-off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import numpy as np

from kernel.clock import instant, rfc3339
from kernel.service import Answer, Payload, Query
from kernel.store import Reading
from kernel.tables import from_micros
from services.stats.counting.arrays import NOTHING, Numbers
from services.stats.counting.figures import COUNTED, population
from services.stats.counting.grouping import Grouped, grouped
from services.stats.counting.known import Known
from services.stats.counting.memory import Memory
from services.stats.counting.population import Population
from services.stats.domain.cohort import FIRST_DAY, LAST_DAY, Cohort, Cutoff
from services.stats.domain.figures import Base
from services.stats.domain.indicators import Standing, silent, unanswered

_EVER = Cohort(FIRST_DAY, LAST_DAY)


def indicators(memory: Memory) -> Query:
    """{as_of, known_at} → {as_of, known_at, positions, rows}: a row for each column, as it stood at the cut-off.

    A row is {key, name, oldest_unanswered, last_reply}; each of the two is {since, days, is_over}, null where there is
    none: no message without a reply, no public reply yet. Raises Unavailable.
    """

    def ask(reading: Reading, payload: Payload) -> Answer:
        as_of = instant(payload["as_of"]) if payload.get("as_of") else reading.now
        cutoff = Cutoff(as_of, instant(payload["known_at"]) if payload.get("known_at") else None)
        known = memory.known(cutoff)
        everybody = population(known, _EVER, Base.RECEIVED)
        rows = grouped(everybody, "column")
        waits = COUNTED["unanswered"](everybody)
        oldest = _each(rows, rows.row[waits], everybody.since[waits], min)
        replied = _replied(everybody, known)
        newest = _each(rows, rows.row[replied != NOTHING], replied[replied != NOTHING], max)
        return {
            "as_of": rfc3339(as_of),
            "known_at": None if cutoff.known_at is None else rfc3339(cutoff.known_at),
            "positions": dict(known.reached),
            "rows": [
                {
                    "key": group.key,
                    "name": group.name,
                    "oldest_unanswered": _written(unanswered, oldest[row], as_of),
                    "last_reply": _written(silent, newest[row], as_of),
                }
                for row, group in enumerate(rows.groups)
            ],
        }

    return ask


def _replied(everybody: Population, known: Known) -> Numbers:
    """When each got its last public reply; NOTHING for none."""
    replies = known.facts.replies
    public = np.flatnonzero(known.told(replies) & (replies.public == 1))
    at: Numbers = np.full(len(known.facts.numbers), NOTHING, np.int64)
    np.maximum.at(at, replies.subject[public], replies.at[public])
    return at[everybody.subjects]


def _each(rows: Grouped, row: Numbers, instants: Numbers, best: Callable[[Sequence[int]], int]) -> list[int | None]:
    """The oldest or the newest of the instants in each row."""
    return [best(mine) if (mine := instants[row == each].tolist()) else None for each in range(len(rows.groups))]


def _written(judge: Callable[[datetime, datetime], Standing], since: int | None, as_of: datetime) -> Answer | None:
    if since is None:
        return None
    standing = judge(from_micros(since), as_of)
    return {"since": rfc3339(standing.since), "days": standing.days, "is_over": standing.is_over}
