"""Bulletins, read: by everyone those that are published, by staff those of their columns as they stand."""

from __future__ import annotations

import re
from typing import Any

import orjson
from sqlalchemy import ColumnElement, RowMapping, Select, and_, select

from kernel.clock import rfc3339
from kernel.paging import page
from kernel.service import Answer, Payload, Query
from kernel.store import Reading
from services.stats import tables
from services.stats.counting.memory import Memory
from services.stats.domain import bulletin as b
from services.stats.domain import scope
from services.stats.domain.figures import Hosted
from services.stats.domain.periods import bulletin_of, period_of
from services.stats.domain.refusals import BulletinUnknown, UnknownWord
from services.stats.queries.asked import moment_of

BULLETINS = tables.bulletins.c
VERSIONS = tables.bulletin_versions.c
_STATES = tuple(state for state in b.STATES.values() if state != b.STATES[b.Undrafted])
_LIST = (BULLETINS.ends, BULLETINS.turn)
_YEAR = re.compile(r"[0-9]{4}")


def bulletins(reading: Reading, payload: Payload) -> Answer:
    """{column?, period?, after?, limit?} → {items, next, total}: the last published versions, latest period first.

    Those of a period come in the order in which they were first drafted.
    `period` is a period's name, or a year's for all that begin in it. Items are {bulletin, scope, period, as_of,
    version, published_at, digest, accepted, closed, completion_rate}. Raises CursorUnusable.
    """
    found = page(reading, _asked(_with(BULLETINS.out), payload), _LIST, payload, newest_first=True)
    return {"items": [_line(row) for row in found.rows], "next": found.next, "total": found.total}


def bulletin(reading: Reading, payload: Payload) -> Answer:
    """{bulletin, version?} → {bulletin, version, state, published_at, digest, content, versions}: a published version.

    The last one where none is named. `versions`: {version, as_of, published_at, digest, reason} of each that is out,
    the last first. Raises BulletinUnknown.
    """
    name = payload["bulletin"]
    versions = _versions(reading, name)
    wanted = payload.get("version") or (versions[0]["version"] if versions else None)
    for row in versions:
        if row["version"] == wanted:
            return {
                "bulletin": name,
                "version": wanted,
                "state": b.STATES[b.Out],
                "published_at": rfc3339(row["published_at"]),
                "digest": row["digest"],
                "content": _content(reading, name, row["version"]),
                "versions": [_version(each) for each in versions],
            }
    raise BulletinUnknown


def desk_bulletins(reading: Reading, payload: Payload) -> Answer:
    """{state?, column?, period?, after?, limit?} → {items, next, total}: the newest versions, latest period first.

    Of the columns in scope; the city's are for who has all of them. Items are those of `bulletins` and {state, comment,
    drafted_by, drafted_at, checked_by, checked_at, published_by, reason}. Raises OutOfScope, UnknownWord,
    CursorUnusable.
    """
    actor = reading.context.actor
    scope.require(actor, scope.READ)
    wanted = _asked(_with(BULLETINS.version), payload)
    if actor.columns is not None:
        wanted = wanted.where(BULLETINS.column.in_(actor.columns))
    if payload.get("state"):
        if payload["state"] not in _STATES:
            raise UnknownWord("state", _STATES)
        wanted = wanted.where(BULLETINS.state == payload["state"])
    found = page(reading, wanted, _LIST, payload, newest_first=True)
    return {"items": [_desk_line(row) for row in found.rows], "next": found.next, "total": found.total}


def desk_bulletin(reading: Reading, payload: Payload) -> Answer:
    """{bulletin} → its line in the list, with `content` and `versions` as `bulletin` gives them.

    Raises OutOfScope, BulletinUnknown.
    """
    actor = reading.context.actor
    scope.require(actor, scope.READ)
    rows = reading.rows(_with(BULLETINS.version).where(BULLETINS.bulletin == payload["bulletin"]))
    if not rows:
        raise BulletinUnknown
    scope.require_column(actor, scope.READ, rows[0]["column"])
    versions = [_version(each) for each in _versions(reading, payload["bulletin"])]
    content = _content(reading, payload["bulletin"], rows[0]["shown"])
    return {**_desk_line(rows[0]), "content": content, "versions": versions}


