"""How a text goes out: the agency drafts and submits it, reviewers pass it or send it back.

The same for replies, for answers to follow-up questions and for interim replies; review keeps them all, by `part`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from marshmallow import Schema

from gateway.access import staff
from gateway.asking import command
from gateway.door import Answer, Asked, View
from gateway.resources.desk.blueprint import ACT, DESK
from gateway.schemas import replies as texts


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps: where, with what, and what review calls it."""

    method: str
    path: str
    permission: str
    body: type[Schema] | None
    command: str


STEPS: Final = (
    Step("PUT", "draft", "replies.draft", texts.Draft, "save_draft"),
    Step("POST", "submission", "replies.submit", None, "submit"),
    Step("POST", "pass", "replies.pass", texts.Pass, "pass_reply"),
    Step("POST", "send-back", "replies.send_back", texts.SendBack, "send_back"),
)


def drafting(path: str, part: Mapping[str, str], named: Mapping[str, tuple[str, str]]) -> None:
    """Declare the steps of a part under `path`; `named` gives each its name in the contract, and what it does."""
    for step in STEPS:
        where = f"{path}/<number:number>/{step.path}"
        declare = DESK.operation(
            step.method,
            where,
            staff(step.permission),
            body=step.body,
            answer=texts.ReplyStanding,
            problems=ACT,
        )
        declare(_view(step, part, *named[step.path]))


def _view(step: Step, part: Mapping[str, str], name: str, does: str) -> View:
    def view(number: str, body: Asked | None = None) -> Answer:
        return command("review", step.command, {"number": number, **part, **(body or {})})

    view.__name__, view.__doc__ = name, does
    return view
