"""Who signed in or tried to; and what administrators do about the sessions and locks of others."""

from __future__ import annotations

import re

from gateway.access import staff
from gateway.asking import actor, wish
from gateway.delegation import sight
from gateway.door import Answer, Asked
from gateway.parts import parts
from gateway.problems import Problem
from gateway.resources.admin.blueprint import ADMIN
from gateway.resources.people.sessions import listed
from gateway.schemas import people as shapes
from gateway.schemas import signing
from gateway.schemas.shared import Page


@ADMIN.operation("GET", "/sign-ins", staff("sign_ins.list"), query=signing.SignInsQuery, answer=signing.SignIns)
def sign_ins(query: Asked) -> Answer:
    """Who signed in or tried to, when and from where, the newest first."""
    after = query.get("after")
    if after is not None and not re.fullmatch(r"[0-9]{1,15}", after):
        raise Problem("list.cursor_unusable")
    return parts().sessions.trail.page({**query, "after": after and int(after)})


@ADMIN.operation(
    "GET",
    "/accounts/<account:username>/sessions",
    staff("sessions.list"),
    query=Page,
    answer=signing.OwnSessions,
    problems=(404,),
)
def sessions_of(username: str, query: Asked) -> Answer:
    """Where somebody is signed in, the newest first."""
    parts().accounts.get(username, sight(actor()))
    return listed(username, query)


@ADMIN.operation("DELETE", "/accounts/<account:username>/sessions", staff("sessions.end"), status=204, problems=(404,))
def sign_somebody_out(username: str) -> None:
    """Sign somebody out everywhere."""
    parts().accounts.sign_out(username, by=actor())


@ADMIN.operation(
    "POST",
    "/accounts/<account:username>/unlocking",
    staff("accounts.unlock"),
    answer=shapes.AccountUnlocked,
    problems=(400, 404, 422),
)
def unlock_account(username: str) -> Answer:
    """Let somebody sign in again before their lock is over; `was_locked` is false where there was no lock.

    What an address as a whole did wrong stays.
    """
    return parts().accounts.unlock(username, by=actor(), wish=wish())
