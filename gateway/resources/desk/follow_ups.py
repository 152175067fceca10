"""Answers to follow-up questions: drafted and reviewed as replies are. Review keeps them, intake the questions.

`GET /desk/replies` lists them with `part` follow_up.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from gateway.access import staff
from gateway.asking import ask, command
from gateway.door import Answer, Asked
from gateway.resources.citizen import named, titled
from gateway.resources.desk.blueprint import ACT, DESK, READ
from gateway.schemas import replies as texts
from kernel.errors import Unavailable

_PART = {"part": "follow_up"}


@DESK.operation("GET", "/follow-ups/<number:number>", staff("replies.read"), answer=texts.FollowUpView, problems=READ)
def follow_up(number: str) -> Answer:
    """A follow-up question, and its answer as it stands."""
    answer = titled([ask("review", "reply", {"number": number, **_PART})])[0]
    asked: dict[str, Any] | None = None
    with suppress(Unavailable):
        asked = named([ask("intake", "follow_up", {"number": number})])[0]
    return {**answer, "asked": asked}


@DESK.operation(
    "PUT",
    "/follow-ups/<number:number>/draft",
    staff("replies.draft"),
    body=texts.Draft,
    answer=texts.ReplyStanding,
    problems=ACT,
)
def save_follow_up_draft(number: str, body: Asked) -> Answer:
    """Keep a draft of the answer. An edit voids the passes that were given to the text before."""
    return command("review", "save_draft", {"number": number, **_PART, **body})


@DESK.operation(
    "POST",
    "/follow-ups/<number:number>/submission",
    staff("replies.submit"),
    answer=texts.ReplyStanding,
    problems=ACT,
)
def submit_follow_up(number: str) -> Answer:
    """Put the draft of the answer into review."""
    return command("review", "submit", {"number": number, **_PART})


@DESK.operation(
    "POST",
    "/follow-ups/<number:number>/pass",
    staff("replies.pass"),
    body=texts.Pass,
    answer=texts.ReplyStanding,
    problems=ACT,
)
def pass_follow_up(number: str, body: Asked) -> Answer:
    """Pass the answer at a level; when the last level passes it is published at once, and the case stays closed."""
    return command("review", "pass_reply", {"number": number, **_PART, **body})


@DESK.operation(
    "POST",
    "/follow-ups/<number:number>/send-back",
    staff("replies.send_back"),
    body=texts.SendBack,
    answer=texts.ReplyStanding,
    problems=ACT,
)
def send_back_follow_up(number: str, body: Asked) -> Answer:
    """Send the answer back to the agency, with comments."""
    return command("review", "send_back", {"number": number, **_PART, **body})
