"""Published bulletins, for everyone: what was counted, as it was frozen."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from gateway import bulletins
from gateway.access import ANYONE, ASKERS
from gateway.asking import ask
from gateway.door import Answer, Asked
from gateway.parts import parts
from gateway.printing import LETTER, SHEET
from gateway.resources.statistics import CITIZEN
from gateway.schemas import bulletins as shapes
from gateway.schemas.statistics import PUBLIC

__all__ = ["CITIZEN"]

_ONE: Final = "/bulletins/<bulletin:bulletin>"
_BEHIND: Final = "/api/v1/statistics/messages"
_FOR_A_YEAR: Final = "public, max-age=31536000, immutable"


@CITIZEN.operation(
    "GET", "/bulletins", ANYONE, query=shapes.BulletinPage, answer=shapes.BulletinList, problems=(422, 503)
)
def published_bulletins(query: Asked) -> Answer:
    """办理情况通报: published bulletins, the newest period first."""
    return ask("stats", "bulletins", query)


@CITIZEN.operation(
    "GET", _ONE, ANYONE, query=shapes.BulletinVersionQuery, answer=shapes.Bulletin, problems=(404, 422, 503)
)
def published_bulletin(bulletin: str, query: Asked) -> tuple[Answer, int, dict[str, str]]:
    """A published bulletin: the last version, or the one that is asked for. A version never changes."""
    told = published(bulletin, query)
    kept = {"Cache-Control": _FOR_A_YEAR} if "version" in query else {}
    return told, 200, {"ETag": f'"{told["digest"]}"', **kept}


@CITIZEN.operation(
    "GET",
    f"{_ONE}.docx",
    ASKERS,
    query=shapes.BulletinVersionQuery,
    file=LETTER.content_type,
    problems=(404, 503),
)
def published_bulletin_as_letter(bulletin: str, query: Asked) -> Response:
    """The same as a document, in the form of official documents: in Chinese, whoever fetches it."""
    return parts().printing.answer(ask("stats", "bulletin", {"bulletin": bulletin, **query}), LETTER)


@CITIZEN.operation(
    "GET",
    f"{_ONE}.xlsx",
    ASKERS,
    query=shapes.BulletinVersionQuery,
    file=SHEET.content_type,
    problems=(404, 503),
)
def published_bulletin_as_sheet(bulletin: str, query: Asked) -> Response:
    """Its figures as a workbook: in Chinese, whoever fetches it."""
    return parts().printing.answer(ask("stats", "bulletin", {"bulletin": bulletin, **query}), SHEET)


def published(bulletin: str, query: Asked) -> Answer:
    """A version as everyone may read it, with those before it and the public lists behind its figures."""
    told: dict[str, Any] = ask("stats", "bulletin", {"bulletin": bulletin, **query})
    before = [one for one in told["versions"] if one["version"] <= told["version"]]
    return {**told, "versions": before, "links": bulletins.links(told["content"], _BEHIND, PUBLIC)}
