"""The history of a message: what each service tells of it, put in one order and into the reader's words."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from gateway.account import RESERVED
from gateway.problems import Say, in_words
from gateway.sentences import N_
from gateway.sentences.files import size_in_words
from gateway.sentences.history import ABOUT, AGENCIES, CALLED, FACTS, HAPPENED, SATISFACTION, SEALED, VALUES
from kernel.errors import Refused
from kernel.paging import DEFAULT_LIMIT, CursorUnusable

SOURCES: Final = ("intake", "review", "routing")
"""Who is asked. At the same instant the earlier of these is told first: a reply goes out, and that closes the case."""

_NEVER: Final = 2**62
_NOT_THERE: Final = frozenset({"routing.not_found", "review.not_found"})

Ask = Callable[[str, Mapping[str, Any]], dict[str, Any]]
"""A service's answer to its question `history`."""

Place = tuple[str, int, int]


def page(ask: Ask, number: str, query: Mapping[str, Any]) -> dict[str, Any]:
    """{items, next, total}: the part of the history that `query` asks for, the oldest first.

    intake says whether the reader may see the message at all; one that routing or review has not heard of has no
    history there. Raises CursorUnusable, and what the services refuse.
    """
    limit: int = query.get("limit") or DEFAULT_LIMIT
    after = None if not query.get("after") else _place(query["after"])
    found: list[tuple[Place, dict[str, Any]]] = []
    total = 0
    for rank, source in enumerate(SOURCES):
        told = told_by(ask, source, {"number": number, "limit": limit, "after": _beyond(after, rank)})
        total += told["total"]
        found += [((item["at"], rank, item["position"]), {"source": source, **item}) for item in told["items"]]
    found.sort(key=lambda each: (datetime.fromisoformat(each[0][0]), *each[0][1:]))
    following = _cursor(found[limit - 1][0]) if len(found) > limit else None
    return {"items": [item for _, item in found[:limit]], "next": following, "total": total}


def who_acted(items: Iterable[Mapping[str, Any]]) -> set[str]:
    """The accounts of those who did these things, and of those whose deputies they were."""
    return {account for item in items for account in (item["actor"], item["on_behalf_of"]) if account is not None}


def in_sentences(
    item: Mapping[str, Any], say: Say, names: Mapping[str, str], people: Mapping[str, str]
) -> dict[str, Any]:
    """One item as a person reads it; `names` are those of agencies, by code, `people` those of accounts."""
    happened = say(HAPPENED[item["type"]]) if item["type"] in HAPPENED else item["type"]
    if item["of"] in ABOUT:
        happened = say(N_("%(about)s: %(event)s")) % {"about": say(ABOUT[item["of"]]), "event": happened}
    return {
        "source": item["source"],
        "position": item["position"],
        "event": item["type"],
        "event_name": happened,
        "at": item["at"],
        "recorded_at": item["recorded_at"],
        "by": item["actor"],
        "by_name": person(item["actor"], say, people),
        "role": item["role"],
        "role_name": in_words(item["role"], say),
        "on_behalf_of": item["on_behalf_of"],
        "on_behalf_of_name": None if item["on_behalf_of"] is None else person(item["on_behalf_of"], say, people),
        "facts": [
            {
                "fact": fact,
                "fact_name": say(called),
                "value": value,
                "shown": written(value, say) if fact in SEALED else shown(fact, value, say, names),
            }
            for fact, value in item["facts"].items()
            if (called := CALLED.get(f"{item['type']}:{fact}") or FACTS.get(fact))
            and (fact in SEALED or (value is not None and value != []))
        ],
        "withheld": [
            {"fact": fact, "fact_name": say(CALLED.get(f"{item['type']}:{fact}") or (FACTS | SEALED).get(fact, fact))}
            for fact in item["withheld"]
        ],
    }


def written(text: str | None, say: Say) -> str:
    """Somebody's own words, as they are; those that went with the message are said to be gone."""
    return say(N_("erased")) if text is None else text


def shown(fact: str, value: Any, say: Say, names: Mapping[str, str]) -> str:
    """A value of a fact in words."""
    match value:
        case bool():
            return say(N_("yes")) if value else say(N_("no"))
        case list():
            return say(N_(", ")).join(shown(fact, each, say, names) for each in value)
        case int() if fact == "size":
            return size_in_words(value)
        case int() if fact == "to":
            return say(N_("level %(level)s")) % {"level": value} if value else say(N_("the lead agency"))
        case int() if fact == "satisfaction" and value in SATISFACTION:
            return say(SATISFACTION[value])
        case str() if fact in AGENCIES:
            return names.get(value, value)
        case str() if f"{fact}:{value}" in VALUES:
            return say(VALUES[f"{fact}:{value}"])
        case str() if value in VALUES:
            return say(VALUES[value])
        case _:
            return in_words(value, say)


def person(account: str, say: Say, people: Mapping[str, str]) -> str:
    """Who an account is; one that only the program bears is in words, one that is gone is its user name."""
    return people.get(account) or (in_words(account, say) if account in RESERVED else account)


def told_by(ask: Ask, source: str, payload: Mapping[str, Any]) -> dict[str, Any]:
    """What one service tells; one that has not heard of the message tells nothing."""
    try:
        return ask(source, payload)
    except Refused as refusal:
        if refusal.code in _NOT_THERE:
            return {"items": [], "total": 0}
        raise


def _beyond(after: Place | None, rank: int) -> dict[str, Any] | None:
    """Where a source goes on after a place, which may be another source's."""
    if after is None:
        return None
    at, last, position = after
    return {"at": at, "position": position if rank == last else _NEVER if rank < last else 0}


def _cursor(place: Place) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def _place(text: str) -> Place:
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        place = msgspec.json.decode(raw, type=tuple[datetime, int, int])
    except (binascii.Error, ValueError):
        raise CursorUnusable from None
    at, rank, position = place
    if at.tzinfo is None or not 0 <= rank < len(SOURCES) or not 0 <= position < _NEVER:
        raise CursorUnusable
    return at.astimezone(UTC).isoformat(), rank, position
