"""Read models: tables folded from events, one row at a time, written a batch at a time.

A fold names, per event class, two pure functions: the key of the row that the event touches (the values of the
table's primary key in its order, or None where it touches none), and the row after it, given the row before it (None
where there is none yet; None as answer: no row). The key's columns are filled in by the kernel, columns that are not
named become null:

    Projection(waiting, {
        Submitted: (lambda r: (r.id,), lambda row, r: {"column": r.event.column, "since": r.occurred_at}),
        Accepted: (lambda r: (r.id,), lambda row, r: None),
    })
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table

from kernel.journal import Recorded

if TYPE_CHECKING:
    from kernel.inbox import Incoming

Key = tuple[Any, ...]
Row = Mapping[str, Any]
Fold = tuple[Callable[[Recorded], Key | None], Callable[[Row | None, Recorded], Row | None]]
ForeignFold = tuple[Callable[["Incoming"], Key | None], Callable[[Row | None, "Incoming"], Row | None]]


@dataclass(frozen=True, slots=True)
class Projection:
    """A read model of the service's own journal, written in the transaction that appends (architecture.md, law 1)."""

    table: Table
    fold: Mapping[type, Fold]


@dataclass(frozen=True, slots=True)
class ForeignProjection:
    """A read model of other services' public events.

    Each column is owned by one source only, so that any interleaving of the sources gives the same table
    (architecture.md, law 5). `fold` is by contract class.
    """

    table: Table
    fold: Mapping[type, ForeignFold]
