"""API keys of other systems: made, listed, revoked."""

from __future__ import annotations

import re

from gateway.access import staff
from gateway.asking import actor, wish
from gateway.door import Answer, Asked
from gateway.parts import parts
from gateway.resources.admin.blueprint import ADMIN
from gateway.schemas import people as shapes
from gateway.schemas.shared import Page


@ADMIN.operation("GET", "/keys", staff("keys.list"), query=Page, answer=shapes.KeyList)
def keys(query: Asked) -> Answer:
    """The API keys, without the keys themselves."""
    after = query.get("after", "")
    return parts().keys.page(int(after) if re.fullmatch(r"[0-9]{1,15}", after) else None, query["limit"])


@ADMIN.operation(
    "POST",
    "/keys",
    staff("keys.create"),
    body=shapes.NewKey,
    answer=shapes.MadeKey,
    status=201,
    problems=(409,),
)
def create_key(body: Asked) -> Answer:
    """Make a key for another system, to read the events by; it is shown once."""
    return parts().keys.add(body["name"], by=actor(), wish=wish())


@ADMIN.operation("DELETE", "/keys/<int(max=999999999):key_id>", staff("keys.revoke"), status=204, problems=(404,))
def revoke_key(key_id: int) -> None:
    """Revoke a key."""
    parts().keys.revoke(key_id, by=actor())
