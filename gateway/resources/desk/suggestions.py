"""What intake suggests for a message: a clerk looks, and decides as ever."""

from __future__ import annotations

from gateway.access import staff
from gateway.asking import ask
from gateway.door import Answer
from gateway.resources.desk.blueprint import DESK
from gateway.schemas import suggestions as shapes


@DESK.operation(
    "GET",
    "/messages/<number:number>/suggestions",
    staff("messages.suggestions"),
    answer=shapes.Suggestions,
    problems=(404, 409, 503),
)
def suggestions(number: str) -> Answer:
    """Likely duplicates, each with its score and what speaks for it, and the likely field. Nothing is decided by it."""
    return ask("intake", "suggestions", {"number": number})
