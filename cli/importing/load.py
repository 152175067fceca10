"""Entries of history, handed to the services that own each part of it, a batch at a time.

Every row may be handed over any number of times: each service knows it again by its number, so a command that was
interrupted, or a call whose answer was lost, is simply repeated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cli.importing.rows import Entry, Fault
from cli.importing.sentences import reason
from cli.system import System, heard

BATCH = 100
ATTEMPTS = 5
PATIENCE = 60.0  # seconds for which a batch waits until review has heard of its messages

# what the table does not say; the commonest by far
KIND = "consultation"


def load(
    system: System, column: str, office: str, entries: Sequence[Entry]
) -> Iterator[tuple[Sequence[Entry], list[Fault]]]:
    """Hand over all entries; yields each batch once it is recorded, and which of its rows were refused."""
    for begin in range(0, len(entries), BATCH):
        batch = entries[begin : begin + BATCH]
        yield batch, hand_over(system, column, office, batch)


def hand_over(system: System, column: str, office: str, batch: Sequence[Entry]) -> list[Fault]:
    """One batch: messages to intake, then cases to routing, then replies to review; raises Unavailable, Refused."""
    faults: list[Fault] = []
    messages = [message(entry) for entry in batch]
    answers = call(system, "intake", "import_messages", {"column": column, "rows": messages})
    numbers = {
        entry.reference: answer["number"] for entry, answer in zip(batch, answers, strict=True) if "number" in answer
    }
    faults += refusals(batch, {entry.reference: answer for entry, answer in zip(batch, answers, strict=True)})
    accepted = [entry for entry in batch if entry.reference in numbers]
    cases = [case(entry, numbers[entry.reference], column, office) for entry in accepted]
    faults += by_number(accepted, numbers, call(system, "routing", "import_handling", {"rows": cases}))
    left_out = {fault.reference for fault in faults}
    answered = [entry for entry in accepted if entry.reply is not None and entry.reference not in left_out]
    replies = [reply(entry, numbers[entry.reference], column, office) for entry in answered]
    faults += by_number(answered, numbers, taken_once_known(system, replies))
    return faults


def taken_once_known(system: System, replies: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The results for replies, handed over once: when review has heard of their messages, or patience is at its end."""
    if replies:
        heard(system, "review", "intake", PATIENCE)
    return call(system, "review", "import_replies", {"rows": replies})


def message(entry: Entry) -> dict[str, Any]:
    """A row for intake.import_messages."""
    return {
        "external_reference": entry.reference,
        "name": entry.user,
        "title": entry.title,
        "body": entry.body,
        "kind": entry.kind or KIND,
        "submitted_at": entry.submitted_at.isoformat(),
        "accepted_at": entry.accepted_at.isoformat(),
    }


def case(entry: Entry, number: str, column: str, office: str) -> dict[str, Any]:
    """A row for routing.import_handling."""
    return {
        "number": number,
        "column": column,
        "kind": entry.kind or KIND,
        "accepted_at": entry.accepted_at.isoformat(),
        "lead": entry.agency or office,
        "assigned_at": entry.assigned_at.isoformat(),
    }


def reply(entry: Entry, number: str, column: str, office: str) -> dict[str, Any]:
    """A row for review.import_replies."""
    assert entry.reply is not None
    return {
        "number": number,
        "column": column,
        "lead": entry.agency or office,
        "text": entry.reply.text,
        "replied_at": entry.reply.replied_at.isoformat(),
        "public": True,
        "round": 1,
    }


def call(system: System, service: str, method: str, payload: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The results of an import call; no rows, no call."""
    if not payload["rows"]:
        return []
    results: list[dict[str, Any]] = system.call(service, method, payload, ATTEMPTS)["results"]
    return results


def refusals(entries: Sequence[Entry], answers: Mapping[str, Mapping[str, Any]]) -> list[Fault]:
    """A fault for each entry whose answer is a refusal."""
    return [
        Fault(entry.row, entry.reference, answer["refused"], reason(answer["refused"]))
        for entry in entries
        if (answer := answers.get(entry.reference, {})) and "refused" in answer
    ]


def by_number(entries: Sequence[Entry], numbers: Mapping[str, str], answers: list[dict[str, Any]]) -> list[Fault]:
    """The same for answers that name the message by its number here."""
    found = {answer["number"]: answer for answer in answers}
    return refusals(entries, {entry.reference: found.get(numbers[entry.reference], {}) for entry in entries})
