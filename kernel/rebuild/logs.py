"""Reading the logs into the copies, as far as the service itself has applied them, in the order in which it did."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kernel.driver import Session
from kernel.errors import Unavailable
from kernel.inbox import Fetch
from kernel.incoming import Delivery, delivered
from kernel.projection import Folder, changes
from kernel.rebuild.copies import JOURNAL, Copies, CopyRows, Status
from kernel.service import Service

PAGE = 1000
"""Events read at once, and the most that are folded while everybody waits."""

FLUSH_EVERY = 20_000
"""Events between two points from which an interrupted rebuild goes on."""

_ROUNDS = 20

Progress = Callable[[str, int, int], None]
"""`progress(log, read, all)`: log is "journal", or a source."""


class Logs:
    """The own journal and the sources' public logs, read on behalf of the copies."""

    def __init__(self, service: Service, fetch: Fetch, copies: Copies, progress: Progress) -> None:
        self._service = service
        self._database = service.database
        self._fetch = fetch
        self._copies = copies
        self._progress = progress
        self._ahead: dict[str, list[Delivery]] = {}
        self._unwanted: set[str] = set()  # types of events that no row depends on
        self._since_flush = 0
        self.events = 0
        """How many were folded."""

    def catch_up(self) -> None:
        """Read until what is left is little. Raises Unavailable."""
        for _ in range(_ROUNDS):
            status = self._copies.status()
            left = self._left(status)
            self.up_to(status)
            if left <= PAGE:
                return

    def up_to(self, status: Status, *, keep: bool = False) -> None:
        """Read exactly so far; `keep`: everything stays in memory. Raises Unavailable."""
        self._read_journal(status.head, keep=keep)
        self._fold_late(status)
        for source, until in status.checkpoints.items():
            self._read_source(source, until, status, keep=keep)

    def read_ahead(self) -> None:
        """Have at hand what the service may have applied by the time that everybody waits. Raises Unavailable."""
        if self._copies.foreign.tables:
            self._ahead = {
                source: self._fetched(source, self._copies.reached.sources.get(source, 0), PAGE)
                for source in self._copies.status().checkpoints
            }

    def finish(self, session: Session) -> bool:
        """Fold the rest, holding the head; false, and nothing is done, where it is more than what is at hand."""
        status = self._copies.status(session)
        reached = self._copies.reached
        if self._copies.own.tables and status.head > reached.journal + PAGE:
            return False
        if self._copies.foreign.tables:
            for source, until in status.checkpoints.items():
                if until > reached.sources.get(source, 0) + len(self._ahead.get(source, ())):
                    return False
        if self._copies.own.tables:
            self._fold_rows(self._service.journal.rows(reached.journal, PAGE, session), session)
        self._fold_late(status, session)
        for source, deliveries in self._ahead.items():
            until = status.checkpoints.get(source, 0)
            after = reached.sources.get(source, 0)
            self._take(source, [each for each in deliveries if after < each.wire.position <= until], status, session)
        return True

    def _left(self, status: Status) -> int:
        """How many events are still to be read."""
        reached = self._copies.reached
        left = status.head - reached.journal if self._copies.own.tables else 0
        if self._copies.foreign.tables:
            left += sum(until - reached.sources.get(source, 0) for source, until in status.checkpoints.items())
        return left

    def _read_journal(self, until: int, *, keep: bool) -> None:
        reached = self._copies.reached
        if not self._copies.own.tables:
            return
        while reached.journal < until:
            page = self._service.journal.rows(reached.journal, min(PAGE, until - reached.journal))
            self._fold_rows(page)
            self._read(JOURNAL, len(page), reached.journal, until, keep=keep)

    def _read_source(self, source: str, until: int, status: Status, *, keep: bool) -> None:
        reached = self._copies.reached
        if not self._copies.foreign.tables:
            return
        while (after := reached.sources.setdefault(source, 0)) < until:
            page = self._fetched(source, after, min(PAGE, until - after))
            if not page:
                raise Unavailable(source)
            self._take(source, page, status)
            self._read(source, len(page), reached.sources[source], until, keep=keep)

    def _read(self, log: str, more: int, read: int, all_: int, *, keep: bool) -> None:
        """A page has been folded."""
        self._since_flush += more
        if self._since_flush >= FLUSH_EVERY and not keep:
            self._copies.flush()
            self._since_flush = 0
        self._progress(log, read, all_)

    def _fetched(self, source: str, after: int, limit: int) -> list[Delivery]:
        page = [delivered(each) for each in self._fetch(source, after, limit)]
        if [each.wire.position for each in page] != list(range(after + 1, after + 1 + len(page))):
            raise Unavailable(source)
        return page

    def _take(self, source: str, page: Sequence[Delivery], status: Status, session: Session | None = None) -> None:
        """Fold what the service has applied; what lies parked is set aside."""
        if page:
            stuck = {each.wire.position for each in page if (source, each.wire.position) in status.parked}
            self._fold_deliveries([each for each in page if each.wire.position not in stuck], session)
            self._copies.reached.aside |= {
                (source, each.wire.position): each for each in page if each.wire.position in stuck
            }
            self._copies.reached.sources[source] = page[-1].wire.position

    def _fold_late(self, status: Status, session: Session | None = None) -> None:
        """What lay parked when it was read and has been applied since: before what came after that."""
        aside = self._copies.reached.aside
        late = sorted(place for place in aside if place not in status.parked)
        self._fold_deliveries([aside.pop(place) for place in late], session)

    def _fold_rows(self, page: Iterable[tuple[Any, ...]], session: Session | None = None) -> None:
        recorded = []
        for row in page:
            self._copies.reached.journal = row[0]
            if row[3] in self._unwanted:
                continue
            each = self._service.journal.recorded(row)
            if self._copies.own.concerns(type(each.event)):
                recorded.append(each)
            else:
                self._unwanted.add(row[3])
        self._fold(self._copies.own, recorded, session)

    def _fold_deliveries(self, deliveries: Iterable[Delivery], session: Session | None = None) -> None:
        reader = self._service.means.reader
        incoming = []
        for delivery in deliveries:
            if delivery.wire.dataschema in self._unwanted or not reader.concerns(delivery.wire):
                continue
            each = reader.read(delivery.wire)
            if self._copies.foreign.concerns(type(each.event)):
                incoming.append(each)
            else:
                self._unwanted.add(delivery.wire.dataschema)
        self._fold(self._copies.foreign, incoming, session)

    def _fold(self, folder: Folder, items: list[Any], session: Session | None) -> None:
        """With a session, through that one: who holds the head must not wait for another connection."""
        self.events += len(items)
        tables = self._copies.rows
        touched = [(item, folder.touches(tables, item)) for item in items]
        if tables.settle():
            if session is not None:
                tables.fetch(session)
            else:
                self._database.look(tables.fetch)
        for item, touches in touched:
            for rows, key, row in changes(item, touches):
                assert isinstance(rows, CopyRows)
                rows.put(key, row)
