"""Figures that everyone can see, as JSON and as CSV, with the published messages behind them."""

from __future__ import annotations

from flask import Response

from gateway.access import ASKERS
from gateway.asking import ask
from gateway.documents import figures_table
from gateway.door import Answer, Asked
from gateway.resources.attachments import CITIZEN
from gateway.schemas import statistics as shapes

__all__ = ["CITIZEN", "asked_of", "counted"]

_PROBLEMS = (422, 503)


def asked_of(query: Asked) -> Asked:
    """The question as stats takes it."""
    others = {name: value for name, value in query.items() if name not in ("begin", "end")}
    return {**others, "from": query["begin"], "to": query["end"]}


def counted(method: str, query: Asked) -> Answer:
    """Stats' answer, as its schema takes it."""
    answer = ask("stats", method, asked_of(query))
    cohort = answer["cohort"]
    return {**answer, "cohort": {"of": cohort["of"], "begin": cohort["from"], "end": cohort["to"]}}


def _as_csv(report: str, query: Asked) -> Response:
    """The report as a file."""
    table = figures_table.csv(ask("stats", report, asked_of(query)))
    headers = {"Content-Disposition": f'attachment; filename="{report}-{query["begin"]}-{query["end"]}.csv"'}
    return Response(table, content_type=figures_table.CONTENT_TYPE, headers=headers)


@CITIZEN.operation(
    "GET", "/statistics/completion", ASKERS, query=shapes.Question, answer=shapes.Completion, problems=_PROBLEMS
)
def completion(query: Asked) -> Answer:
    """办结率: of the messages accepted in a period, how many were closed, in hand and overdue as of a cut-off."""
    return counted("completion", query)


@CITIZEN.operation(
    "GET",
    "/statistics/completion.csv",
    ASKERS,
    query=shapes.Question,
    file=figures_table.CONTENT_TYPE,
    problems=_PROBLEMS,
)
def completion_as_csv(query: Asked) -> Response:
    """The same as CSV, cohort and cut-off in every line."""
    return _as_csv("completion", query)


@CITIZEN.operation(
    "GET", "/statistics/timeliness", ASKERS, query=shapes.Question, answer=shapes.Timeliness, problems=_PROBLEMS
)
def timeliness(query: Asked) -> Answer:
    """按期办结率 and 平均办理时间 of the messages accepted in a period, as of a cut-off."""
    return counted("timeliness", query)


@CITIZEN.operation(
    "GET",
    "/statistics/timeliness.csv",
    ASKERS,
    query=shapes.Question,
    file=figures_table.CONTENT_TYPE,
    problems=_PROBLEMS,
)
def timeliness_as_csv(query: Asked) -> Response:
    """The same as CSV, cohort and cut-off in every line."""
    return _as_csv("timeliness", query)


@CITIZEN.operation(
    "GET", "/statistics/satisfaction", ASKERS, query=shapes.Question, answer=shapes.Satisfaction, problems=_PROBLEMS
)
def satisfaction(query: Asked) -> Answer:
    """满意率: how the messages accepted in a period were rated, as of a cut-off."""
    return counted("satisfaction", query)


@CITIZEN.operation(
    "GET",
    "/statistics/satisfaction.csv",
    ASKERS,
    query=shapes.Question,
    file=figures_table.CONTENT_TYPE,
    problems=_PROBLEMS,
)
def satisfaction_as_csv(query: Asked) -> Response:
    """The same as CSV, cohort and cut-off in every line."""
    return _as_csv("satisfaction", query)


@CITIZEN.operation(
    "GET", "/statistics/workload", ASKERS, query=shapes.Question, answer=shapes.Workload, problems=_PROBLEMS
)
def workload(query: Asked) -> Answer:
    """What was received in a period and what became of it as of a cut-off, with the 答复率."""
    return counted("workload", query)


@CITIZEN.operation(
    "GET",
    "/statistics/workload.csv",
    ASKERS,
    query=shapes.Question,
    file=figures_table.CONTENT_TYPE,
    problems=_PROBLEMS,
)
def workload_as_csv(query: Asked) -> Response:
    """The same as CSV, cohort and cut-off in every line."""
    return _as_csv("workload", query)


@CITIZEN.operation(
    "GET",
    "/statistics/indicators",
    ASKERS,
    query=shapes.IndicatorsQuestion,
    answer=shapes.Indicators,
    problems=_PROBLEMS,
)
def indicators(query: Asked) -> Answer:
    """What stands too long in each column, as of a cut-off."""
    return ask("stats", "indicators", query)


@CITIZEN.operation(
    "GET", "/statistics/messages", ASKERS, query=shapes.PublicPage, answer=shapes.BehindList, problems=_PROBLEMS
)
def published_messages_behind(query: Asked) -> Answer:
    """The messages behind a figure, as far as their reply is public."""
    return counted("messages_behind", query)
