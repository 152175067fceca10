"""What the portal office and the auditor see: every notice, as it stands and as it was."""

from __future__ import annotations

from sqlalchemy import RowMapping, select

from kernel.decider import plain
from kernel.paging import page
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.notices import tables
from services.notices.domain import scope
from services.notices.domain.letter import text_hash_of
from services.notices.domain.refusals import NotFound
from services.notices.domain.state import STATES, Unwritten, written
from services.notices.domain.text import known_word
from services.notices.domain.words import KINDS
from services.notices.projections import BAR
from services.notices.queries.versions import draft, end, history, opening, said, versions
from services.notices.queries.versions import page as page_of_versions
from services.notices.schema import NOTICE, subject_of

NOTICES = tables.notices.c


def notices(reading: Reading, payload: Payload) -> Answer:
    """{state?, kind?, after?, limit?} → {items, next, total}: the newest first, each with its counts.

    Items are {notice, state, since, kind, title, version, needs_receipt, valid_until, roles, columns, accounts,
    drafted_by, sent_by, sent_at, told_at, addressed, read, confirmed, read_later, reminded_at}. Raises OutOfScope,
    UnknownWord, CursorUnusable.
    """
    scope.require(reading.context.actor, scope.OVERSEE)
    wanted = select(tables.notices)
    if payload.get("state"):
        wanted = wanted.where(NOTICES.state == known_word("state", payload["state"], tuple(STATES.values())))
    if payload.get("kind"):
        wanted = wanted.where(NOTICES.kind == known_word("kind", payload["kind"], KINDS))
    found = page(reading, wanted, (NOTICES.since, NOTICES.notice), payload, newest_first=True)
    reading.will_unseal(subject_of(row["notice"]) for row in found.rows)
    return {"items": [line(reading, row) for row in found.rows], "next": found.next, "total": found.total}


def notice(reading: Reading, payload: Payload) -> Answer:
    """{notice, after?, limit?} → its line in the list, and {body, link, text_hash, withdrawn, versions, …}.

    `text_hash` is what a sending names; `withdrawn` is {reason, by, at} or None; `versions`: see versions.page. Raises
    OutOfScope, NotFound, CursorUnusable.
    """
    scope.require(reading.context.actor, scope.OVERSEE)
    name: str = payload["notice"]
    rows = reading.rows(select(tables.notices).where(NOTICES.notice == name))
    state = reading.state(NOTICE, name)
    if not rows or isinstance(state, Unwritten):
        raise NotFound
    letter, _ = written(state)
    events, open_ = history(reading, name), opening(reading, name)
    sent = versions(events)
    texts = said(sent[0].wording, open_) if sent else draft(events, open_)
    return {
        **line(reading, rows[0]),
        **{part: texts[part] for part in ("title", "body", "link")},
        "text_hash": text_hash_of(letter.outline, letter.marks),
        "withdrawn": end(events, open_),
        **page_of_versions(sent, payload, open_),
    }


def line(reading: Reading, row: RowMapping) -> Answer:
    """A row as JSON, with its title and its audience as they are meant."""
    shown: Answer = plain(row)
    return {
        **shown,
        "title": reading.unseal(subject_of(row["notice"]), row["title"]),
        "roles": codes(row["roles"]),
        "columns": None if row["columns"] is None else codes(row["columns"]),
        "accounts": codes(row["accounts"]),
    }


def codes(barred: str) -> list[str]:
    """The codes between bars."""
    return [code for code in barred.split(BAR) if code]
