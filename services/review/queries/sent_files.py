"""The files that went out with a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import orjson
from sqlalchemy import RowMapping, select

from kernel.service import Answer
from kernel.store import Reading
from services.review import tables
from services.review.queries.rows import subject

SENT = tables.files_sent_out.c
_SHOWN = ("attachment", "type", "size", "digest")
_WITH = ("number", "part", "turn", "version")


def sent_with(reading: Reading, rows: Iterable[RowMapping]) -> Callable[[RowMapping], list[Answer]]:
    """What tells the files that went out with a text in its newest version; all of them are read at once."""
    texts = list(rows)
    wanted_texts = {_text(row) for row in texts}
    numbers = {row["number"] for row in texts}
    wanted = select(tables.files_sent_out).where(SENT.number.in_(numbers)).order_by(SENT.stream_version)
    by_text: dict[tuple[Any, ...], list[Answer]] = {}
    for row in reading.rows(wanted):
        if _text(row) not in wanted_texts:
            continue
        opened = reading.unseal(subject(row), row["sealed"])
        name = None if opened is None else orjson.loads(opened)["name"]
        by_text.setdefault(_text(row), []).append({**shown(row), "name": name})
    return lambda row: by_text.get(_text(row), [])


def shown(row: RowMapping) -> Answer:
    """What everyone who may read the file is told of it, but for its name."""
    return {name: row[name] for name in _SHOWN}


def _text(row: RowMapping) -> tuple[Any, ...]:
    return tuple(row[name] for name in _WITH)
