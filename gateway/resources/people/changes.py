"""Who changed accounts, deputies, keys, columns and agencies: the gateway's trail and routing's, as one list."""

from __future__ import annotations

import re
from heapq import merge
from typing import Any

from gateway.access import staff
from gateway.asking import actor, ask
from gateway.delegation import sight
from gateway.door import Answer, Asked
from gateway.parts import parts
from gateway.resources.admin.blueprint import ADMIN
from gateway.schemas import changes as shapes
from gateway.schemas.shared import Page
from kernel.clock import instant

Place = tuple[int | None, int | None]
"""Up to where a reader has come in the gateway's trail and in routing's; None: not begun."""


@ADMIN.operation("GET", "/changes", staff("changes.read"), query=Page, answer=shapes.ChangeList, problems=(503,))
def changes(query: Asked) -> Answer:
    """Who changed accounts, deputies, keys, columns and agencies, the newest first.

    A column administrator is shown what lies in the own columns, the office what it manages, auditor and admin all.
    """
    people, city = _place(query.get("after"))
    limit, seen = query["limit"], sight(actor())
    ours = parts().trail.before(people, limit + 1, seen)
    theirs = ask("routing", "city_changes", {"before": city, "limit": limit + 1})
    told = list(merge(_from(0, ours), _from(1, theirs["items"]), key=lambda one: instant(one[1]["at"]), reverse=True))
    reached = [people, city]
    for source, change in told[:limit]:
        reached[source] = change["position"]
    following = ".".join("" if place is None else str(place) for place in reached)
    return {
        "items": [change for _, change in told[:limit]],
        "next": following if len(told) > limit else None,
        "total": parts().trail.count(seen) + theirs["total"],
    }


def _from(source: int, changes: list[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    return [(source, change) for change in changes]


def _place(after: str | None) -> Place:
    """The places of a cursor; of one that is none, the beginning."""
    found = re.fullmatch(r"([0-9]{0,15})\.([0-9]{0,15})", after or "", re.ASCII)
    if found is None:
        return None, None
    people, city = (int(place) if place else None for place in found.groups())
    return people, city
