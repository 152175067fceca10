"""The messages behind a figure: as many as it says, and each of them by number."""

from __future__ import annotations

import numpy as np

from kernel.actor import CITIZEN, Actor
from kernel.clock import rfc3339
from kernel.paging import cursor_of, numbers_of, page_limit
from kernel.service import Answer, Payload, Query
from kernel.store import Reading
from kernel.tables import from_micros
from services.stats.counting.arrays import NOTHING, Mask
from services.stats.counting.figures import counted
from services.stats.counting.grouping import chosen
from services.stats.counting.memory import Memory
from services.stats.counting.population import Population
from services.stats.domain.figures import FIGURES
from services.stats.domain.refusals import UnknownWord
from services.stats.queries.asked import asked_for


def messages_behind(memory: Memory) -> Query:
    """{figure, key, …as a report, after, limit} → {cohort, as_of, …, figure, counted, total, items, next}.

    `key` is that of the row; left out, it is the total that is asked about. `counted` is the figure; `items`
    ({number, column, kind, agency, since}), `total` of them, are those that the caller may see: staff those in their
    scope, anyone else those with a public reply. Oldest first; an evaluation is listed as its message, once each time.
    Raises UnknownWord, CursorUnusable, what `asked_for` raises, Unavailable.
    """

    def ask(reading: Reading, payload: Payload) -> Answer:
        figure = payload["figure"]
        if figure not in FIGURES:
            raise UnknownWord("figure", tuple(FIGURES))
        question = asked_for(reading, payload)
        known = memory.known(question.cutoff)
        behind = question.members(counted(figure, known, question.cohort))
        if payload.get("key"):
            behind = behind.where(chosen(behind, question.by, payload["key"]))
        seen = behind.where(_visible(behind, reading.context.actor))
        page, following = _page(seen, payload)
        return {
            **question.said(FIGURES[figure], known),
            "by": question.by,
            "figure": figure,
            "counted": len(behind.subjects),
            "total": len(seen.subjects),
            "items": _items(page),
            "next": following,
        }

    return ask


def _visible(behind: Population, actor: Actor) -> Mask:
    """Rule 8: whose numbers this caller may read."""
    known = behind.known
    if actor == CITIZEN:
        return known.is_replied_publicly[behind.subjects]
    visible: Mask = np.ones(len(behind.subjects), np.bool_)
    if actor.columns is not None:
        visible &= np.isin(behind.column, [known.facts.columns.known(column) for column in actor.columns])
    if actor.agencies is not None:
        mine = [known.facts.agencies.known(agency) for agency in actor.agencies]
        visible &= np.isin(behind.agency, mine) & (behind.agency != NOTHING)
    return visible


def _page(seen: Population, payload: Payload) -> tuple[Population, str | None]:
    """The members after the cursor, oldest first, and the cursor of the next page."""
    if payload.get("after"):
        since, turn = numbers_of(str(payload["after"]), 2)
        seen = seen.where((seen.since > since) | ((seen.since == since) & (seen.turn > turn)))
    order = np.lexsort((seen.turn, seen.since))
    limit = page_limit(payload)
    page = seen.where(order[:limit])
    is_last = len(order) <= limit
    return page, None if is_last else cursor_of([int(page.since[-1]), int(page.turn[-1])])


def _items(page: Population) -> list[Answer]:
    facts = page.known.facts
    return [
        {
            "number": facts.numbers.words[subject],
            "column": facts.columns.words[column],
            "kind": facts.kinds.words[kind],
            "agency": None if agency == NOTHING else facts.agencies.words[agency],
            "since": rfc3339(from_micros(int(since))),
        }
        for subject, column, kind, agency, since in zip(
            page.subjects.tolist(),
            page.column.tolist(),
            page.kind.tolist(),
            page.agency.tolist(),
            page.since.tolist(),
            strict=True,
        )
    ]
