"""What happened to a message, and the recorded look at a citizen's personal data."""

from __future__ import annotations

from flask_babel import gettext

from gateway import histories
from gateway.access import staff
from gateway.asking import ask, command, names_of, people
from gateway.door import Answer, Asked
from gateway.resources.desk.blueprint import ACT, DESK
from gateway.schemas import history as shapes


@DESK.operation(
    "GET",
    "/messages/<number:number>/history",
    staff("messages.history"),
    query=shapes.HistoryPage,
    answer=shapes.History,
    problems=(404, 422, 503),
)
def history(number: str, query: Asked) -> Answer:
    """Everything that happened to a message, in words: who, when, what changed. What is personal is withheld."""
    told = histories.page(lambda service, payload: ask(service, "history", payload), number, query)
    names, known = names_of("agency"), people(histories.who_acted(told["items"]))
    return {**told, "items": [histories.in_sentences(item, gettext, names, known) for item in told["items"]]}


@DESK.operation(
    "POST",
    "/messages/<number:number>/reveal",
    staff("messages.reveal"),
    body=shapes.Reveal,
    answer=shapes.Revealed,
    problems=ACT,
)
def reveal(number: str, body: Asked) -> Answer:
    """See the citizen's name or contact. Who looked at what, when and why is on record first."""
    asked = {"number": number, "fields": body["fields_"], "reason": body["reason"]}
    recorded = command("intake", "reveal", asked)
    return ask("intake", "revealed", {"number": number, "fields": recorded["fields"]})
