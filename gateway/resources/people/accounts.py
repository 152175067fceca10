"""What administrators do with the accounts of others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gateway.access import staff
from gateway.account import NewAccount
from gateway.asking import PATIENCE_WITH_NAMES, actor, ask, wish
from gateway.delegation import authority, sight
from gateway.door import Answer, Asked
from gateway.levels import must_be_levels_there
from gateway.parts import parts
from gateway.places import must_be_places_there
from gateway.resources.admin.blueprint import ADMIN
from gateway.schemas import people as shapes
from gateway.schemas.shared import Page
from kernel.clock import rfc3339


@ADMIN.operation("GET", "/accounts", staff("accounts.list"), query=Page, answer=shapes.AccountList)
def accounts(query: Asked) -> Answer:
    """The accounts that one manages, by user name; an auditor sees all. Of others nothing is told, not their number."""
    return parts().accounts.page(query.get("after"), query["limit"], sight(actor()))


@ADMIN.operation(
    "GET", "/accounts/<account:username>", staff("accounts.list"), answer=shapes.AccountSeen, problems=(404,)
)
def account(username: str) -> Answer:
    """One of these accounts, and whether it is locked; any other is as unknown as a name that nobody has."""
    found = parts().accounts.get(username, sight(actor()))
    until = parts().accounts.locked_until(username)
    return {**found.to_dict(), "locked_until": until and rfc3339(until)}


@ADMIN.operation(
    "PUT",
    "/accounts/<account:username>",
    staff("accounts.change"),
    body=shapes.AccountChanges,
    answer=shapes.AccountFields,
    problems=(404, 409),
)
def change_account(username: str, body: Asked) -> Answer:
    """Give an account another display name, e-mail address or scope; what is not named stays, and so does the role.

    It holds at once, also for who is signed in.
    """
    there = parts().accounts.get(username, sight(actor())).to_dict()
    if "columns" in body:
        authority(actor()).require(there["role"], _listed(body["columns"]))
    must_be_places_there(body, columns_there, agencies_there)
    must_be_levels_there({**there, **body}, columns_there)
    said = {name: tuple(value) if isinstance(value, list) else value for name, value in body.items()}
    return parts().accounts.amend(username, said, by=actor(), wish=wish()).to_dict()


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
    """Make an account; without a password one is made up. Either is replaced by its owner at the first sign-in."""
    authority(actor()).require(body["role"], _listed(body["columns"]))  # what is beyond somebody is not looked up
    must_be_places_there(body, columns_there, agencies_there)
    must_be_levels_there(body, columns_there)
    scopes: dict[str, Any] = {name: body[name] and tuple(body[name]) for name in ("columns", "agencies", "levels")}
    rest: dict[str, Any] = {name: body.get(name) for name in ("password", "email")}
    new = NewAccount(body["username"], body["display_name"], body["role"], **rest, **scopes)
    made = parts().accounts.add(new, by=actor(), wish=wish())
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
    return parts().accounts.disable(username, by=actor(), wish=wish())


@ADMIN.operation(
    "POST",
    "/accounts/<account:username>/enabling",
    staff("accounts.disable"),
    answer=shapes.AccountFields,
    problems=(400, 404, 422),
)
def enable_account(username: str) -> Answer:
    """Enable a disabled account again."""
    return parts().accounts.enable(username, by=actor(), wish=wish())


@ADMIN.operation(
    "POST",
    "/accounts/<account:username>/password-reset",
    staff("accounts.reset"),
    answer=shapes.MadeAccount,
    problems=(400, 404, 422),
)
def reset_password(username: str) -> Answer:
    """Give an account a new first password, which its owner must change; its sessions end at once."""
    made = parts().accounts.reset_password(username, by=actor(), wish=wish())
    return {**made.account.to_dict(), "password_is_temporary": True, "first_password": made.password}


def _listed(scope: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if scope is None else tuple(scope)


def columns_there() -> list[dict[str, Any]]:
    """The columns that routing has; raises Unavailable."""
    listed: list[dict[str, Any]] = ask("routing", "columns", {}, patience=PATIENCE_WITH_NAMES)["items"]
    return listed


def agencies_there() -> list[dict[str, Any]]:
    """The agencies that routing has; raises Unavailable."""
    listed: list[dict[str, Any]] = ask("routing", "agencies", {}, patience=PATIENCE_WITH_NAMES)["items"]
    return listed
