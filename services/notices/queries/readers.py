"""Who has read a notice, and who has not."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, not_, select

from kernel.clock import rfc3339
from kernel.decider import plain
from kernel.paging import page
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.notices import tables
from services.notices.domain import scope
from services.notices.domain.refusals import NotFound, TooManyRows
from services.notices.domain.text import known_word
from services.notices.queries.office import line

READERS = tables.readers.c
SHEET_LIMIT = 5_000
"""People in one sheet."""

DONE = ("read", "unread", "confirmed", "unconfirmed")


def readers(reading: Reading, payload: Payload) -> Answer:
    """{notice, done?, disabled?, after?, limit?} → {items, next, total, counts}: by account.

    Items are {account, addressed, read, read_version, read_at, confirmed, confirmed_version, confirmed_at}: `read` and
    `confirmed` speak of the version that holds, or held last. `addressed` false: joined after the sending, and counts
    apart. `done` is a word of DONE. counts: {addressed, read, unread, disabled, confirmed, read_later}: `disabled`
    has not read it and cannot any more, being one of the accounts `disabled`, and is not among the unread. Raises
    OutOfScope, NotFound (also for a draft), UnknownWord, CursorUnusable.
    """
    notice = sent_notice(reading, payload)
    found = page(reading, wanted(notice, payload), (READERS.account,), payload)
    items = [item(notice, row) for row in found.rows]
    return {"items": items, "next": found.next, "total": found.total, "counts": counts(reading, notice, payload)}


def readers_sheet(reading: Reading, payload: Payload) -> Answer:
    """{notice, done?} → {items, total, counts, title, version, kind, sent_at, as_of}: the same as one list.

    Raises TooManyRows too.
    """
    notice = sent_notice(reading, payload)
    listed = wanted(notice, payload)
    total = reading.rows(select(func.count().label("many")).select_from(listed.subquery()))[0]["many"]
    if total > SHEET_LIMIT:
        raise TooManyRows(total, SHEET_LIMIT)
    rows = reading.rows(listed.order_by(READERS.account))
    shown = {name: notice[name] for name in ("title", "version", "kind", "sent_at", "needs_receipt")}
    about = {**shown, "counts": counts(reading, notice, payload), "as_of": rfc3339(reading.now)}
    return {**about, "items": [item(notice, row) for row in rows], "total": total}


def sent_notice(reading: Reading, payload: Payload) -> Answer:
    """The notice's line, once it went out; raises OutOfScope, NotFound."""
    scope.require(reading.context.actor, scope.OVERSEE)
    rows = reading.rows(select(tables.notices).where(tables.notices.c.notice == payload["notice"]))
    if not rows or rows[0]["version"] == 0:
        raise NotFound
    return line(reading, rows[0])


def wanted(notice: Answer, payload: Payload) -> Select[Any]:
    """The readers who have done so, or not."""
    listed = select(tables.readers).where(READERS.notice == notice["notice"])
    if not payload.get("done"):
        return listed
    has_read = func.coalesce(READERS.read_version, 0) == notice["version"]
    has_confirmed = func.coalesce(READERS.confirmed_version, 0) == notice["version"]
    conditions: dict[str, ColumnElement[bool]] = {
        "read": has_read,
        "unread": not_(has_read),
        "confirmed": has_confirmed,
        "unconfirmed": and_(has_read, not_(has_confirmed)),
    }
    done = known_word("done", payload["done"], DONE)
    if done in {"unread", "unconfirmed"}:
        listed = listed.where(READERS.account.not_in(payload.get("disabled") or []))
    return listed.where(conditions[done])


def item(notice: Answer, row: RowMapping) -> Answer:
    """A reader as JSON."""
    shown: Answer = plain({name: value for name, value in row.items() if name != "notice"})
    version = notice["version"]
    return {**shown, "read": row["read_version"] == version, "confirmed": row["confirmed_version"] == version}


def counts(reading: Reading, notice: Answer, payload: Payload) -> Answer:
    """Of those it was sent to, how many have read or confirmed it; and who has read it and joined later."""
    told = {name: notice[name] for name in ("addressed", "read", "confirmed", "read_later")}
    gone = select(func.count().label("many")).where(
        READERS.notice == notice["notice"],
        READERS.addressed.is_(True),
        func.coalesce(READERS.read_version, 0) < notice["version"],
        READERS.account.in_(payload.get("disabled") or []),
    )
    disabled = reading.rows(gone)[0]["many"]
    return {**told, "unread": notice["addressed"] - notice["read"] - disabled, "disabled": disabled}
