"""What citizens of declined messages read, reason by reason; intake keeps it."""

from __future__ import annotations

from gateway.access import staff
from gateway.asking import ask, command
from gateway.door import Answer, Asked
from gateway.resources.admin.blueprint import ADMIN
from gateway.schemas import advice as shapes


@ADMIN.operation("GET", "/advice", staff("advice.list"), answer=shapes.AdviceList, problems=(503,))
def advice() -> Answer:
    """The advice in force for each reason to decline."""
    return ask("intake", "advice", {})


@ADMIN.operation(
    "PUT",
    "/advice/<reason>",
    staff("advice.word"),
    body=shapes.Wording,
    answer=shapes.Advice,
    problems=(404, 409, 503),
)
def word_advice(reason: str, body: Asked) -> Answer:
    """Word the advice for a reason anew. A message that was declined before keeps the advice it was given."""
    return command("intake", "word_advice", {"reason": reason, **body})
