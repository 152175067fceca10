"""Signing in and out, and one's own account."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext

from gateway import cookies
from gateway.access import SIGNED_IN, SIGNING_IN
from gateway.account import Account
from gateway.asking import session, wish
from gateway.door import Answer, Asked
from gateway.parts import parts
from gateway.resources.people.blueprint import SESSION
from gateway.roles import permissions_of
from gateway.schemas import people as shapes
from gateway.schemas import signing
from gateway.schemas.shared import Page
from gateway.sentences.words import WORDS
from gateway.session import Session, SignedIn
from gateway.signing.browsers import BEGINS, KNOWN_FOR
from gateway.signing.device import roughly
from gateway.signing.trail import PASSWORD, Visit
from kernel.clock import rfc3339


@SESSION.operation(
    "POST",
    "/session",
    SIGNING_IN,
    body=shapes.Credentials,
    answer=shapes.SignedIn,
    status=201,
    problems=(403, 503),
)
def sign_in(body: Asked) -> Answer:
    """Sign in. After repeated failures signing in is locked for a while, each time for longer.

    The answer sets a cookie by which this browser is known again, so that failures of others do not lock it.
    """
    username = body["username"].lower()
    here = visit(browser=cookies.kept(parts().sessions.browsers.cookie_of(username)))
    # the password is no part of the wish: nothing that is stored is made of it but its hash
    signed_in = parts().sessions.sign_in(username, body["password"], here, wish([username]))
    know_again(signed_in.session.account)
    return shown(signed_in)


@SESSION.operation("DELETE", "/session", SIGNED_IN, status=204)
def sign_out() -> None:
    """Sign out: the token is good for nothing from now on."""
    parts().sessions.sign_out(session())


@SESSION.operation("GET", "/me", SIGNED_IN, answer=shapes.Me)
def me() -> Answer:
    """The signed-in account, its scope, and what it may do; the sign-in before, and the failures since."""
    return _me(session())


@SESSION.operation("GET", "/me/sessions", SIGNED_IN, query=Page, answer=signing.OwnSessions)
def own_sessions(query: Asked) -> Answer:
    """Where one is signed in, the newest first."""
    return listed(session().account.username, query, session().id)


@SESSION.operation("DELETE", "/me/sessions", SIGNED_IN, status=204)
def sign_out_everywhere() -> None:
    """Sign out everywhere, here too."""
    parts().sessions.end_all(session().account.username)


@SESSION.operation("DELETE", "/me/sessions/<session:session_id>", SIGNED_IN, status=204, problems=(404,))
def end_own_session(session_id: str) -> None:
    """Sign out in one place."""
    parts().sessions.end(session().account.username, session_id)


@SESSION.operation("PUT", "/me/password", SIGNED_IN, body=shapes.PasswordChange, status=204, problems=(403,))
def change_password(body: Asked) -> None:
    """Set one's own password; every session of the account ends, this one too. So it does after five wrong guesses."""
    username = session().account.username
    with parts().sessions.guessing(session()):
        parts().accounts.change_password(username, body["present"], body["new"])
    know_again(parts().accounts.get(username))


def visit(way: str = PASSWORD, browser: str = "") -> Visit:
    """From where and with what this request comes."""
    return Visit(request.remote_addr or "", roughly(request.headers.get("User-Agent", "")), way, browser)


def know_again(account: Account) -> None:
    """Have the browser keep what it is known by: the person has just shown who they are."""
    browsers = parts().sessions.browsers
    name = browsers.cookie_of(account.username)
    cookies.keep(name, browsers.sign(account), KNOWN_FOR)
    for other in browsers.surplus(cookies.beginning(BEGINS), name):
        cookies.forget(other)


def shown(signed_in: SignedIn) -> Answer:
    """A session that has just begun."""
    return {
        "token": signed_in.token,
        "expires_at": rfc3339(signed_in.session.expires_at),
        "account": _me(signed_in.session),
    }


def listed(username: str, query: Asked, present: str | None = None) -> Answer:
    """An account's running sessions; `present` is the id of the one that asks."""
    page = parts().sessions.page(username, query.get("after"), query["limit"])
    return {**page, "items": [{**item, "present": item["id"] == present} for item in page["items"]]}


def _me(signed_in: Session) -> dict[str, Any]:
    """The person of the session, in the role and the scope that they act in."""
    account, acting = signed_in.account, parts().deputies.acting(signed_in)
    principal = {"username": acting.username, "display_name": acting.display_name}
    deputises = signed_in.appointment is not None
    rules = parts().settings.passwords
    lasts = rules.temporary if account.temporary else rules.age
    return {
        **account.to_dict(),
        **{name: acting.to_dict()[name] for name in ("role", "columns", "agencies", "levels")},
        "on_behalf_of": principal if deputises else None,
        "may_act_for": [] if deputises else parts().deputies.principals(account),
        "role_name": gettext(WORDS[acting.role]),
        "permissions": permissions_of(acting.role),
        "expires_at": rfc3339(signed_in.expires_at),
        "password_due": signed_in.due is not None,
        "password_expires_at": lasts and rfc3339(account.password_set_at + lasts),
        **parts().sessions.trail.before(account.username, signed_in.began_at),
    }
