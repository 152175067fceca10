"""Rebuilding read models from zero: the own ones from the journal, foreign ones from the sources' public logs (law 5).

The service goes on working meanwhile. Everything is folded into copies beside the tables (`copies`), which a rebuild
that is stopped, by whatever it is, finds again (`logs`). They are held against the tables at the same positions
(`comparing`) and take their place, in one transaction (`switching`). Until then nothing has changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kernel.errors import RebuildRunning
from kernel.inbox import Fetch
from kernel.rebuild.comparing import Difference, Found
from kernel.rebuild.comparing import compare as compared
from kernel.rebuild.copies import JOURNAL, Copies, Start
from kernel.rebuild.logs import Logs, Progress
from kernel.rebuild.switching import switch
from kernel.service import Service

__all__ = ["JOURNAL", "Difference", "Rebuilt", "Start", "compare", "rebuild"]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was read and written, and what is different in it.

    `events` are those that were folded by this run, `rows` those of all tables.
    """

    tables: tuple[str, ...]
    events: int
    rows: int
    differences: tuple[Difference, ...]


def _unseen(log: str, read: int, all_: int) -> None:
    """For who does not look."""


def _untold(start: Start) -> None:
    """For who does not ask."""


def rebuild(
    service: Service,
    fetch: Fetch,
    progress: Progress = _unseen,
    began: Callable[[Start], None] = _untold,
    *,
    anew: bool = False,
) -> Rebuilt:
    """Build every read model of the service from zero, and put it in the place of the present one.

    It goes on where one that was stopped had come to, unless it is to begin `anew`.
    Raises Unavailable where a source or the database does not answer, or where the sources are faster than this;
    RebuildRunning where another one is under way.
    """
    return _run(service, fetch, progress, began, anew=anew, switching=True)


def compare(
    service: Service,
    fetch: Fetch,
    progress: Progress = _unseen,
    began: Callable[[Start], None] = _untold,
    *,
    anew: bool = False,
) -> Rebuilt:
    """The same without the last step: the present tables stay, and the copies wait for a rebuild to go on from."""
    return _run(service, fetch, progress, began, anew=anew, switching=False)


def _run(
    service: Service,
    fetch: Fetch,
    progress: Progress,
    began: Callable[[Start], None],
    *,
    anew: bool,
    switching: bool,
) -> Rebuilt:
    database = service.database
    with database.alone("rebuild") as alone:
        if not alone:
            raise RebuildRunning(service.name)
        copies = Copies(service)
        logs = Logs(service, fetch, copies, progress)
        began(copies.open(anew=anew))
        logs.catch_up()
        found: Found = compared(database, copies, logs)
        if switching:
            switch(database, copies, logs, found)
        else:
            copies.flush()
        tables = tuple(str(table.name) for table in (copies.of if switching else copies.of.values()))
        rows = sum(_count(service, name) for name in tables)
        return Rebuilt(tuple(str(table.name) for table in copies.of), logs.events, rows, tuple(found.differences))


def _count(service: Service, table: str) -> int:
    sql = f'SELECT COUNT(*) FROM "{table}"'  # noqa: S608 - our own names
    count: int = service.database.look(lambda session: session.query(sql))[0][0]
    return count
