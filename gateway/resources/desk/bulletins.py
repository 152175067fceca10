"""Bulletins on their way: computed, checked by somebody else, published; stats keeps every version."""

from __future__ import annotations

from typing import Final

from flask import Response

from gateway import bulletins
from gateway.access import staff
from gateway.asking import PATIENCE_WITH_COUNTING, ask, command
from gateway.door import Answer, Asked
from gateway.parts import parts
from gateway.printing import LETTER, SHEET
from gateway.resources.desk.blueprint import ACT, DESK, LIST, READ
from gateway.schemas import bulletins as shapes
from gateway.schemas.statistics import FIGURES

_ONE: Final = "/bulletins/<bulletin:bulletin>"
_BEHIND: Final = "/api/v1/desk/statistics/messages"


@DESK.operation(
    "GET",
    "/bulletins",
    staff("bulletins.read"),
    query=shapes.DeskBulletinPage,
    answer=shapes.DeskBulletinList,
    problems=LIST,
)
def desk_bulletins(query: Asked) -> Answer:
    """The bulletins in scope, published or not, each by its newest version."""
    return ask("stats", "desk_bulletins", query)


@DESK.operation(
    "GET",
    "/bulletins/due",
    staff("bulletins.read"),
    query=shapes.DueQuery,
    answer=shapes.DueList,
    problems=LIST,
)
def bulletins_due(query: Asked) -> Answer:
    """The bulletins that a period should have, and how far each is: those in scope."""
    return ask("stats", "bulletins_due", _payload(query))


@DESK.operation(
    "POST",
    "/bulletins",
    staff("bulletins.draft"),
    body=shapes.NewBulletin,
    answer=shapes.BulletinDone,
    problems=ACT,
)
def draft_bulletin(body: Asked) -> Answer:
    """Compute a bulletin, or compute it anew; with a reason, the correction of a published one."""
    return command("stats", "draft_bulletin", _payload(body), patience=PATIENCE_WITH_COUNTING)


@DESK.operation("GET", _ONE, staff("bulletins.read"), answer=shapes.DeskBulletin, problems=READ)
def desk_bulletin(bulletin: str) -> Answer:
    """A bulletin by its newest version, with the messages behind each figure."""
    told = ask("stats", "desk_bulletin", {"bulletin": bulletin})
    return {**told, "links": bulletins.links(told["content"], _BEHIND, FIGURES)}


@DESK.operation("GET", f"{_ONE}.docx", staff("bulletins.read"), file=LETTER.content_type, problems=READ)
def desk_bulletin_as_letter(bulletin: str) -> Response:
    """The document that will go out, or did; a draft says that it is one."""
    return parts().printing.answer(ask("stats", "desk_bulletin", {"bulletin": bulletin}), LETTER)


@DESK.operation("GET", f"{_ONE}.xlsx", staff("bulletins.read"), file=SHEET.content_type, problems=READ)
def desk_bulletin_as_sheet(bulletin: str) -> Response:
    """The workbook that will go out, or did; a draft says that it is one."""
    return parts().printing.answer(ask("stats", "desk_bulletin", {"bulletin": bulletin}), SHEET)


@DESK.operation(
    "POST",
    f"{_ONE}/check",
    staff("bulletins.check"),
    body=shapes.LookedAt,
    answer=shapes.BulletinDone,
    problems=ACT,
)
def check_bulletin(bulletin: str, body: Asked) -> Answer:
    """Agree to a draft that somebody else has had computed."""
    return command("stats", "check_bulletin", {"bulletin": bulletin, **body})


@DESK.operation(
    "POST",
    f"{_ONE}/return",
    staff("bulletins.check"),
    body=shapes.SendingBack,
    answer=shapes.BulletinDone,
    problems=ACT,
)
def send_bulletin_back(bulletin: str, body: Asked) -> Answer:
    """Say what is wrong with a draft."""
    return command("stats", "send_bulletin_back", {"bulletin": bulletin, **body})


@DESK.operation(
    "POST",
    f"{_ONE}/publication",
    staff("bulletins.publish"),
    body=shapes.LookedAt,
    answer=shapes.BulletinDone,
    problems=ACT,
)
def publish_bulletin(bulletin: str, body: Asked) -> Answer:
    """Publish what was checked: from then on everyone reads it, and it never changes."""
    return command("stats", "publish_bulletin", {"bulletin": bulletin, **body}, patience=PATIENCE_WITH_COUNTING)


def _payload(asked: Asked) -> Asked:
    """The question as stats takes it."""
    others = {name: value for name, value in asked.items() if name not in ("begin", "end")}
    return {**others, "from": asked["begin"], "to": asked["end"]}
