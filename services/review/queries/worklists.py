"""Worklists: which replies wait for whom, the longest wait first, and how many wait at each level."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from kernel.actor import Actor
from kernel.decider import plain
from kernel.paging import page
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.review import tables
from services.review.domain.refusals import UnknownWord
from services.review.domain.scope import PASS, READ, Sight, require, require_agency, require_column, sight
from services.review.queries.rows import item
from services.review.story import STATES

REPLIES, HANDS, COLUMNS = tables.replies.c, tables.hands.c, tables.columns.c
WANTED = ("part", "state", "column", "lead", "level")


def replies(reading: Reading, payload: Payload) -> Answer:
    """{part?, state?, column?, lead?, level?, mine?, after?, limit?} → {items, next, total}: the longest wait first.

    Items are rows of the worklist, without texts. `mine`: what the reviewer may pass right now. Only what the person
    may see is listed and counted. Raises OutOfScope, also for a column or an agency that is not the person's and for
    `mine` of who is no reviewer, UnknownWord, CursorUnusable.
    """
    person = reading.context.actor
    seen = sight(person)
    if payload.get("state") and payload["state"] not in STATES:
        raise UnknownWord("state", STATES)
    if payload.get("column") and seen.agencies is None:
        require_column(person, READ, payload["column"])
    if payload.get("lead") and seen.agencies is not None:
        require_agency(person, READ, (payload["lead"],))
    wanted = [REPLIES[name] == payload[name] for name in WANTED if payload.get(name)] + within(seen)
    if payload.get("mine"):
        wanted += passable(person)
    found = page(reading, select(tables.replies).where(*wanted), (REPLIES.since, REPLIES.number, REPLIES.part), payload)
    return {"items": [item(row) for row in found.rows], "next": found.next, "total": found.total}


def reply_queues(reading: Reading, payload: Payload) -> Answer:
    """{column?} → {items: [{column, column_name, level, waiting, oldest_since, back}]}: what waits at each level.

    `back` are those of the waiting that a level above sent down. Each level of the person's columns is listed, also
    where nothing waits; a handler's are those of the agency's texts. Raises OutOfScope.
    """
    person = reading.context.actor
    seen = sight(person)
    wanted = [REPLIES.state == "in_review", *within(seen)]
    if payload.get("column"):
        if seen.agencies is None:
            require_column(person, READ, payload["column"])
        wanted.append(REPLIES.column == payload["column"])
    waiting = select(
        REPLIES.column,
        REPLIES.level,
        func.count().label("waiting"),
        func.min(REPLIES.since).label("oldest_since"),
        func.count(REPLIES.back_from).label("back"),
    )
    counted = reading.rows(waiting.where(*wanted).group_by(REPLIES.column, REPLIES.level))
    names, levels = _levels(reading, seen, payload.get("column"))
    nothing = {"waiting": 0, "oldest_since": None, "back": 0}
    queues: dict[tuple[str, int], dict[str, Any]] = dict.fromkeys(levels, nothing)
    queues |= {(row["column"], row["level"]): {name: row[name] for name in nothing} for row in counted}
    return {
        "items": [
            {"column": column, "column_name": names.get(column), "level": level, **plain(queue)}
            for (column, level), queue in sorted(queues.items())
        ]
    }


def within(seen: Sight) -> list[ColumnElement[bool]]:
    """Only what the person may see."""
    wanted: list[ColumnElement[bool]] = []
    if seen.columns is not None:
        wanted.append(REPLIES.column.in_(seen.columns))
    if seen.agencies is not None:
        wanted.append(REPLIES.lead.in_(seen.agencies))
    return wanted


def passable(person: Actor) -> list[ColumnElement[bool]]:
    """The text waits at one of the reviewer's levels, who wrote neither for it nor the same words for another part.

    Nor have they passed it at another level.

    The same rule as domain/reviewing.py: must_be_other_eyes, which has the last word.
    """
    require(person, PASS)
    theirs, here = and_(HANDS.number == REPLIES.number, HANDS.account == person.account), HANDS.part == REPLIES.part
    wrote = and_(HANDS.level == 0, or_(here, HANDS.text_hash == REPLIES.words_hash))
    passed = and_(HANDS.level > 0, here, HANDS.text_hash == REPLIES.text_hash, HANDS.level != REPLIES.level)
    barred = exists().where(theirs, or_(wrote, passed))
    wanted = [REPLIES.state == "in_review", ~barred]
    if person.levels is not None:
        wanted.append(REPLIES.level.in_(person.levels))
    return wanted


def _levels(reading: Reading, seen: Sight, column: str | None) -> tuple[dict[str, str], list[tuple[str, int]]]:
    """The columns by name, and every level of those that are the person's."""
    rows = reading.rows(select(tables.columns))
    names = {row["column"]: row["name"] for row in rows}
    if seen.agencies is not None:
        return names, []
    theirs = [row for row in rows if seen.columns is None or row["column"] in seen.columns]
    wanted = [row for row in theirs if column is None or row["column"] == column]
    return names, [(row["column"], level) for row in wanted for level in range(1, row["review_levels"] + 1)]
