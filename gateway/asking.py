"""Who asks in the present request, and how the gateway asks a service on their behalf."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import g, request
from flask_babel import gettext

from gateway.account import Account
from gateway.directory import Kind, Named
from gateway.names import in_the_readers_language
from gateway.parts import parts
from gateway.problems import Problem
from gateway.session import Session
from gateway.wish import Wish
from kernel.actor import CITIZEN, Actor
from kernel.context import Context

KEY_LENGTH: Final = range(8, 129)
ANYONE_S_KEY_LENGTH: Final = range(22, 129)
"""Without an account all share one space of keys, so a key must be one that nobody else can meet or guess."""
QUERY_CODE: Final = "X-Query-Code"
PATIENCE_WITH_NAMES: Final = 1.0
"""Seconds; without the names everything is told as well."""
PATIENCE_WITH_COUNTING: Final = 45.0
"""Seconds for a bulletin, all of whose figures are counted before it is recorded; proxies wait for 60, as a rule."""


def begin() -> None:
    """A new request: an id for logs, answers and everything it sets in motion."""
    g.request_id = secrets.token_hex(16)


def actor() -> Actor:
    """Who asks; anyone without an account is a citizen."""
    who: Actor = g.get("actor", CITIZEN)
    return who


def session() -> Session:
    """The session of a signed-in request."""
    signed_in: Session = g.session
    return signed_in


def acting() -> Account:
    """In whose role and scope: the account of the session, or of whom it deputises."""
    account: Account = g.acting
    return account


def query_code() -> str:
    """The citizen's query code; a header, so that it stays out of addresses and logs."""
    return request.headers.get(QUERY_CODE, "")[:64]


def wish(body: Any = None) -> Wish:
    """What is asked, so that asking it again with the same Idempotency-Key does nothing twice.

    What is asked is the request's body, unless it is given here.
    """
    key = request.headers.get("Idempotency-Key")
    lengths = ANYONE_S_KEY_LENGTH if actor() is CITIZEN else KEY_LENGTH
    if key is not None and not (len(key) in lengths and key.isascii() and key.isprintable() and " " not in key):
        raise Problem("gateway.bad_idempotency_key")
    who = actor()
    account = who.account if who is not CITIZEN else "anonymous"
    account = account if who.on_behalf_of is None else f"{account} for {who.on_behalf_of}"
    asked = [g.get("body") if body is None else body, query_code()]
    return parts().wishes.make(account, request.method, request.path, key, asked)


def ask(service: str, method: str, payload: Mapping[str, Any], *, patience: float | None = None) -> dict[str, Any]:
    """A service's answer to a question, which changes nothing."""
    of = parts()
    context = Context(actor(), g.request_id)
    answer = of.services.call(service, method, payload, context, patience or of.settings.rpc_timeout)
    return in_the_readers_language(answer, gettext)


def names_of(kind: Kind) -> dict[str, str]:
    """The names of agencies or columns by code, as far as they are known; few wait for them while routing is away."""
    return parts().directory.names(kind, lambda listed: ask("routing", listed, {}, patience=PATIENCE_WITH_NAMES))


def people(usernames: Iterable[str]) -> dict[str, str]:
    """Those of these accounts that there are or were, each by display name with the user name behind it."""
    known = parts().accounts.known(usernames)
    return {username: _with_code(account.display_name, username) for username, account in known.items()}


def called(kind: Named, code: str) -> str | None:
    """The name of an agency or a column; for people with an account with its code, which lists and filters take.

    Who a colleague is, only people with an account are told.
    """
    if kind == "account":
        return None if actor() is CITIZEN else people([code]).get(code)
    name = names_of(kind).get(code)
    return name if name is None or actor() is CITIZEN else _with_code(name, code)


def _with_code(name: str, code: str) -> str:
    return str(gettext("%(name)s (%(code)s)", name=name, code=code))


def command(service: str, method: str, payload: Mapping[str, Any], *, patience: float | None = None) -> dict[str, Any]:
    """A service's answer to a command, which may be repeated with the same Idempotency-Key."""
    of = parts()
    wanted = wish()
    context = Context(actor(), g.request_id, request_id=wanted.request_id, fingerprint=wanted.fingerprint)
    answer = of.services.call(service, method, payload, context, patience or of.settings.rpc_timeout)
    return in_the_readers_language(answer, gettext)
