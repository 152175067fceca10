"""Who may use a resource: anyone, whoever is signed in, a role by the table in `gateway.roles`, or another system."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from flask import g, request

from gateway.appointment import actor_of
from gateway.parts import parts
from gateway.problems import Problem
from gateway.ratelimit import network
from gateway.roles import PERMISSIONS, may
from gateway.session import SessionEnded
from kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Access:
    """A check before anything of the request is read, and how OpenAPI says so."""

    check: Callable[[], None]
    security: list[dict[str, list[str]]] = field(default_factory=list)
    problems: tuple[int, ...] = ()
    permission: str | None = None


def staff(permission: str) -> Access:
    """An account whose role has this permission, with a password of its own."""
    allowed = PERMISSIONS[permission]

    def check() -> None:
        role = _authenticate(temporary=False)
        if not may(role, permission):
            raise Problem("gateway.role_not_allowed", {"role": role, "allowed": list(allowed)})

    return Access(check, [{"session": []}], (401, 403), permission)


def _nobody_asked() -> None:
    return


def _authenticate(*, temporary: bool) -> str:
    token = _token()
    if not token:
        raise Problem("gateway.not_signed_in")
    signed_in = parts().sessions.authenticate(token)
    g.session = signed_in
    acting = parts().deputies.acting(signed_in)
    g.acting = acting
    g.actor = actor_of(signed_in, acting)
    if signed_in.due is not None and not temporary:
        raise Problem(signed_in.due)
    return acting.role


def _token() -> str:
    """The token that was sent; empty where there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _signed_in() -> None:
    _authenticate(temporary=True)


def _own() -> None:
    _authenticate(temporary=False)


def _system() -> None:
    owner = parts().keys.owner(request.headers.get("X-API-Key", ""))
    if owner is None:
        raise Problem("gateway.wrong_key")
    g.actor = Actor(f"key:{owner}", "system-reader", columns=(), agencies=(), levels=())


def limited(rate: str) -> Callable[[], None]:
    """Refuse an address that asks too often; `rate` names one of the parts' limits."""

    def check() -> None:
        limit: Any = getattr(parts(), rate)
        seconds = limit.wait(network(request.remote_addr or ""))
        if seconds:
            raise Problem("gateway.too_many_requests", {"seconds": seconds})

    return check


def unless_signed_in(check: Callable[[], None]) -> Callable[[], None]:
    """What holds for everybody without a session; who has one is still answered as anyone is."""

    def checked() -> None:
        token = _token()
        if token:
            with suppress(SessionEnded):
                parts().sessions.authenticate(token)
                return
        check()

    return checked


ANYONE = Access(_nobody_asked)
WRITERS = Access(limited("messages_rate"), problems=(429,))
ASKERS = Access(unless_signed_in(limited("figures_rate")), [{}, {"session": []}], (429,))
"""Anyone, for what takes long to count."""

SIGNING_IN = Access(limited("session_rate"), problems=(401, 429))
SIGNED_IN = Access(_signed_in, [{"session": []}], (401,))
OWN = Access(_own, [{"session": []}], (401, 403))
"""Somebody's own affairs, whatever the role, with a password of their own."""

SYSTEMS = Access(_system, [{"key": []}], (401,))
