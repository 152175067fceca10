"""Why a deadline is what it is; routing has counted it."""

from __future__ import annotations

from flask_babel import gettext

from gateway.access import staff
from gateway.asking import ask
from gateway.door import Answer
from gateway.resources.admin.calendar import named
from gateway.resources.desk.blueprint import DESK
from gateway.schemas import calendar as shapes
from gateway.sentences.words import DEADLINE_STANDS, LIMIT_SOURCES


@DESK.operation(
    "GET",
    "/cases/<number:number>/deadline",
    staff("cases.read"),
    answer=shapes.Deadline,
    problems=(404, 409, 503),
)
def deadline(number: str) -> Answer:
    """How the deadline in force was counted: day by day, by which limit, and what has moved it since."""
    found = ask("routing", "deadline", {"number": number})
    limit = None if found["limit"] is None else _sourced(found["limit"], found["limit"]["source"])
    stands = None if found["stands_since"] is None else gettext(DEADLINE_STANDS)
    return {**found, "limit": limit, "days": [named(day) for day in found["days"]], "stands_because": stands}


def _sourced(limit: Answer, source: str) -> Answer:
    return {**limit, "source_name": gettext(LIMIT_SOURCES[source])}
