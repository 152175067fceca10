"""Signing in and out, one's own account, and what administrators do with accounts and API keys."""

from __future__ import annotations

import re
from typing import Any

from flask import request
from flask_babel import gettext

from gateway.access import SIGNED_IN, SIGNING_IN, staff
from gateway.account import NewAccount
from gateway.asking import actor, session, wish
from gateway.door import Answer, Asked, Resources
from gateway.parts import parts
from gateway.ratelimit import network
from gateway.resources.admin.blueprint import ADMIN
from gateway.roles import permissions_of
from gateway.schemas import people as shapes
from gateway.schemas.shared import Page
from gateway.sentences.words import WORDS
from gateway.sessions import Session
from kernel.clock import rfc3339

SESSION = Resources("session", __name__, "", "Signing in and out")


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


@ADMIN.operation("GET", "/accounts", staff("accounts.list"), query=Page, answer=shapes.AccountList)
def accounts(query: Asked) -> Answer:
    """All accounts, by user name."""
    return parts().accounts.page(query.get("after"), query["limit"])


@ADMIN.operation(
    "POST",
    "/accounts",
    staff("accounts.create"),
    body=shapes.NewAccountFields,
    answer=shapes.MadeAccount,
    status=201,
    problems=(409,),
)
def create_account(body: Asked) -> Answer:
    """Make an account; without a password one is made up, which its owner must change at the first sign-in."""
    scopes = {name: body[name] and tuple(body[name]) for name in ("columns", "agencies", "levels")}
    new = NewAccount(body["username"], body["display_name"], body["role"], password=body.get("password"), **scopes)
    made = parts().accounts.add(new, by=actor().account, wish=wish())
    return {**made.account.to_dict(), "first_password": made.password}


@ADMIN.operation(
    "POST",
    "/accounts/<account:username>/disabling",
    staff("accounts.disable"),
    answer=shapes.AccountFields,
    problems=(400, 404, 409, 422),
)
def disable_account(username: str) -> Answer:
    """Disable an account; its sessions end at once. What it did stays on record."""
    return parts().accounts.disable(username, by=actor().account, wish=wish())


@ADMIN.operation(
    "POST",
    "/accounts/<account:username>/enabling",
    staff("accounts.disable"),
    answer=shapes.AccountFields,
    problems=(400, 404, 422),
)
def enable_account(username: str) -> Answer:
    """Enable a disabled account again."""
    return parts().accounts.enable(username, by=actor().account, wish=wish())


@ADMIN.operation(
    "POST",
    "/accounts/<account:username>/password-reset",
    staff("accounts.reset"),
    answer=shapes.MadeAccount,
    problems=(400, 404, 422),
)
def reset_password(username: str) -> Answer:
    """Give an account a new first password, which its owner must change; its sessions end at once."""
    made = parts().accounts.reset_password(username, by=actor().account, wish=wish())
    return {**made.account.to_dict(), "password_is_temporary": True, "first_password": made.password}


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
    return parts().keys.add(body["name"], by=actor().account, wish=wish())


@ADMIN.operation("DELETE", "/keys/<int(max=999999999):key_id>", staff("keys.revoke"), status=204, problems=(404,))
def revoke_key(key_id: int) -> None:
    """Revoke a key."""
    parts().keys.revoke(key_id)


def _me(signed_in: Session) -> dict[str, Any]:
    account = signed_in.account
    return {
        **account.to_dict(),
        "role_name": gettext(WORDS[account.role]),
        "permissions": permissions_of(account.role),
        "expires_at": rfc3339(signed_in.expires_at),
    }
