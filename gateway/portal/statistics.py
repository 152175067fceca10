"""/statistics: the four reports for a period at a cut-off, what stands too long, and what each figure means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, request
from flask_babel import gettext

from gateway.access import ASKERS
from gateway.asking import called
from gateway.documents import figures_words
from gateway.documents.words import local
from gateway.parts import parts
from gateway.portal import asking, tables, words
from gateway.portal.blueprint import PORTAL, page
from gateway.portal.definitions import COMMON, DEFINITIONS
from gateway.portal.questions import FiguresAsked, Period, asked, usual
from gateway.problems import Problem, document, sentence_of
from gateway.schemas.statistics import GROUPINGS, HOSTED
from gateway.sentences import N_
from kernel.errors import Refused

Question = dict[str, Any]
_KEY_FIGURES: Final = (
    ("completion", ("accepted", "closed", "completion_rate", "overdue")),
    ("timeliness", ("on_time_rate",)),
    ("satisfaction", ("satisfaction_rate",)),
    ("workload", ("received", "reply_rate")),
)
_CHOICES: Final = (("column", "columns"), ("hosted", "hosted"))
_STANDINGS: Final = (
    ("oldest_unanswered", N_("Oldest unanswered message"), N_("over three months")),
    ("last_reply", N_("Last public reply"), N_("over two weeks")),
    ("last_bulletin", N_("Last bulletin"), N_("over one quarter")),
)


@PORTAL.get("/statistics")
def statistics() -> Response:
    """The figures that the address asks for; where it asks for what cannot be counted, the form says why."""
    ASKERS.check()
    periods = usual(parts().clock.now())
    try:
        question = _question(asked(FiguresAsked), periods[0])
        answers = asking.reports(question)
        standing = asking.indicators(question, answers["completion"])
    except (Problem, Refused) as refused:
        problem = refused if isinstance(refused, Problem) else Problem(refused.code, refused.values())
        if (status := sentence_of(problem.code).status) not in {400, 422}:
            raise
        form = _form(request.args.to_dict(), periods)
        return page("statistics.html", status, form=form, problem=document(problem, called), reports=())
    as_of = answers["completion"]["as_of"]
    form = _form(_filled(question), periods)
    return page(
        "statistics.html",
        form=form,
        problem=None,
        only=_only(form),
        told=words.told(answers["completion"]["cohort"], "accepted", as_of),
        missing=max(answer["missing"] for answer in answers.values()),
        key_figures=_key_figures(answers),
        reports=[
            {"table": tables.report(name, answer), "csv": _address(f"/api/v1/statistics/{name}.csv", question, answer)}
            for name, answer in answers.items()
        ],
        standing=_standing(standing),
        lasting=_address("/statistics", question, answers["completion"]),
        common=COMMON,
        definitions=[(words.figure(name), meaning) for name, meaning in DEFINITIONS.items()],
    )


def _question(said: Question, default: Period) -> Question:
    """As stats takes it; where no days are given, those of this year."""
    only: Question = {"column": [said["column"]]} if "column" in said else {}
    if "hosted" in said:
        only["hosted"] = said["hosted"]
    return {
        "from": said.get("begin") or default.begin.isoformat(),
        "to": said.get("end") or default.end.isoformat(),
        "by": said["by"],
        **{name: said[name] for name in ("as_of", "positions") if name in said},
        **only,
    }


def _filled(question: Question) -> dict[str, str]:
    """What stands in the form when the answer is there; the cut-off by the clock on the wall."""
    as_of = question.get("as_of")
    return {
        **{name: question.get(name, "") for name in ("from", "to", "by", "hosted")},
        "column": "".join(question.get("column", ())),
        "as_of": f"{local(as_of):%Y-%m-%dT%H:%M:%S}" if as_of else "",
    }


def _form(filled: Mapping[str, str], periods: Sequence[Period]) -> dict[str, Any]:
    others = {name: filled[name] for name in ("by", "column", "hosted") if filled.get(name)}
    return {
        "filled": filled,
        "groupings": [(by, words.grouping(by)) for by in GROUPINGS],
        "columns": asking.columns(),
        "hosted": [(key, words.hosted(key)) for key in HOSTED],
        "periods": [
            (
                gettext(period.name),
                f"?{urlencode({'from': period.begin.isoformat(), 'to': period.end.isoformat(), **others})}",
            )
            for period in periods
        ],
    }


def _only(form: Mapping[str, Any]) -> str:
    """Which messages only, by the names that the form has for them."""
    chosen = [dict(form[names]).get(form["filled"][name], form["filled"][name]) for name, names in _CHOICES]
    return str(gettext(", ")).join(name for name in chosen if name)


def _key_figures(answers: Mapping[str, Any]) -> list[tables.Figure]:
    """The totals that most people look for, each with the cohort that it is of."""
    return [
        tables.Figure(
            words.figure(name),
            tables.cell(answers[report]["total"], name),
            words.counted_by(answers[report]["cohort"]["of"]),
        )
        for report, names in _KEY_FIGURES
        for name in names
    ]


def _standing(answer: Mapping[str, Any]) -> tables.Table:
    """A line for each column: since when, for how many days, and whether that is longer than its limit."""
    told = [one for one in _STANDINGS if all(one[0] in row for row in answer["rows"])]
    return tables.Table(
        "indicators",
        gettext("What stands too long"),
        words.as_of(answer["as_of"]),
        words.grouping("column"),
        tuple(gettext(title) for _, title, _ in told),
        tuple(
            tables.Line(
                figures_words.called(row, "column"),
                tuple(_since(row[name], gettext(limit)) for name, _, limit in told),
                is_chinese=True,
            )
            for row in answer["rows"]
        ),
    )


def _since(standing: Mapping[str, Any] | None, limit: str) -> str:
    if standing is None:
        return words.shown(None)
    values = {"day": words.day_of(standing["since"]), "days": standing["days"], "limit": limit}
    if standing["is_over"]:
        return str(gettext("%(day)s, %(days)s days ago: %(limit)s", **values))
    return str(gettext("%(day)s, %(days)s days ago", **values))


def _address(path: str, question: Question, answer: Mapping[str, Any]) -> str:
    """The same question with its cut-off and positions: what is there stays the same."""
    positions = ",".join(f"{source}:{position}" for source, position in answer["positions"].items())
    return f"{path}?{urlencode({**question, 'as_of': answer['as_of'], 'positions': positions}, doseq=True)}"
