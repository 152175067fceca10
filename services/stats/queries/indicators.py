"""What stands too long in a column, as of a cut-off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import numpy as np
from sqlalchemy import func, select

from kernel.clock import rfc3339
from kernel.service import Answer, Payload, Query
from kernel.store import Reading
from kernel.tables import from_micros
from services.stats import tables
from services.stats.counting.arrays import NOTHING, Numbers
from services.stats.counting.figures import COUNTED, population
from services.stats.counting.filtering import Only
from services.stats.counting.known import Known
from services.stats.counting.memory import Memory
from services.stats.counting.population import Population
from services.stats.domain.cohort import FIRST_DAY, LAST_DAY, Cohort, Cutoff
from services.stats.domain.figures import Base
from services.stats.domain.indicators import Standing, silent, unanswered, unreported
from services.stats.queries.asked import filters_said, moment_of, only_of
from services.stats.queries.labels import must_all_be_known

_EVER = Cohort(FIRST_DAY, LAST_DAY)
_FILTERS = ("column", "jurisdiction", "hosted")
_NEVER = np.iinfo(np.int64).max


def indicators(memory: Memory) -> Query:
    """{as_of, known_at, positions, column, jurisdiction, hosted} → {as_of, …, missing, filters, rows}.

    A row for each column, or for those that are asked for, as it stood then.
    A row is {key, name, oldest_unanswered, last_reply, last_bulletin}; each of the three is {since, days, is_over},
    null where there is none: no message without a reply, no public reply yet, no bulletin published yet. Raises what
    `moment_of` and `only_of` raise, UnknownLabel, PositionsAhead, Unavailable.
    """

    def ask(reading: Reading, payload: Payload) -> Answer:
        moment = moment_of(reading, payload)
        only = only_of(payload, _FILTERS)
        known = moment.known(memory)
        rows = memory.kept(known, ("indicators", known.cutoff, only), lambda: _rows(known, only))
        bulletins = _last_bulletins(reading, moment.cutoff)
        return {
            **moment.said(known),
            "filters": filters_said(only),
            "rows": [{**row, "last_bulletin": bulletins.get(row["key"])} for row in rows],
        }

    return ask


def _rows(known: Known, only: Only) -> list[Answer]:
    must_all_be_known(known, only)
    everybody = only.members(population(known, _EVER, Base.RECEIVED))
    columns = only.rows(everybody, "column")
    waits = COUNTED["unanswered"](everybody)
    oldest = np.full(len(columns.groups), _NEVER)
    np.minimum.at(oldest, columns.row[waits], everybody.since[waits])
    replied = _replied(everybody, known)
    newest = np.full(len(columns.groups), NOTHING)
    np.maximum.at(newest, columns.row, replied)
    return [
        {
            "key": group.key,
            "name": group.name,
            "oldest_unanswered": None if since == _NEVER else _written(unanswered, since, known.cutoff.as_of),
            "last_reply": None if last == NOTHING else _written(silent, last, known.cutoff.as_of),
        }
        for group, since, last in zip(columns.groups, oldest.tolist(), newest.tolist(), strict=True)
    ]


def _replied(everybody: Population, known: Known) -> Numbers:
    """When each got its last public reply; NOTHING for none."""
    replies = known.replies
    public = np.flatnonzero(known.told(replies) & (replies.public == 1))
    at: Numbers = np.full(len(known.facts.numbers), NOTHING, np.int64)
    np.maximum.at(at, replies.subject[public], replies.at[public])
    return at[everybody.subjects]


def _last_bulletins(reading: Reading, cutoff: Cutoff) -> dict[str, Answer]:
    """When the last bulletin of each column was published; a correction is none."""
    bulletins, versions = tables.bulletins.c, tables.bulletin_versions.c
    last = func.max(versions.published_at).label("last")
    published = select(bulletins.column, last).join(tables.bulletin_versions, versions.bulletin == bulletins.bulletin)
    until = cutoff.as_of if cutoff.known_at is None else min(cutoff.as_of, cutoff.known_at)
    of_columns = published.where(bulletins.column.is_not(None), versions.version == 1, versions.published_at <= until)
    rows = reading.rows(of_columns.group_by(bulletins.column))
    return {row["column"]: _standing(unreported(row["last"], cutoff.as_of)) for row in rows}


def _written(judge: Callable[[datetime, datetime], Standing], since: int, as_of: datetime) -> Answer:
    return _standing(judge(from_micros(since), as_of))


def _standing(standing: Standing) -> Answer:
    return {"since": rfc3339(standing.since), "days": standing.days, "is_over": standing.is_over}
