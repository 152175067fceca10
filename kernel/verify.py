"""Verification: does the journal still say what was recorded, and does the public log fit it (law 6).

The chain covers every column of every journal row in order, and through `published` the envelope made of it, byte for
byte. The envelope's own digest is what is checked, not what `publish.py` would say today: publishing may learn new
words with an upgrade, and what others were told before must then still be found to be what they were told.

Whoever can write to the database can compute a new chain. What he cannot change is a digest that was noted elsewhere:
`Anchor` is such a note (`huiyin doctor` shows one), and everything up to it is held against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

import msgspec

from kernel.database import Database
from kernel.journal import Row, chained
from kernel.publiclog import Wire
from kernel.tables import GENESIS, to_micros

PAGE = 2000
MOST_FINDINGS = 1000

Progress = Callable[[int, int], None]
"""`progress(checked, all)`, in journal positions."""


class Finding(NamedTuple):
    """Something that does not fit: which log, at which position, and what."""

    log: str
    position: int
    what: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A digest noted outside the database: that of the journal row at a position."""

    position: int
    digest: str


@dataclass(slots=True)
class Verified:
    """What was found, and the anchor to note: the last position and digest that were checked."""

    findings: list[Finding] = field(default_factory=list)
    position: int = 0
    public_position: int = 0
    digest: str = GENESIS

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def note(self, log: str, position: int, what: str) -> None:
        """One more finding; of very many the first are enough."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(log, position, what))


_HEAD = "SELECT position, public_position, digest FROM journal_head"
_JOURNAL = """
SELECT position, stream, version, type, data, metadata, occurred_at, recorded_at, published, digest
FROM journal WHERE position > %s AND position <= %s ORDER BY position LIMIT %s
"""
_PUBLIC = """
SELECT position, event_id, name, subject, occurred_at, journal_position, body
FROM public_log WHERE position > %s AND position <= %s ORDER BY position LIMIT %s
"""
_BEYOND = """
SELECT position FROM journal WHERE position > (SELECT position FROM journal_head) ORDER BY position LIMIT %s
"""
_PUBLIC_BEYOND = """
SELECT position FROM public_log WHERE position > (SELECT public_position FROM journal_head) ORDER BY position LIMIT %s
"""

_envelope = msgspec.json.Decoder(Wire).decode


def verify(database: Database, *, progress: Progress | None = None, anchor: Anchor | None = None) -> Verified:
    """Check both logs from the first row to the head as it stands at the beginning; the service may go on writing.

    Raises Unavailable.
    """
    head_position, head_public, head_digest = database.look(lambda session: session.query(_HEAD))[0]
    verified = Verified()
    public = _Public(_rows(database, _PUBLIC, head_public))
    for *columns, digest in _rows(database, _JOURNAL, head_position):
        row = Row(*columns)
        _check_row(verified, row, digest)
        _check_public(verified, row, public)
        if anchor is not None and row.position == anchor.position and digest != anchor.digest:
            verified.note("journal", row.position, "is not what the anchor noted")
        if progress is not None and row.position % PAGE == 0:
            progress(row.position, head_position)
    while public.next is not None:
        verified.note("public log", public.take()[0], "belongs to no journal row")
    if verified.position != head_position:
        verified.note("journal", head_position, f"rows after {verified.position} are missing")
    if verified.digest != head_digest:
        verified.note("journal", head_position, "the head's digest is not the last row's")
    if verified.public_position != head_public:
        verified.note("public log", head_public, f"the head stands here, the last event at {verified.public_position}")
    if anchor is not None and anchor.position > verified.position:
        verified.note("journal", anchor.position, "the anchor's row is missing")
    for log, beyond in (("journal", _BEYOND), ("public log", _PUBLIC_BEYOND)):
        for (position,) in database.look(lambda session, sql=beyond: session.query(sql, (MOST_FINDINGS,))):  # type: ignore[misc]
            verified.note(log, position, "stands beyond the head")
    if progress is not None:
        progress(head_position, head_position)
    return verified


def _rows(database: Database, sql: str, until: int) -> Iterator[tuple[Any, ...]]:
    """Rows page by page; their first column is the position."""
    after = 0
    while True:
        page = database.look(lambda session, after=after: session.query(sql, (after, until, PAGE)))  # type: ignore[misc]
        yield from page
        if len(page) < PAGE:
            return
        after = page[-1][0]


class _Public:
    """The public log's rows, one ahead; the sixth column is the journal's position."""

    def __init__(self, rows: Iterator[tuple[Any, ...]]) -> None:
        self._rows = rows
        self.next: tuple[Any, ...] | None = next(rows, None)

    def take(self) -> tuple[Any, ...]:
        """The row that was next."""
        row = self.next
        assert row is not None
        self.next = next(self._rows, None)
        return row


def _check_row(verified: Verified, row: Row, digest: str) -> None:
    """One row against the one before; a wrong one is named once, and the next is held against what it claims."""
    if row.position != verified.position + 1:
        verified.note("journal", verified.position + 1, f"missing up to {row.position - 1}")
    elif chained(verified.digest, row) != digest:
        verified.note("journal", row.position, "is not what was recorded here")
    verified.position, verified.digest = row.position, digest


def _check_public(verified: Verified, row: Row, public: _Public) -> None:
    """The public event of a journal row, where there is one and where there should be."""
    while public.next is not None and public.next[5] < row.position:
        verified.note("public log", public.take()[0], "is not in its place")
    if public.next is None or public.next[5] > row.position:
        if row.published is not None:
            verified.public_position += 1
            verified.note("public log", verified.public_position, f"the event of journal {row.position} is missing")
        return
    position, event_id, name, subject, occurred_at, _, body = public.take()
    if row.published is None:
        verified.note("public log", position, f"journal {row.position} was not made public")
        return
    if position != verified.public_position + 1:
        verified.note("public log", position, f"is not in its place after {verified.public_position}")
    verified.public_position = position
    if sha256(body.encode()).hexdigest() != row.published:
        verified.note("public log", position, "the envelope is not the one that was made")
        return
    wire = _envelope(body)
    told = (wire.position, wire.id, wire.type, wire.subject, to_micros(wire.time))
    if told != (position, event_id, name, subject, occurred_at):
        verified.note("public log", position, "the columns do not fit the envelope")
