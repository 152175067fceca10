"""Whom a notification reaches: the enabled accounts that a rule meets and that have an e-mail address."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from gateway.account import Account
from kernel.actor import Actor
from kernel.decider import Refusal


@dataclass(eq=False)
class OnlyTheProgram(Refusal):
    """Addresses of staff are told to the program, which sends to them, and to nobody else."""

    code: ClassVar[str] = "gateway.only_the_program"


def recipients(
    asking: Actor, everyone: Iterable[Account], rule: Mapping[str, Any], without: Collection[str] = ()
) -> dict[str, Any]:
    """{kind, roles, columns, agencies, levels, accounts} → {items: [{account, email}]}; raises OnlyTheProgram.

    By name where `accounts` is not None, else by role and scope, where None is any; nobody of `without`, who chose not
    to be told of such things.
    """
    if asking.role != "system":
        raise OnlyTheProgram
    return {
        "items": [
            {"account": account.username, "email": account.email}
            for account in everyone
            if account.email and account.disabled_at is None and account.username not in without and _met(account, rule)
        ]
    }


def _met(account: Account, rule: Mapping[str, Any]) -> bool:
    if rule["accounts"] is not None:
        return account.username in rule["accounts"]
    if account.role not in rule["roles"]:
        return False
    return all(_within(getattr(account, scope), rule[scope]) for scope in ("columns", "agencies", "levels"))


def _within(held: Sequence[Any] | None, wanted: Sequence[Any] | None) -> bool:
    """A scope of all fits everything; one that the rule does not ask about does not matter."""
    return wanted is None or held is None or not set(held).isdisjoint(wanted)
