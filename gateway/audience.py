"""Which accounts a notice is for: notices keeps the rule and applies it to who reads, the gateway has the accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from gateway.account import Account
from gateway.problems import Problem
from gateway.roles import PERMISSIONS

READERS: Final = PERMISSIONS["notices.read"]
"""The roles that a notice can be for."""


def met(everyone: Sequence[Account], audience: Mapping[str, Any]) -> list[Account]:
    """The accounts that `audience` meets now: {roles, columns, accounts} as notices keeps it."""
    return [account for account in everyone if account.role in READERS and fits(account, audience)]


def fits(account: Account, audience: Mapping[str, Any]) -> bool:
    """By name; or by role, in one of the columns. A scope of all columns fits every column."""
    if audience["accounts"]:
        return account.username in audience["accounts"]
    if account.role not in audience["roles"]:
        return False
    if audience["columns"] is None or account.columns is None:
        return True
    return not set(audience["columns"]).isdisjoint(account.columns)


def must_be_readers(everyone: Sequence[Account], usernames: Sequence[str]) -> None:
    """Every one of these is an account that a notice can be for; raises Problem."""
    there = {account.username for account in everyone if account.role in READERS}
    missing = sorted(set(usernames) - there)
    if missing:
        raise Problem("gateway.no_such_readers", {"accounts": missing})
