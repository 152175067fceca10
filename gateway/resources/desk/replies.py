"""Replies as they are drafted and reviewed; review keeps them."""

from __future__ import annotations

from gateway.access import staff
from gateway.asking import ask, command
from gateway.door import Answer, Asked
from gateway.resources.citizen import titled
from gateway.resources.desk.blueprint import ACT, DESK, LIST, READ
from gateway.schemas import replies as texts


@DESK.operation("GET", "/replies", staff("replies.list"), query=texts.ReplyPage, answer=texts.ReplyList, problems=LIST)
def replies(query: Asked) -> Answer:
    """The replies within the account's scope, and the answers to follow-up questions."""
    listed = ask("review", "replies", query)
    return {**listed, "items": titled(listed["items"])}


@DESK.operation("GET", "/replies/<number:number>", staff("replies.read"), answer=texts.ReplyView, problems=READ)
def reply(number: str) -> Answer:
    """A reply with its text as it stands."""
    return titled([ask("review", "reply", {"number": number})])[0]


@DESK.operation(
    "PUT",
    "/replies/<number:number>/draft",
    staff("replies.draft"),
    body=texts.Draft,
    answer=texts.ReplyStanding,
    problems=ACT,
)
def save_draft(number: str, body: Asked) -> Answer:
    """Keep a draft. An edit voids the passes that were given to the text before."""
    return command("review", "save_draft", {"number": number, **body})


@DESK.operation(
    "POST",
    "/replies/<number:number>/submission",
    staff("replies.submit"),
    answer=texts.ReplyStanding,
    problems=ACT,
)
def submit_reply(number: str) -> Answer:
    """Put the draft into review."""
    return command("review", "submit", {"number": number})


@DESK.operation(
    "POST",
    "/replies/<number:number>/pass",
    staff("replies.pass"),
    body=texts.Pass,
    answer=texts.ReplyStanding,
    problems=ACT,
)
def pass_reply(number: str, body: Asked) -> Answer:
    """Pass the text at a level; when the last level passes it is published at once."""
    return command("review", "pass_reply", {"number": number, **body})


@DESK.operation(
    "POST",
    "/replies/<number:number>/send-back",
    staff("replies.send_back"),
    body=texts.SendBack,
    answer=texts.ReplyStanding,
    problems=ACT,
)
def send_back(number: str, body: Asked) -> Answer:
    """Send the text back to the agency, with comments."""
    return command("review", "send_back", {"number": number, **body})
