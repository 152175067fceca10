"""Answers to follow-up questions: drafted and reviewed as replies are. Review keeps them, intake the questions.

`GET /desk/replies` lists them with `part` follow_up.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Final

from gateway.access import staff
from gateway.asking import ask
from gateway.door import Answer
from gateway.resources.citizen import named
from gateway.resources.desk.blueprint import DESK, READ
from gateway.resources.desk.drafting import drafting
from gateway.resources.desk.replies import told
from gateway.schemas import replies as texts
from kernel.errors import Unavailable

_PART: Final = {"part": "follow_up"}


@DESK.operation("GET", "/follow-ups/<number:number>", staff("replies.read"), answer=texts.FollowUpView, problems=READ)
def follow_up(number: str) -> Answer:
    """A follow-up question, and its answer as it stands."""
    answer = told(ask("review", "reply", {"number": number, **_PART}))
    asked: dict[str, Any] | None = None
    with suppress(Unavailable):
        asked = named([ask("intake", "follow_up", {"number": number})])[0]
    return {**answer, "asked": asked}


drafting(
    "/follow-ups",
    "follow_up",
    _PART,
    {
        "draft": (
            "save_follow_up_draft",
            "Keep a draft of the answer. An edit voids the passes that were given to the text before.",
        ),
        "submission": ("submit_follow_up", "Put the draft of the answer into review."),
        "pass": (
            "pass_follow_up",
            "Pass the answer at a level; when the last level passes it is published, and the case stays closed.",
        ),
        "send-back": ("send_back_follow_up", "Send the answer back to the agency, with comments."),
    },
)
