"""What one person has to read: the notices that are for them as they stand now."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, RowMapping, Select, and_, case, func, or_, select, true

from kernel.actor import Actor
from kernel.decider import plain
from kernel.paging import page
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.notices import tables
from services.notices.domain import scope
from services.notices.domain.days import day_of
from services.notices.domain.letter import is_over
from services.notices.domain.state import Withdrawn
from services.notices.projections import barred
from services.notices.queries.versions import end, history, opening, said, versions
from services.notices.queries.versions import page as page_of_versions
from services.notices.schema import NOTICE, READER, reader_of, subject_of

NOTICES, READERS = tables.notices.c, tables.readers.c
SHOWN = (
    NOTICES.notice,
    NOTICES.kind,
    NOTICES.title,
    NOTICES.version,
    NOTICES.needs_receipt,
    NOTICES.valid_until,
    NOTICES.sent_by,
    NOTICES.sent_at,
    NOTICES.told_at,
)


def my_notices(reading: Reading, payload: Payload) -> Answer:
    """{after?, limit?} → {items, next, total, unread}: what holds and is for the person, see `mine` for the order.

    Items are {notice, kind, title, version, needs_receipt, valid_until, over, sent_by, sent_at, told_at, read_at,
    confirmed_at, reminded_at}; read_at and confirmed_at are null until the person has read, or confirmed, this version,
    reminded_at unless the person was reminded of it. What is over is listed, and is not to be read any more. Raises
    OutOfScope, CursorUnusable.
    """
    person = reading.context.actor
    scope.require(person, scope.READ)
    today = day_of(reading.now)
    found_for = mine(person, today).subquery()
    order = tuple(cast("Column[Any]", found_for.c[name]) for name in ("rank", "told_at", "notice"))
    found = page(reading, select(found_for), order, payload, newest_first=True)
    unread = reading.rows(select(func.count().label("many")).select_from(found_for).where(found_for.c.unread == 1))
    reading.will_unseal(subject_of(row["notice"]) for row in found.rows)
    items = [line(reading, row, today) for row in found.rows]
    return {"items": items, "next": found.next, "total": found.total, "unread": unread[0]["many"]}


def mine(person: Actor, today: date) -> Select[Any]:
    """The notices that are for the person, with what they have done about the version that holds.

    First what they were reminded of and have not done, then what they have not read, then the others.
    """
    has_read = READERS.read_version == NOTICES.version
    has_confirmed = READERS.confirmed_version == NOTICES.version
    done_at = case((NOTICES.needs_receipt, case((has_confirmed, READERS.confirmed_at))), (has_read, READERS.read_at))
    was_reminded = and_(READERS.addressed.is_(True), or_(done_at.is_(None), done_at > NOTICES.reminded_at))
    reminded_at = case((was_reminded, NOTICES.reminded_at))
    over = and_(NOTICES.valid_until.is_not(None), NOTICES.valid_until < today)
    return (
        select(
            *SHOWN,
            case((has_read, READERS.read_at)).label("read_at"),
            case((has_confirmed, READERS.confirmed_at)).label("confirmed_at"),
            reminded_at.label("reminded_at"),
            case((or_(over, func.coalesce(has_read, False)), 0), else_=1).label("unread"),
            case(
                (over, 0),
                (and_(reminded_at.is_not(None), done_at.is_(None)), 2),
                (func.coalesce(has_read, False), 0),
                else_=1,
            ).label("rank"),
        )
        .join_from(
            tables.notices,
            tables.readers,
            and_(READERS.notice == NOTICES.notice, READERS.account == person.account),
            isouter=True,
        )
        .where(NOTICES.state == "sent", is_for(person))
    )


def is_for(person: Actor) -> ColumnElement[bool]:
    """The rule of audience.addresses, told to the database."""
    scoped = person.columns
    within = (
        true()
        if scoped is None
        else or_(NOTICES.columns.is_(None), *(names(NOTICES.columns, column) for column in scoped))
    )
    return or_(names(NOTICES.accounts, person.account), and_(names(NOTICES.roles, person.role), within))


def names(column: Column[Any], code: str) -> ColumnElement[bool]:
    """Whether the code is one of those between bars."""
    return column.contains(barred((code,)), autoescape=True)


def line(reading: Reading, row: RowMapping, today: date) -> Answer:
    """A row as JSON, with its title."""
    shown: Answer = plain({name: value for name, value in row.items() if name not in {"unread", "rank"}})
    over = row["valid_until"] is not None and row["valid_until"] < today
    return {**shown, "title": reading.unseal(subject_of(row["notice"]), row["title"]), "over": over}


def my_notice(reading: Reading, payload: Payload) -> Answer:
    """{notice, after?, limit?} → {notice, state, kind, title, body, link, version, needs_receipt, valid_until, …}.

    {…, over, sent_by, sent_at, told_at, read_at, confirmed_at, withdrawn, versions, …}. Of one that was withdrawn only
    why, by whom and when: withdrawn: {reason, by, at}, else null. `versions`: see versions.page. Raises OutOfScope,
    NotFound, CursorUnusable.
    """
    name: str = payload["notice"]
    person = reading.context.actor
    state = reading.state(NOTICE, name)
    sent = scope.must_be_for(person, state)
    events, open_ = history(reading, name), opening(reading, name)
    told = versions(events)
    reader = reading.state(READER, reader_of(name, person.account))
    withdrawn = end(events, open_) if isinstance(state, Withdrawn) else None
    outline = sent.letter.outline
    asked = {"kind": outline.kind, "needs_receipt": outline.needs_receipt, "valid_until": outline.valid_until}
    now = said(told[0].wording, open_)
    texts = {part: None if withdrawn else now[part] for part in ("title", "body", "link")}
    facts: Answer = plain(
        {
            "notice": name,
            "state": "withdrawn" if withdrawn else "sent",
            **asked,
            "version": sent.version,
            "over": is_over(outline, day_of(reading.now)),
            "sent_by": told[-1].event.by,
            "sent_at": told[-1].event.at,
            "told_at": sent.at,
            "read_at": reader.read.at_version(sent.version),
            "confirmed_at": reader.confirmed.at_version(sent.version),
        }
    )
    shown = page_of_versions([] if withdrawn else told, payload, open_)
    return {**facts, **texts, "withdrawn": withdrawn, **shown}
