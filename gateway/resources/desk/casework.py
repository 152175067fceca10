"""Cases as they are handled; routing keeps them."""

from __future__ import annotations

from gateway.access import staff
from gateway.asking import ask, command
from gateway.door import Answer, Asked
from gateway.resources.citizen import titled
from gateway.resources.desk.blueprint import ACT, DESK, LIST, READ
from gateway.schemas import desk as shapes
from gateway.schemas import dispatch


@DESK.operation("GET", "/cases", staff("cases.list"), query=shapes.CasePage, answer=shapes.CaseList, problems=LIST)
def cases(query: Asked) -> Answer:
    """The cases within the account's scope."""
    listed = ask("routing", "cases", query)
    return {**listed, "items": titled(listed["items"])}


@DESK.operation("GET", "/cases/<number:number>", staff("cases.read"), answer=shapes.CaseView, problems=READ)
def case(number: str) -> Answer:
    """A case."""
    return titled([ask("routing", "case", {"number": number})])[0]


@DESK.operation(
    "GET",
    "/cases/<number:number>/proposal",
    staff("cases.proposal"),
    answer=dispatch.DispatchProposal,
    problems=(404, 409, 503),
)
def proposal(number: str) -> Answer:
    """Where the dispatch rules would send a waiting case, and why."""
    return ask("routing", "proposal", {"number": number})


@DESK.operation(
    "POST",
    "/cases/<number:number>/assignment",
    staff("cases.assign"),
    body=shapes.Assignment,
    answer=shapes.Assigned,
    problems=ACT,
)
def assign(number: str, body: Asked) -> Answer:
    """Give a waiting case to the agency that answers for it."""
    return command("routing", "assign", {"number": number, **body})
