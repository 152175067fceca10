"""The portal office's word lists: which there are, their editions, and the words of one."""

from __future__ import annotations

import base64
import binascii
from bisect import bisect_right
from dataclasses import asdict

import orjson
from sqlalchemy import RowMapping, select

from kernel.decider import plain
from kernel.paging import DEFAULT_LIMIT, LONGEST, CursorUnusable, page
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.review import tables
from services.review.domain.scope import READ_WORDS, require
from services.review.domain.wordlist import Edition, Made, UnknownList, must_be_made
from services.review.schema import WORDS


def word_lists(reading: Reading, payload: Payload) -> Answer:
    """{after?, limit?} → {items, next, total}: every list with the edition in force, by code.

    Items are {list, name, severity, columns, newest, words, on, on_words, since}; `on` is null while a list is at rest.
    Raises CursorUnusable, OutOfScope.
    """
    require(reading.context.actor, READ_WORDS)
    found = page(reading, select(tables.word_lists), (tables.word_lists.c.list,), payload)
    return {"items": [_item(row) for row in found.rows], "next": found.next, "total": found.total}


def word_list(reading: Reading, payload: Payload) -> Answer:
    """{list} → the list as in word_lists, with editions: [{version, words, digest, written_by, written_at}].

    The newest edition first. Raises UnknownList, OutOfScope.
    """
    require(reading.context.actor, READ_WORDS)
    rows = reading.rows(select(tables.word_lists).where(tables.word_lists.c.list == payload["list"]))
    if not rows:
        raise UnknownList(None)
    editions = must_be_made(reading.state(WORDS, payload["list"])).editions
    return {**_item(rows[0]), "editions": [_edition(each) for each in reversed(editions)]}


def words(reading: Reading, payload: Payload) -> Answer:
    """{list, version?, containing?, after?, limit?} → {list, version, items, next, total}: the words of an edition.

    Without `version` the one in force, or the newest while none is. Items are {word, suggestion, note, right}, by word.
    Raises UnknownList, CursorUnusable, OutOfScope.
    """
    require(reading.context.actor, READ_WORDS)
    edition = _chosen(must_be_made(reading.state(WORDS, payload["list"])), payload.get("version"))
    wanted = payload.get("containing") or ""
    entries = [] if edition is None else [entry for entry in edition.entries if wanted in entry.word]
    limit = min(payload.get("limit") or DEFAULT_LIMIT, LONGEST)
    start = bisect_right(entries, _place(payload["after"]), key=lambda entry: entry.word) if payload.get("after") else 0
    shown = entries[start : start + limit]
    more = start + limit < len(entries)
    return {
        "list": payload["list"],
        "version": None if edition is None else edition.version,
        "items": [asdict(entry) for entry in shown],
        "next": base64.urlsafe_b64encode(shown[-1].word.encode()).decode().rstrip("=") if more else None,
        "total": len(entries),
    }


def _chosen(made: Made, version: int | None) -> Edition | None:
    """The edition that is asked for; None for a list that has none yet. Raises UnknownList."""
    if version is None:
        return made.in_force or made.newest
    if not 1 <= version <= len(made.editions):
        raise UnknownList(version)
    return made.editions[version - 1]


def _place(cursor: str) -> str:
    """The word after which a page begins; raises CursorUnusable."""
    try:
        return base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise CursorUnusable from None


def _item(row: RowMapping) -> Answer:
    shown: Answer = plain({name: value for name, value in row.items() if name != "on_digest"})
    return {**shown, "columns": None if row["columns"] is None else orjson.loads(row["columns"])}


def _edition(edition: Edition) -> Answer:
    written: Answer = plain({"written_by": edition.by, "written_at": edition.at})
    return {"version": edition.version, "words": len(edition.entries), "digest": edition.digest, **written}
