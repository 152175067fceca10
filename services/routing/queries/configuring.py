"""Columns and agencies for the people who run them, with the versions to name in a change, and who changed what."""

from __future__ import annotations

from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Select, and_, func, select, true

from kernel.clock import rfc3339
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.routing import tables
from services.routing.domain import scope
from services.routing.domain.refusals import AgencyNotFound, ColumnNotFound
from services.routing.queries.city import AGENCIES, COLUMNS, column_shown

CHANGES = tables.city_changes.c
_MOST: Final = 200


def configured_columns(reading: Reading, payload: Payload) -> Answer:
    """{after?, limit?} → {items, next, total}: the columns in the person's scope, as `configured_column` shows them."""
    scope.require(reading.context.actor, scope.READ_CITY)
    own = reading.context.actor.columns
    wanted = true() if own is None else COLUMNS.column.in_(own)
    query = select(tables.columns, _version("column", COLUMNS.column)).where(wanted).order_by(COLUMNS.place)
    return _page(reading, payload, query, COLUMNS.place, column_shown)


def configured_column(reading: Reading, payload: Payload) -> Answer:
    """{column} → the column with its limits, terms and version; raises OutOfScope, ColumnNotFound."""
    scope.require_column(reading.context.actor, scope.READ_CITY, payload["column"])
    query = select(tables.columns, _version("column", COLUMNS.column)).where(COLUMNS.column == payload["column"])
    if not (rows := reading.rows(query)):
        raise ColumnNotFound(payload["column"])
    return column_shown(rows[0])


def configured_agencies(reading: Reading, payload: Payload) -> Answer:
    """{after?, limit?} → {items: [{agency, name, parent, level, version}], next, total}, as they were registered."""
    scope.require(reading.context.actor, scope.READ_CITY)
    query = select(tables.agencies, _version("agency", AGENCIES.agency)).order_by(AGENCIES.place)
    return _page(reading, payload, query, AGENCIES.place, _agency)


def configured_agency(reading: Reading, payload: Payload) -> Answer:
    """{agency} → one of them; raises OutOfScope, AgencyNotFound."""
    scope.require(reading.context.actor, scope.READ_CITY)
    query = select(tables.agencies, _version("agency", AGENCIES.agency)).where(AGENCIES.agency == payload["agency"])
    if not (rows := reading.rows(query)):
        raise AgencyNotFound(payload["agency"])
    return _agency(rows[0])


def city_changes(reading: Reading, payload: Payload) -> Answer:
    """{before?: position, limit?} → {items: [{position, at, by, kind, subject, change, details}], total}.

    The newest first: of columns in the person's scope, and of agencies for who is limited to no columns.
    """
    scope.require(reading.context.actor, scope.READ_CITY)
    own = reading.context.actor.columns
    wanted = true() if own is None else and_(CHANGES.kind == "column", CHANGES.subject.in_(own))
    earlier = tables.city_changes.alias("earlier")
    same = (earlier.c.kind == CHANGES.kind, earlier.c.subject == CHANGES.subject)
    joined = tables.city_changes.outerjoin(earlier, and_(*same, earlier.c.version == CHANGES.version - 1))
    query = select(tables.city_changes, earlier.c.said.label("said_before")).select_from(joined).where(wanted)
    if payload.get("before") is not None:
        query = query.where(CHANGES.position < payload["before"])
    rows = reading.rows(query.order_by(CHANGES.position.desc()).limit(min(payload.get("limit") or _MOST, _MOST + 1)))
    counted = reading.rows(select(func.count().label("total")).select_from(tables.city_changes).where(wanted))
    return {"items": [_change(row) for row in rows], "total": counted[0]["total"]}


def _version(kind: str, subject: ColumnElement[str]) -> ColumnElement[int]:
    latest = select(func.max(CHANGES.version)).where(CHANGES.kind == kind, CHANGES.subject == subject)
    return latest.scalar_subquery().label("version")


def _page(reading: Reading, payload: Payload, query: Select[Any], place: ColumnElement[int], shown: Any) -> Answer:
    limit = min(payload.get("limit") or _MOST, _MOST)
    after = payload.get("after") or ""
    part = query.where(place > int(after)) if after.isascii() and after.isdecimal() else query
    rows = reading.rows(part.limit(limit + 1))
    counted = reading.rows(select(func.count().label("total")).select_from(query.order_by(None).subquery()))
    following = str(rows[limit - 1]["place"]) if len(rows) > limit else None
    return {"items": [shown(row) for row in rows[:limit]], "next": following, "total": counted[0]["total"]}


def _agency(row: Any) -> Answer:
    return {name: row[name] for name in ("agency", "name", "parent", "level", "version")}


def _change(row: Any) -> Answer:
    now = orjson.loads(row["said"])
    before = orjson.loads(row["said_before"]) if row["said_before"] else {}
    changed = [name for name, value in now.items() if before.get(name) != value] if before else list(now)
    return {
        "position": row["position"],
        "at": rfc3339(row["at"]),
        "by": row["by"],
        "on_behalf_of": row["on_behalf_of"],
        "kind": row["kind"],
        "subject": row["subject"],
        "change": row["change"],
        "details": {**now, "changed": changed},
    }
