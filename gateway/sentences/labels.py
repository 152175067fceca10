"""What the parts of a form are called in sentences; what the word `name` stands for depends on whose name it is."""

from __future__ import annotations

from typing import Final

from gateway.sentences import N_

LABELS: Final[dict[str, str]] = {
    "asked": N_("what was asked for"),
    "by": N_("how to group"),
    "comments": N_("comments"),
    "done": N_("what they have done"),
    "field": N_("field of matters"),
    "figure": N_("figure"),
    "hosted": N_("hosting site"),
    "kind": N_("kind"),
    "kinds": N_("kinds"),
    "light": N_("light"),
    "month": N_("month"),
    "name": N_("designation"),
    "note": N_("note"),
    "office": N_("the office that runs it"),
    "parent": N_("the agency above it"),
    "positions": N_("positions of the logs"),
    "replied_at": N_("time of the reply"),
    "accepted_at": N_("time of acceptance"),
    "assigned_at": N_("time of assignment"),
    "closed_at": N_("time of closing"),
    "due": N_("deadline"),
    "roles": N_("roles"),
    "severity": N_("severity"),
    "state": N_("state"),
    "suggestion": N_("suggestion for a better word"),
    "system": N_("other system"),
    "text": N_("text"),
    "urged": N_("means of urging"),
    "word": N_("word"),
    "words": N_("words"),
}
"""By what a refusal calls it; what is not here is in WORDS."""

_PERSONS: Final = {("intake", "name"): N_("name")}
"""Of these services it is a person's name."""


def label(code: str, field: str) -> str | None:
    """What a field is called in the sentence of a code; None where nothing but its own name is known."""
    service = code.partition(".")[0]
    return _PERSONS.get((service, field)) or LABELS.get(field)
