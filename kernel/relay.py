"""From the public log to the broker: in order, at least once, the cursor moved only after the broker confirmed."""

from __future__ import annotations

from collections.abc import Callable

from kernel.database import Database
from kernel.driver import Session
from kernel.publiclog import Entry

_WAITING = """
SELECT position, name, body FROM public_log
WHERE position > (SELECT position FROM relay_cursor) ORDER BY position LIMIT %s
"""
_MOVE = "UPDATE relay_cursor SET position = %s WHERE position < %s"
_LAG = "SELECT public_position - (SELECT position FROM relay_cursor) FROM journal_head"


class Relay:
    """Hands the public log on. One at a time per service: whoever runs it holds the leadership (transport)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def step(self, publish: Callable[[list[Entry]], None], limit: int = 500) -> int:
        """Publish the next batch and move the cursor; how many were published, 0 when there is nothing to do.

        `publish` returns once the broker has confirmed all of them; what it raises leaves the cursor where it was.
        Raises Unavailable.
        """
        entries = [Entry(*row) for row in self._database.look(lambda session: session.query(_WAITING, (limit,)))]
        if entries:
            publish(entries)
            reached = entries[-1].position

            def move(session: Session) -> None:
                session.execute(_MOVE, (reached, reached))
                session.flush()

            self._database.look(move)
        return len(entries)

    def lag(self) -> int:
        """How many public events wait to be published. Raises Unavailable."""
        lag: int = self._database.look(lambda session: session.query(_LAG))[0][0]
        return lag
