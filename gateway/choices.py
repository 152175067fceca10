"""What staff choose to be told of by e-mail: by group, kept beside the addresses, and asked for just before it is sent.

Everyone is told of everything until they say otherwise. What somebody is urged about or has missed cannot be left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import ClassVar, Final

from sqlalchemy import Engine, delete, insert, select

from contracts.notices import ALWAYS, GROUPS, TOLD_TO
from gateway import tables
from kernel.clock import Clock
from kernel.database import reading
from kernel.decider import Refusal

GROUP_OF: Final = {kind: group for group, kinds in GROUPS.items() for kind in kinds}


@dataclass(eq=False)
class AlwaysTold(Refusal):
    """Of these everyone is told whom they concern."""

    code: ClassVar[str] = "gateway.always_told"
    groups: tuple[str, ...]


@dataclass(eq=False)
class NeverTold(Refusal):
    """Nobody of this role is ever told of these, so there is nothing to leave out; `told` are those that there are."""

    code: ClassVar[str] = "gateway.never_told"
    groups: tuple[str, ...]
    role: str
    told: tuple[str, ...]


class Choices:
    """Who does not want to be told of what."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self._reading = reading(engine)
        self._writing = tables.for_writing(engine)
        self._clock = clock

    def of(self, username: str) -> frozenset[str]:
        """The groups that the account is not told of."""
        off = tables.notifications_off.c
        with self._reading.connect() as connection:
            found = connection.execute(select(off.group).where(off.username == username)).scalars()
            return frozenset(found)

    def without(self, kind: str) -> frozenset[str]:
        """The accounts that are not told of such things."""
        off = tables.notifications_off.c
        with self._reading.connect() as connection:
            wanted = select(off.username).where(off.group == GROUP_OF.get(kind, ""))
            return frozenset(connection.execute(wanted).scalars())

    def choose(self, username: str, role: str, off: Collection[str]) -> None:
        """The account is told of everything but these groups; raises NeverTold, AlwaysTold."""
        known = tuple(groups_of(role))
        if never := tuple(group for group in GROUPS if group in off and group not in known):
            raise NeverTold(never, role, known)
        refused = tuple(group for group in ALWAYS if group in off)
        if refused:
            raise AlwaysTold(refused)
        table, now = tables.notifications_off, self._clock.now()
        with self._writing.begin() as connection:
            # the account's row keeps two choices of one person apart
            held = select(tables.accounts.c.username).where(tables.accounts.c.username == username)
            connection.execute(held.with_for_update())
            kept = select(table.c.group).where(table.c.username == username)
            there = set(connection.execute(kept).scalars())
            connection.execute(delete(table).where(table.c.username == username, table.c.group.not_in(list(off))))
            for group in sorted(set(off) - there):
                connection.execute(insert(table).values(username=username, group=group, since=now))


def groups_of(role: str) -> Iterable[str]:
    """What somebody of this role is ever told of."""
    return (group for group in GROUPS if role in TOLD_TO[group])
