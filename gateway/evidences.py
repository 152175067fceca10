"""The evidence of a reply with the people in it: who acted, by name, and who set in motion what the program recorded.

The journal holds user names. Display names, and the own role of a deputy, are those that are known now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from gateway.histories import Ask, person, told_by
from gateway.problems import Say, in_words
from kernel.actor import SYSTEM

CAUSES: Final = {
    "entrusted": frozenset({"routing.assigned.v1"}),
    "taken_back": frozenset(
        {"routing.returned.v1", "routing.assignment_withdrawn.v1", "routing.closed.v1", "routing.handed_over.v1"}
    ),
    "reopened": frozenset({"routing.reopened.v1"}),
}
"""What review records of itself once routing has told that somebody did this; both bear the same instant."""

_PAGE: Final = 200

Told = dict[str, Any]


def case_of(ask: Ask, number: str) -> list[Told]:
    """All that happened to the case of a message, the oldest first; nothing where routing has not heard of it."""
    items: list[Told] = []
    after = None
    while True:
        found = told_by(ask, "routing", {"number": number, "limit": _PAGE, "after": after})["items"]
        items += found[:_PAGE]
        if len(found) <= _PAGE:
            return items
        after = {"at": items[-1]["at"], "position": items[-1]["position"]}


def with_causes(steps: Sequence[Mapping[str, Any]], case: Sequence[Mapping[str, Any]]) -> list[Told]:
    """The steps, each with `caused_by`: {by, role, on_behalf_of} of the person whose act the program recorded."""
    return [{**step, "caused_by": _cause(step, case)} for step in steps]


def _cause(step: Mapping[str, Any], case: Sequence[Mapping[str, Any]]) -> Told | None:
    causes = CAUSES.get(step["event"], frozenset())
    for each in case:
        same = each["type"] in causes and _instant(each) == _instant(step)
        if same and step["by"] == SYSTEM.account and each["actor"] != SYSTEM.account:
            return {"by": each["actor"], "role": each["role"], "on_behalf_of": each["on_behalf_of"]}
    return None


def _instant(told: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(told["at"])


def accounts(steps: Sequence[Mapping[str, Any]]) -> set[str]:
    """Who did these steps, whose deputies they were, and who set them in motion."""
    acts = (act for step in steps for act in _acts(step))
    return {account for act in acts for account in (act["by"], act["on_behalf_of"]) if account is not None}


def _acts(step: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield step
    if step["caused_by"] is not None:
        yield step["caused_by"]


def with_people(
    steps: Sequence[Mapping[str, Any]], people: Mapping[str, str], roles: Mapping[str, str], say: Say
) -> list[Told]:
    """The steps with names and roles in words; `people` and `roles` are those of accounts, by user name."""

    def named(act: Mapping[str, Any]) -> Told:
        principal = act["on_behalf_of"]
        own = None if principal is None else roles.get(act["by"])
        return {
            **act,
            "by_name": person(act["by"], say, people),
            "role_name": in_words(act["role"], say),
            "own_role": own,
            "own_role_name": None if own is None else in_words(own, say),
            "on_behalf_of_name": None if principal is None else person(principal, say, people),
        }

    return [
        {**named(step), "caused_by": None if step["caused_by"] is None else named(step["caused_by"])} for step in steps
    ]