def bulletins_due(memory: Memory) -> Query:
    """{from, to, as_of?} → {period, items}: a bulletin for each of the city's own columns in scope, and for the city.

    Which those are is so as of the cut-off, or now; and there is an item for each column that has a bulletin. Items are
    {bulletin, column, name, state, version, digest}; `state` is "absent" where there is none. The city's, its column
    null, is there for who has all columns. Raises OutOfScope, PeriodReversed, PeriodOutOfRange, CutoffUnusable,
    Unavailable.
    """

    def ask(reading: Reading, payload: Payload) -> Answer:
        actor = reading.context.actor
        scope.require(actor, scope.READ)
        period = period_of(payload["from"], payload["to"])
        known = moment_of(reading, {"as_of": payload.get("as_of")}).known(memory)
        rows = reading.rows(_with(BULLETINS.version).where(BULLETINS.period == period.name))
        there = {row["column"]: row for row in rows}
        due: dict[str | None, str | None] = {
            code: column.name
            for code, column in known.registers.columns_at(known.cutoff).items()
            if (column.hosted is Hosted.HERE or code in there) and (actor.columns is None or code in actor.columns)
        }
        if actor.columns is None:
            due[None] = None
        return {
            "period": period.name,
            "items": [
                {
                    "bulletin": bulletin_of(period, column),
                    "column": column,
                    "name": name,
                    **_standing(there.get(column)),
                }
                for column, name in due.items()
            ],
        }

    return ask


def _standing(row: RowMapping | None) -> Answer:
    if row is None:
        return {"state": b.STATES[b.Undrafted], "version": None, "digest": None}
    return {"state": row["state"], "version": row["version"], "digest": row["digest"]}


def _with(version: ColumnElement[Any]) -> Select[Any]:
    """Each bulletin with this version of it; those that have none are left out."""
    joined = and_(VERSIONS.bulletin == BULLETINS.bulletin, VERSIONS.version == version)
    others = [column for column in VERSIONS if column.name not in {"bulletin", "version", "content"}]
    return select(tables.bulletins, VERSIONS.version.label("shown"), *others).join(tables.bulletin_versions, joined)


def _asked(wanted: Select[Any], payload: Payload) -> Select[Any]:
    """Of a column, and of a period; of all in a year where it names one."""
    period = str(payload.get("period") or "")
    if _YEAR.fullmatch(period):
        wanted = wanted.where(BULLETINS.period.startswith(period))
    elif period:
        wanted = wanted.where(BULLETINS.period == period)
    return wanted.where(BULLETINS.column == payload["column"]) if payload.get("column") else wanted


def _versions(reading: Reading, name: str) -> list[RowMapping]:
    """Those that are published, the last first."""
    said = select(*(column for column in VERSIONS if column.name != "content"))
    published = said.where(VERSIONS.bulletin == name, VERSIONS.published_at.is_not(None))
    return list(reading.rows(published.order_by(VERSIONS.version.desc())))


def _content(reading: Reading, name: str, version: int) -> Answer:
    content = select(VERSIONS.content).where(VERSIONS.bulletin == name, VERSIONS.version == version)
    found: Answer = orjson.loads(reading.rows(content)[0]["content"])
    return found


def _version(row: RowMapping) -> Answer:
    return {
        "version": row["version"],
        "as_of": rfc3339(row["as_of"]),
        "published_at": rfc3339(row["published_at"]),
        "digest": row["digest"],
        "reason": row["reason"],
    }


def _line(row: RowMapping) -> Answer:
    return {
        "bulletin": row["bulletin"],
        "as_of": rfc3339(row["as_of"]),
        "version": row["shown"],
        "published_at": None if row["published_at"] is None else rfc3339(row["published_at"]),
        "digest": row["digest"],
        **orjson.loads(row["summary"]),
    }


def _desk_line(row: RowMapping) -> Answer:
    return {
        **_line(row),
        "state": row["state"],
        "comment": row["comment"],
        "reason": row["reason"],
        "drafted_by": row["drafted_by"],
        "drafted_at": rfc3339(row["drafted_at"]),
        "checked_by": row["checked_by"],
        "checked_at": None if row["checked_at"] is None else rfc3339(row["checked_at"]),
        "published_by": row["published_by"],
    }
