"""/bulletins: what was published, by period and column, and each bulletin whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, request
from flask_babel import gettext

from gateway.asking import ask, called
from gateway.portal import asking, tables, words
from gateway.portal.blueprint import PORTAL, page
from gateway.portal.chart import chart
from gateway.portal.definitions import COMMON, DEFINITIONS
from gateway.portal.questions import BulletinsAsked, VersionAsked, asked
from gateway.problems import Problem, document, sentence_of
from kernel.errors import Refused

Answer = Mapping[str, Any]
AT_ONCE: Final = 30
_PARTS: Final = (("workload", "received"), ("completion", "accepted"), ("timeliness", "accepted"),
                 ("satisfaction", "accepted"))  # fmt: skip
_TABLES: Final = ("kinds", "fields", "agencies", "columns")


@PORTAL.get("/bulletins")
def bulletins() -> Response:
    """Published bulletins, the newest period first."""
    try:
        question = asked(BulletinsAsked)
        listed = ask("stats", "bulletins", {**question, "limit": AT_ONCE})
    except (Problem, Refused) as refused:
        problem = refused if isinstance(refused, Problem) else Problem(refused.code, refused.values())
        if (status := sentence_of(problem.code).status) not in {400, 422}:
            raise
        told = document(problem, called)
        return page("bulletins.html", status, problem=told, filled=request.args, columns=asking.columns(), items=())
    chosen: dict[str, str] = {name: question[name] for name in ("column", "period") if name in question}
    return page(
        "bulletins.html",
        problem=None,
        filled=chosen,
        columns=asking.columns(),
        items=[_item(item) for item in listed["items"]],
        total=listed["total"],
        first=f"?{urlencode(chosen)}" if "after" in question else None,
        following=f"?{urlencode({**chosen, 'after': listed['next']})}" if listed["next"] else None,
    )


@PORTAL.get("/bulletins/<bulletin:bulletin>")
def bulletin(bulletin: str) -> Response:
    """A bulletin as a page: its last version, or the one that is asked for."""
    version = asked(VersionAsked).get("version")
    of_version = {} if version is None else {"version": int(version)}
    told = ask("stats", "bulletin", {"bulletin": bulletin, **of_version})
    content, newest = told["content"], max(one["version"] for one in told["versions"])
    names = [words.period({**row, "kind": content["period"]["kind"]}) for row in content["trend"]]
    of_this = f"?{urlencode({'version': told['version']})}"
    return page(
        "bulletin.html",
        bulletin=told,
        content=content,
        title=words.title(content),
        scope=words.scope(content["scope"]),
        period=words.period(content["period"]),
        as_of=words.cut_off(content["as_of"]),
        published=words.cut_off(told["published_at"]),
        newest=newest,
        files=[(kind, f"/api/v1/bulletins/{bulletin}{ending}{of_this}") for kind, ending in _files()],
        figures=[_figures(content, part, base) for part, base in _PARTS],
        spans=tables.spans(content),
        tables=[(part, words.part(part), tables.rows(content, part)) for part in _shown(content)],
        overdue=(words.part("overdue"), tables.overdue(content)),
        trend=tables.trend(content, names),
        chart=chart(content["trend"], names),
        correction=_correction(content),
        versions=[_version(one) for one in told["versions"]],
        common=COMMON,
        definitions=[(words.figure(name), meaning) for name, meaning in DEFINITIONS.items()],
        address=f"{request.host_url.rstrip('/')}/api/v1/bulletins/{bulletin}{of_this}",
    )


def _files() -> tuple[tuple[str, str], ...]:
    return ((gettext("As a document (DOCX)"), ".docx"), (gettext("As a sheet (XLSX)"), ".xlsx"), ("JSON", ""))


def _shown(content: Answer) -> list[str]:
    """The tables in their order; that of columns where the bulletin is the city's."""
    return [part for part in _TABLES if part != "columns" or content["scope"]["column"] is None]


def _figures(content: Answer, part: str, base: str) -> dict[str, Any]:
    return {
        "name": part,
        "title": words.part(part),
        "told": words.told(content["period"], base, content["as_of"]),
        "figures": tables.figures(content, part),
    }


def _item(item: Answer) -> dict[str, Any]:
    return {
        **item,
        "scope": words.scope(item["scope"]),
        "period": words.period(item["period"]),
        "rate": words.shown(item["completion_rate"]),
        "as_of": words.cut_off(item["as_of"]),
        "published": words.day_of(item["published_at"]),
    }


def _version(version: Answer) -> dict[str, Any]:
    told = {name: words.cut_off(version[name]) for name in ("as_of", "published_at")}
    return {**version, **told, "reason": words.shown(version["reason"])}


def _correction(content: Answer) -> dict[str, Any] | None:
    """Why this version came about, and every figure that is another one now."""
    correction = content["correction"]
    if correction is None:
        return None
    changes: Sequence[Answer] = correction["changes"]
    return {
        **correction,
        "changes": [
            (words.place(change["path"], content), *(_said(change, when) for when in ("before", "after")))
            for change in changes
        ],
    }


def _said(change: Answer, when: str) -> str:
    """What stood there before, or stands there after; an instant by the clock on the wall."""
    value = change[when]
    return words.cut_off(value) if value and change["path"][-1] == "as_of" else words.shown(value)
