"""The messages behind a figure: as many as it says, and each of them by number."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from kernel.actor import CITIZEN, Actor
from kernel.clock import rfc3339
from kernel.paging import CursorUnusable, cursor_of, numbers_of, page_limit
from kernel.service import Answer, Payload, Query
from kernel.store import Reading
from kernel.tables import from_micros, to_micros
from services.stats.counting.arrays import NOTHING, Mask
from services.stats.counting.figures import COUNTED
from services.stats.counting.known import Known
from services.stats.counting.memory import Memory
from services.stats.counting.population import Population
from services.stats.domain.cohort import FIRST_DAY, Cutoff
from services.stats.domain.figures import FIGURES, PUBLIC
from services.stats.domain.refusals import UnknownWord
from services.stats.queries.asked import SOURCES, Moment, Question, asked_for
from services.stats.queries.labels import must_be_known
from workdays.calendar import midnight


def messages_behind(memory: Memory) -> Query:
    """{figure, key, keyless, …as a report, after, limit} → {cohort, as_of, …, figure, counted, total, items, next}.

    `key` is that of the row, `keyless` asks for the row that has none; with neither it is the total. `counted` is the
    figure; `items` ({number, column, kind, agency, since}), `total` of them, are those that the caller may see: staff
    those in their scope at present, anyone else those with a public reply, and only where the figure tells of them
    nothing that is not public. Oldest first; an evaluation is listed as its message, once each time. Pages of one list
    are of one cut-off and of what had been heard at the first one.
    Raises UnknownWord, UnknownLabel, CursorUnusable, PositionsAhead, what `asked_for` raises, Unavailable.
    """

    def ask(reading: Reading, payload: Payload) -> Answer:
        figure = payload["figure"]
        if figure not in FIGURES:
            raise UnknownWord("figure", tuple(FIGURES))
        question = asked_for(reading, payload)
        place = None
        if payload.get("after"):
            question, place = _continued(question, str(payload["after"]), reading.now)
        known = question.moment.known(memory)
        everybody = question.members(known, FIGURES[figure])
        behind = everybody.where(COUNTED[figure](everybody))
        row = None
        if payload.get("key") or payload.get("keyless"):
            must_be_known(known, question.by, [payload["key"]] if payload.get("key") else [])
            row, in_row = question.rows(behind).named(payload.get("key"))
            behind = behind.where(in_row)
        present = memory.present(known, Cutoff(reading.now))
        seen = behind.where(_visible(behind, present, reading.context.actor, figure))
        page, is_last = _page(seen, place, page_limit(payload))
        return {
            **question.said(FIGURES[figure], known),
            "figure": figure,
            "row": None if row is None else {"key": row.key, "name": row.name},
            "counted": len(behind.subjects),
            "total": len(seen.subjects),
            "items": _items(page),
            "next": None if is_last else _cursor(question.moment.positions(known), page),
        }

    return ask


def _continued(question: Question, cursor: str, now: datetime) -> tuple[Question, tuple[int, int]]:
    """The question as its first page understood it, and where the page before ended. Raises CursorUnusable."""
    as_of, *positions, since, turn = numbers_of(cursor, 3 + len(SOURCES))
    if not to_micros(midnight(FIRST_DAY)) <= as_of <= to_micros(now):
        raise CursorUnusable
    heard = tuple(zip(SOURCES, positions, strict=True))
    cutoff = replace(question.moment.cutoff, as_of=from_micros(as_of), positions=heard)
    return replace(question, moment=Moment(cutoff, is_now=False)), (since, turn)


def _cursor(positions: Mapping[str, int], page: Population) -> str:
    heard = [positions.get(source, 0) for source in SOURCES]
    return cursor_of([page.known.as_of, *heard, int(page.since[-1]), int(page.turn[-1])])


def _visible(behind: Population, present: Known, actor: Actor, figure: str) -> Mask:
    """Rule 8: whose numbers this caller may read, by how matters stand at present."""
    subjects = behind.subjects
    if actor == CITIZEN:
        published: Mask = present.is_replied_publicly[subjects] & np.asarray(figure in PUBLIC)
        return published
    visible: Mask = np.ones(len(subjects), np.bool_)
    if actor.columns is not None:
        visible &= np.isin(behind.column, [present.facts.columns.known(column) for column in actor.columns])
    if actor.agencies is not None:
        leads = np.isin(present.agency[subjects], _known(present, actor.agencies))
        visible &= leads | np.isin(present.helpers[subjects], _helping(present, actor.agencies))
    return visible


def _known(present: Known, agencies: Sequence[str]) -> list[int]:
    """The codes of those that have ever had a case."""
    codes = (present.facts.agencies.known(agency) for agency in agencies)
    return [code for code in codes if code != NOTHING]


def _helping(present: Known, agencies: Sequence[str]) -> list[int]:
    """The codes of the lists of helpers in which one of these is."""
    lists = enumerate(present.facts.helpers.words)
    return [code for code, words in lists if not set(agencies).isdisjoint(json.loads(words))]


def _page(seen: Population, place: tuple[int, int] | None, limit: int) -> tuple[Population, bool]:
    """The members after the place, oldest first, and whether there are no more."""
    if place is not None:
        since, turn = place
        seen = seen.where((seen.since > since) | ((seen.since == since) & (seen.turn > turn)))
    order = np.lexsort((seen.turn, seen.since))
    return seen.where(order[:limit]), len(order) <= limit


def _items(page: Population) -> list[Answer]:
    facts = page.known.facts
    columns = (page.subjects, page.column, page.kind, page.agency, page.since)
    return [
        {
            "number": facts.numbers.words[subject],
            "column": facts.columns.words[column],
            "kind": facts.kinds.words[kind],
            "agency": None if agency == NOTHING else facts.agencies.words[agency],
            "since": rfc3339(from_micros(since)),
        }
        for subject, column, kind, agency, since in zip(*(values.tolist() for values in columns), strict=True)
    ]
