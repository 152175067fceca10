"""Messages as clerks screen them; intake keeps them."""

from __future__ import annotations

from gateway.access import staff
from gateway.asking import ask, command
from gateway.door import Answer, Asked
from gateway.resources.desk.blueprint import ACT, DESK, LIST, READ
from gateway.schemas import desk as shapes


@DESK.operation(
    "GET",
    "/messages",
    staff("messages.list"),
    query=shapes.MessagePage,
    answer=shapes.MessageList,
    problems=LIST,
)
def messages(query: Asked) -> Answer:
    """The messages of the account's columns."""
    return ask("intake", "messages", query)


@DESK.operation("GET", "/queues", staff("queues.list"), answer=shapes.QueueList, problems=(503,))
def queues() -> Answer:
    """How far each column of the account's is with clearing today's queue today, the longest wait first."""
    return ask("intake", "queues", {})


@DESK.operation("GET", "/messages/<number:number>", staff("messages.read"), answer=shapes.MessageView, problems=READ)
def message(number: str) -> Answer:
    """A message with its text, without name and contact."""
    return ask("intake", "message", {"number": number})


@DESK.operation(
    "POST",
    "/messages/<number:number>/acceptance",
    staff("messages.accept"),
    body=shapes.Acceptance,
    answer=shapes.Screened,
    problems=ACT,
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
    problems=ACT,
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
    problems=ACT,
)
def redirect(number: str, body: Asked) -> Answer:
    """Tell the citizen who answers for the matter instead, and how to reach them."""
    return command("intake", "redirect", {"number": number, **body})


@DESK.operation(
    "POST",
    "/messages/<number:number>/merge",
    staff("messages.merge"),
    body=shapes.Merge,
    answer=shapes.Screened,
    problems=ACT,
)
def merge(number: str, body: Asked) -> Answer:
    """Follow a waiting message that repeats an earlier one there."""
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


@DESK.operation(
    "POST",
    "/messages/<number:number>/erasure-refusal",
    staff("messages.erase"),
    body=shapes.ErasureRefusal,
    answer=shapes.Erasure,
    problems=ACT,
)
def refuse_erasure(number: str, body: Asked) -> Answer:
    """Do not carry out the erasure that a citizen asked for, and say why."""
    return command("intake", "refuse_erasure", {"number": number, **body})
