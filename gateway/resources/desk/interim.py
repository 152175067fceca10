"""Interim replies: what the lead agency tells before the reply is there. Review keeps them.

`GET /desk/replies` lists them with `part` interim, from their first draft on.
"""

from __future__ import annotations

from typing import Final

from gateway.access import staff
from gateway.asking import ask
from gateway.door import Answer
from gateway.resources.desk.blueprint import DESK, READ
from gateway.resources.desk.drafting import drafting
from gateway.resources.desk.replies import told
from gateway.schemas import replies as texts

_PART: Final = {"part": "interim"}


@DESK.operation("GET", "/interim-replies/<number:number>", staff("replies.read"), answer=texts.ReplyView, problems=READ)
def interim_reply(number: str) -> Answer:
    """The interim reply that is being drafted, or the one that went out last."""
    return told(ask("review", "reply", {"number": number, **_PART}))


drafting(
    "/interim-replies",
    "interim_reply",
    _PART,
    {
        "draft": (
            "save_interim_draft",
            "Keep a draft of an interim reply. The first one begins it; an edit voids the passes given before.",
        ),
        "submission": ("submit_interim_reply", "Put the draft of the interim reply into review."),
        "pass": (
            "pass_interim_reply",
            "Pass the interim reply at a level; when the last level passes it goes out, and the case stays open.",
        ),
        "send-back": ("send_back_interim_reply", "Send the interim reply back to the agency, with comments."),
    },
)
