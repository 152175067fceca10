"""Who acts: an account in a role, and the scope that role was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Actor:
    """An account in a role; `None` as a scope means all of them, an empty tuple none (domain.md, rule 8).

    A deputy acts under the own account, in the role and the scope of whom `on_behalf_of` names.
    """

    account: str
    role: str
    columns: tuple[str, ...] | None = None
    agencies: tuple[str, ...] | None = None
    levels: tuple[int, ...] | None = None
    on_behalf_of: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-able, for a message header; `from_dict` is its inverse."""
        data: dict[str, Any] = {
            "account": self.account,
            "role": self.role,
            "columns": None if self.columns is None else list(self.columns),
            "agencies": None if self.agencies is None else list(self.agencies),
            "levels": None if self.levels is None else list(self.levels),
        }
        return data if self.on_behalf_of is None else {**data, "on_behalf_of": self.on_behalf_of}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Actor:
        """The actor of a message header; raises KeyError where account or role is missing."""
        return cls(
            account=data["account"],
            role=data["role"],
            columns=_scope(data.get("columns")),
            agencies=_scope(data.get("agencies")),
            levels=_scope(data.get("levels")),
            on_behalf_of=data.get("on_behalf_of"),
        )


def _scope(values: Any) -> tuple[Any, ...] | None:
    return None if values is None else tuple(values)


SYSTEM = Actor("system", "system")
"""The program itself: reactions, deadlines."""

IMPORT = Actor("import", "import")
"""History taken over from an export."""

CITIZEN = Actor("citizen", "citizen", columns=(), agencies=(), levels=())
"""Anyone without an account: in nobody's scope, known by number and query code only."""
