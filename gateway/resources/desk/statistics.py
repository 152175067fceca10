"""The messages behind a figure, for staff in scope."""

from __future__ import annotations

from typing import Final

from flask import Response

from gateway.access import staff
from gateway.asking import ask, names_of
from gateway.documents import figures_sheet
from gateway.door import Answer, Asked
from gateway.resources.desk.blueprint import DESK, LIST
from gateway.resources.statistics import asked_of, counted
from gateway.schemas import statistics as shapes
from gateway.schemas.shared import LIMIT

_MOST: Final = 5000


@DESK.operation(
    "GET",
    "/statistics/messages",
    staff("figures.read"),
    query=shapes.BehindPage,
    answer=shapes.BehindList,
    problems=LIST,
)
def messages_behind(query: Asked) -> Answer:
    """The messages behind a figure, those in scope of them, oldest first."""
    return counted("messages_behind", query)


@DESK.operation(
    "GET",
    "/statistics/messages.xlsx",
    staff("figures.read"),
    query=shapes.BehindQuestion,
    file=figures_sheet.CONTENT_TYPE,
    problems=LIST,
)
def messages_behind_as_sheet(query: Asked) -> Response:
    """The same as a sheet, up to 5,000 messages; it says the figure, its cohort and its cut-off."""
    asked = {**asked_of(query), "limit": LIMIT}
    listed = ask("stats", "messages_behind", asked)
    items, after = listed["items"], listed["next"]
    while after and len(items) < _MOST:
        page = ask("stats", "messages_behind", {**asked, "after": after})
        items, after = items + page["items"], page["next"]
    names = {kind: names_of(kind) for kind in ("column", "agency")}
    sheet = figures_sheet.figures_sheet({**listed, "items": items[:_MOST]}, names)
    headers = {"Content-Disposition": f'attachment; filename="{query["figure"]}-{query["begin"]}-{query["end"]}.xlsx"'}
    return Response(sheet, content_type=figures_sheet.CONTENT_TYPE, headers=headers)
