"""Signing in and out, and one's own account."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext

from gateway.access import SIGNED_IN, SIGNING_IN
from gateway.asking import session, wish
from gateway.door import Answer, Asked
from gateway.parts import parts
from gateway.ratelimit import network
from gateway.resources.people.blueprint import SESSION
from gateway.roles import permissions_of
from gateway.schemas import people as shapes
from gateway.sentences.words import WORDS
from gateway.sessions import Session
from kernel.clock import rfc3339


@SESSION.operation(
    "POST",
    "/session",
    SIGNING_IN,
    body=shapes.Credentials,
    answer=shapes.SignedIn,
    status=201,
    problems=(503,),
)
def sign_in(body: Asked) -> Answer:
    """Sign in. After five failures for one user name and address, signing in is blocked for a quarter of an hour."""
    address = network(request.remote_addr or "")
    username = body["username"].lower()
    # the password is no part of the wish: nothing that is stored is made of it but its hash
    signed_in = parts().sessions.sign_in(username, body["password"], address, wish([username]))
    return {
        "token": signed_in.token,
        "expires_at": rfc3339(signed_in.session.expires_at),
        "account": _me(signed_in.session),
    }


@SESSION.operation("DELETE", "/session", SIGNED_IN, status=204)
def sign_out() -> None:
    """Sign out: the token is good for nothing from now on."""
    parts().sessions.sign_out(session())


@SESSION.operation("GET", "/me", SIGNED_IN, answer=shapes.Me)
def me() -> Answer:
    """The signed-in account, its scope, and what it may do."""
    return _me(session())


@SESSION.operation("PUT", "/me/password", SIGNED_IN, body=shapes.PasswordChange, status=204, problems=(403,))
def change_password(body: Asked) -> None:
    """Set one's own password; every session of the account ends, this one too. So it does after five wrong guesses."""
    with parts().sessions.guessing(session()):
        parts().accounts.change_password(session().account.username, body["present"], body["new"])


def _me(signed_in: Session) -> dict[str, Any]:
    account = signed_in.account
    return {
        **account.to_dict(),
        "role_name": gettext(WORDS[account.role]),
        "permissions": permissions_of(account.role),
        "expires_at": rfc3339(signed_in.expires_at),
    }
