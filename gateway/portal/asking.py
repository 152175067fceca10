"""What pages ask services for: the same questions as the API's, by a reader without an account."""

from __future__ import annotations

from typing import Any, Final

from gateway.asking import PATIENCE_WITH_NAMES, ask
from kernel.errors import KernelError

Answer = dict[str, Any]
REPORTS: Final = ("completion", "timeliness", "satisfaction", "workload")


def reports(question: dict[str, Any]) -> dict[str, Answer]:
    """The four reports of one instant, and of what was known by the first of them."""
    first, *others = REPORTS
    answers = {first: ask("stats", first, question)}
    then = {**question, **_moment(answers[first])}
    return {**answers, **{name: ask("stats", name, then) for name in others}}


def indicators(question: Answer, answer: Answer) -> Answer:
    """What stands too long in the same columns, at the instant of this answer."""
    only: Answer = {name: question[name] for name in ("column", "hosted") if name in question}
    return ask("stats", "indicators", {**only, **_moment(answer)})


def _moment(answer: Answer) -> Answer:
    """The cut-off of an answer, and how much of the logs it rests on: asked again, it is the same for ever."""
    return {"as_of": answer["as_of"], "positions": answer["positions"]}


def columns() -> list[tuple[str, str]]:
    """Code and name of each column, for a choice; none while routing is away: figures are told as well."""
    try:
        listed = ask("routing", "columns", {}, patience=PATIENCE_WITH_NAMES)["items"]
    except KernelError:
        return []
    return [(item["column"], item["name"]) for item in listed]
