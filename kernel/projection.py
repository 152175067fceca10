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

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table

from kernel.database import Database
from kernel.driver import Key, Session, Shape
from kernel.journal import Recorded

if TYPE_CHECKING:
    from kernel.incoming import Incoming

Row = Mapping[str, Any]
Fold = tuple[Callable[[Recorded], Key | None], Callable[[Row | None, Recorded], Row | None]]
_ROWS_AT_ONCE = 2000

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


Touch = tuple["Rows", Key, Callable[[Row | None, Any], Row | None]]
"""One event's effect on one row, to be: the table's rows, the row's key, the fold."""

Change = tuple["Rows", Key, dict[str, Any] | None]
"""And as it is: the row after the event."""


class Folder:
    """Which rows an event touches, over all projections of a service."""

    def __init__(self, projections: Iterable[Projection | ForeignProjection]) -> None:
        self._folds: dict[type, list[tuple[Table, Callable[[Any], Key | None], Any]]] = {}
        self.tables: dict[Table, None] = {}
        for projection in projections:
            self.tables[projection.table] = None
            for event, (key, change) in projection.fold.items():
                self._folds.setdefault(event, []).append((projection.table, key, change))

    def concerns(self, event: type) -> bool:
        """Whether any row depends on events of this class."""
        return event in self._folds

    def touches(self, tables: Tables, item: Any) -> list[Touch]:
        """What an event (Recorded or Incoming) touches; the rows are noted for fetching."""
        touches: list[Touch] = []
        for table, key_of, change in self._folds.get(type(item.event), ()):
            key = key_of(item)
            if key is not None:
                rows = tables[table]
                if key not in rows.now:
                    rows.wanted.add(key)
                touches.append((rows, key, change))
        return touches


def changes(item: Any, touches: Iterable[Touch]) -> list[Change]:
    """The rows after an event, not yet put in place; the touched rows have been fetched. Raises what a fold raises."""
    done: list[Change] = []
    for rows, key, change in touches:
        before = rows.now[key]
        for other, its_key, after in done:
            if other is rows and its_key == key:
                before = after
        row = change(before, item)
        done.append((rows, key, None if row is None else rows.shape.row(key, row)))
    return done


class Rows:
    """The rows of one table that a batch touches: as found and as they are now."""

    __slots__ = ("_found", "now", "shape", "wanted")

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.wanted: set[Key] = set()
        self._found: dict[Key, dict[str, Any] | None] = {}
        self.now: dict[Key, dict[str, Any] | None] = {}

    def fetch(self, session: Session) -> None:
        """Fetch what is wanted, in one query; from then on it is in `now`."""
        if self.wanted:
            found: dict[Key, dict[str, Any] | None] = dict.fromkeys(self.wanted)
            names = self.shape.key
            for row in session.select(self.shape, self.wanted):
                found[tuple([row[name] for name in names])] = row
            if len(found) != len(self.wanted):
                raise ValueError(f"a fold's key for {self.shape.name} is not of the types of the table's columns")
            self._found.update(found)
            self.now.update(found)
            self.wanted.clear()

    def assume_absent(self) -> None:
        """Take what is wanted for new: the table is known not to hold it."""
        absent: dict[Key, dict[str, Any] | None] = dict.fromkeys(self.wanted)
        self._found.update(absent)
        self.now.update(absent)
        self.wanted.clear()

    def write(self, session: Session) -> None:
        """Write what has changed."""
        shape = self.shape
        changed = [(key, row) for key, row in self.now.items() if row != self._found[key]]
        rows = [shape.bind(row) for _, row in changed if row is not None]
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            session.upsert(shape, rows[start : start + _ROWS_AT_ONCE])
        session.delete(shape, [key for key, row in changed if row is None])


class Tables(dict[Table, Rows]):
    """The read models' rows that a batch touches, by table."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self._database = database

    def __missing__(self, table: Table) -> Rows:
        rows = self[table] = Rows(self._database.shape(table))
        return rows

    @property
    def size(self) -> int:
        """How many rows are held."""
        return sum(len(rows.now) for rows in self.values())

    def assume_absent(self) -> None:
        """Take every row that is wanted for new."""
        for rows in self.values():
            rows.assume_absent()

    def fetch(self, session: Session) -> None:
        """Fetch every row that is wanted."""
        for rows in self.values():
            rows.fetch(session)

    def write(self, session: Session) -> None:
        """Write every row that has changed; they are not to be used any more."""
        for rows in self.values():
            rows.write(session)
