"""Replies as they are drafted and reviewed; review keeps them."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext

from gateway.access import staff
from gateway.asking import ask, called
from gateway.door import Answer, Asked
from gateway.problems import explained
from gateway.resources.citizen import named, titled
from gateway.resources.desk.blueprint import DESK, LIST, READ
from gateway.resources.desk.drafting import drafting
from gateway.schemas import replies as texts
from gateway.schemas import reviewing as acts


@DESK.operation("GET", "/replies", staff("replies.list"), query=texts.ReplyPage, answer=texts.ReplyList, problems=LIST)
def replies(query: Asked) -> Answer:
    """The replies within the account's scope, the answers to follow-up questions, and the interim replies."""
    listed = ask("review", "replies", query)
    return {**listed, "items": titled(listed["items"])}


@DESK.operation(
    "GET",
    "/reply-queues",
    staff("replies.list"),
    query=acts.QueueQuery,
    answer=acts.ReplyQueues,
    problems=(422, 503),
)
def reply_queues(query: Asked) -> Answer:
    """How many texts wait at each review level of each column, since when, and how many were sent down from above."""
    return ask("review", "reply_queues", query)


@DESK.operation("GET", "/replies/<number:number>", staff("replies.read"), answer=texts.ReplyView, problems=READ)
def reply(number: str) -> Answer:
    """A reply with its text as it stands, and the replies of the rounds before."""
    return told(ask("review", "reply", {"number": number}))


drafting(
    "/replies",
    "reply",
    {},
    {
        "draft": ("save_draft", "Keep a draft. An edit voids the passes that were given to the text before."),
        "submission": ("submit_reply", "Put the draft into review."),
        "pass": ("pass_reply", "Pass the text at a level; when the last level passes it is published at once."),
        "send-back": ("send_back", "Send the text back to the agency, with comments."),
    },
)


def told(view: Answer) -> Answer:
    """A reply or a follow-up's answer with title, the earlier replies' agencies by name, and why one may not pass."""
    for_you = view.get("for_you")
    return {**titled([view])[0], "earlier": named(view["earlier"]), "for_you": for_you and _explained(for_you)}


def _explained(for_you: dict[str, Any]) -> dict[str, Any]:
    code = for_you["refused"]
    return {**for_you, "why": None if code is None else explained(code, for_you["values"], gettext, called)}
