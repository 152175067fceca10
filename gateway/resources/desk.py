"""What staff do: screen messages, assign cases, draft and review replies."""

from __future__ import annotations

from gateway.access import staff
from gateway.asking import ask, command
from gateway.door import Answer, Asked, Resources
from gateway.resources.citizen import titled
from gateway.schemas import desk as shapes
from gateway.schemas import replies as texts

DESK = Resources("desk", __name__, "/desk", "For staff: what the account's role and scope allow")

_READ = (404, 503)
_LIST = (422, 503)
_ACT = (400, 404, 409, 415, 422, 503)


# messages, which intake keeps


@DESK.operation(
    "GET",
    "/messages",
    staff("messages.list"),
    query=shapes.MessagePage,
    answer=shapes.MessageList,
    problems=_LIST,
)
def messages(query: Asked) -> Answer:
    """The messages of the account's columns."""
    return ask("intake", "messages", query)


@DESK.operation("GET", "/messages/<number:number>", staff("messages.read"), answer=shapes.MessageView, problems=_READ)
def message(number: str) -> Answer:
    """A message with its text, without name and contact."""
    return ask("intake", "message", {"number": number})


@DESK.operation(
    "POST",
    "/messages/<number:number>/acceptance",
    staff("messages.accept"),
    body=shapes.Acceptance,
    answer=shapes.Screened,
    problems=_ACT,
)
def accept(number: str, body: Asked) -> Answer:
    """Take a waiting message on."""
    return command("intake", "accept", {"number": number, **body})


@DESK.operation(
    "POST",
    "/messages/<number:number>/decline",
    staff("messages.decline"),
    body=shapes.Decline,
    answer=shapes.Screened,
    problems=_ACT,
)
def decline(number: str, body: Asked) -> Answer:
    """Do not take a waiting message on, and tell the citizen why and where to turn."""
    return command("intake", "decline", {"number": number, **body})


@DESK.operation(
    "POST",
    "/messages/<number:number>/redirection",
    staff("messages.redirect"),
    body=shapes.Redirection,
    answer=shapes.Screened,
    problems=_ACT,
)
def redirect(number: str, body: Asked) -> Answer:
    """Tell the citizen who answers for the matter instead."""
    return command("intake", "redirect", {"number": number, **body})


@DESK.operation(
    "POST",
    "/messages/<number:number>/merge",
    staff("messages.merge"),
    body=shapes.Merge,
    answer=shapes.Screened,
    problems=_ACT,
)
def merge(number: str, body: Asked) -> Answer:
    """Follow a waiting message that repeats another one there."""
    return command("intake", "merge", {"number": number, **body})


@DESK.operation(
    "POST",
    "/messages/<number:number>/erasure",
    staff("messages.erase"),
    answer=shapes.Erasure,
    problems=(400, 404, 409, 422, 503),
)
def erase(number: str) -> Answer:
    """Erase texts and personal data on request, for good. Dates, decisions and every count stay."""
    return command("intake", "erase", {"number": number})


# cases, which routing keeps


@DESK.operation("GET", "/cases", staff("cases.list"), query=shapes.CasePage, answer=shapes.CaseList, problems=_LIST)
def cases(query: Asked) -> Answer:
    """The cases within the account's scope."""
    listed = ask("routing", "cases", query)
    return {**listed, "items": titled(listed["items"])}


@DESK.operation("GET", "/cases/<number:number>", staff("cases.read"), answer=shapes.CaseView, problems=_READ)
def case(number: str) -> Answer:
    """A case."""
    return titled([ask("routing", "case", {"number": number})])[0]


@DESK.operation(
    "POST",
    "/cases/<number:number>/assignment",
    staff("cases.assign"),
    body=shapes.Assignment,
    answer=shapes.Assigned,
    problems=_ACT,
)
def assign(number: str, body: Asked) -> Answer:
    """Give a waiting case to the agency that answers for it."""
    return command("routing", "assign", {"number": number, **body})


# replies, which review keeps


@DESK.operation("GET", "/replies", staff("replies.list"), query=texts.ReplyPage, answer=texts.ReplyList, problems=_LIST)
def replies(query: Asked) -> Answer:
    """The replies within the account's scope."""
    listed = ask("review", "replies", query)
    return {**listed, "items": titled(listed["items"])}


@DESK.operation("GET", "/replies/<number:number>", staff("replies.read"), answer=texts.ReplyView, problems=_READ)
def reply(number: str) -> Answer:
    """A reply with its text as it stands."""
    return titled([ask("review", "reply", {"number": number})])[0]


@DESK.operation(
    "PUT",
    "/replies/<number:number>/draft",
    staff("replies.draft"),
    body=texts.Draft,
    answer=texts.ReplyStanding,
    problems=_ACT,
)
def save_draft(number: str, body: Asked) -> Answer:
    """Keep a draft. An edit voids the passes that were given to the text before."""
    return command("review", "save_draft", {"number": number, **body})


@DESK.operation(
    "POST",
    "/replies/<number:number>/submission",
    staff("replies.submit"),
    answer=texts.ReplyStanding,
    problems=_ACT,
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
    problems=_ACT,
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
    problems=_ACT,
)
def send_back(number: str, body: Asked) -> Answer:
    """Send the text back to the agency, with comments."""
    return command("review", "send_back", {"number": number, **body})
