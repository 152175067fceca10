"""Law 6: whatever is done to the logs behind the kernel's back is found."""

# ruff: noqa: S608 - a test tampers with what it names

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from sqlalchemy import text

from kernel.journal import Row, chained
from kernel.service import Service
from kernel.tables import GENESIS
from kernel.verify import Anchor, verify
from tests.kernel.library import acquire, context, lend, take_back


@pytest.fixture
def kept(lending: Service) -> Service:
    """Eight events, five of them public."""
    for book in ("1", "2", "3"):
        lending.handle(acquire, {"book": book, "title": f"Title {book}"}, context(f"r{book}"))
    for book in ("1", "2", "3"):
        lending.handle(lend, {"book": book, "reader": "ann"}, context())
    for book in ("1", "2"):
        lending.handle(take_back, {"book": book}, context())
    return lending


def tamper(service: Service, *statements: str) -> None:
    with service.database.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def found(service: Service, anchor: Anchor | None = None) -> list[tuple[str, int]]:
    return [(finding.log, finding.position) for finding in verify(service.database, anchor=anchor).findings]


def test_what_nobody_touched_is_sound(kept: Service) -> None:
    seen: list[tuple[int, int]] = []
    verified = verify(kept.database, progress=lambda done, all_: seen.append((done, all_)))
    assert verified.sound
    assert (verified.position, verified.public_position, verified.digest) == kept.journal.head()
    assert seen[-1] == (8, 8)


def test_an_empty_journal_is_sound(lending: Service) -> None:
    assert verify(lending.database).sound


@pytest.mark.parametrize(
    "change",
    [
        "data = REPLACE(data, 'Title 2', 'Titel 2')",
        "metadata = REPLACE(metadata, 'mary', 'jane')",
        "stream = 'book-9'",
        "version = 7",
        "type = 'library.lent.v1'",
        "occurred_at = occurred_at - 1",
        "recorded_at = recorded_at + 1",
        "digest = REPLACE(digest, '0', '1')",
    ],
)
def test_an_edited_row_is_found(kept: Service, change: str) -> None:
    tamper(kept, f"UPDATE journal SET {change} WHERE position = 2")
    assert ("journal", 2) in found(kept)


def test_only_the_edited_row_is_named(kept: Service) -> None:
    tamper(kept, "UPDATE journal SET data = REPLACE(data, 'Title 2', 'Titel 2') WHERE position = 2")
    assert found(kept) == [("journal", 2)]


@pytest.mark.parametrize("position", [1, 2, 3])
def test_a_deleted_row_is_found(kept: Service, position: int) -> None:
    tamper(kept, f"DELETE FROM journal WHERE position = {position}")
    assert ("journal", position) in found(kept)


def test_a_deleted_tail_is_found_by_the_head(kept: Service) -> None:
    tamper(kept, "DELETE FROM journal WHERE position > 6", "DELETE FROM public_log WHERE journal_position > 6")
    assert ("journal", 8) in found(kept)


def test_a_tail_deleted_together_with_the_head_is_found_by_an_anchor(kept: Service) -> None:
    position, _, digest = kept.journal.head()
    tamper(
        kept,
        "DELETE FROM journal WHERE position > 6",
        "DELETE FROM public_log WHERE journal_position > 6",
        "UPDATE journal_head SET position = 6, public_position = 3,"
        " digest = (SELECT digest FROM journal WHERE position = 6)",
    )
    assert found(kept) == []
    assert found(kept, Anchor(position, digest)) == [("journal", 8)]


def test_a_history_written_anew_with_a_chain_of_its_own_is_found_by_an_anchor(kept: Service) -> None:
    anchor = Anchor(4, _digests(kept)[3])
    tamper(kept, "UPDATE journal SET data = REPLACE(data, 'Title 2', 'Titel 2') WHERE position = 2")
    _chain_anew(kept)
    assert found(kept) == []
    assert found(kept, anchor) == [("journal", 4)]


def test_an_inserted_row_is_found(kept: Service) -> None:
    tamper(
        kept,
        "INSERT INTO journal SELECT 9, 'book-4', 1, type, data, metadata, occurred_at, recorded_at, NULL, digest"
        " FROM journal WHERE position = 1",
    )
    assert found(kept) == [("journal", 9)]


def test_a_row_inserted_between_others_is_found(kept: Service) -> None:
    for position in (8, 7, 6, 5, 4, 3):
        tamper(
            kept,
            f"UPDATE journal SET position = {position + 1} WHERE position = {position}",
            f"UPDATE public_log SET journal_position = {position + 1} WHERE journal_position = {position}",
        )
    tamper(
        kept,
        "INSERT INTO journal SELECT 3, 'book-4', 1, type, data, metadata, occurred_at, recorded_at, NULL, digest"
        " FROM journal WHERE position = 2",
    )
    assert ("journal", 3) in found(kept)


def test_rows_in_another_order_are_found(kept: Service) -> None:
    tamper(
        kept,
        "UPDATE journal SET position = 100 WHERE position = 1",
        "UPDATE journal SET position = 1 WHERE position = 2",
        "UPDATE journal SET position = 2 WHERE position = 100",
    )
    assert {("journal", 1), ("journal", 2)} <= set(found(kept))


@pytest.mark.parametrize(
    "change",
    [
        "body = REPLACE(body, 'ann', 'bob')",
        "subject = '9'",
        "name = 'BookReturned'",
        "occurred_at = 0",
        "event_id = 'x'",
    ],
)
def test_an_edited_public_event_is_found(kept: Service, change: str) -> None:
    tamper(kept, f"UPDATE public_log SET {change} WHERE position = 2")
    assert found(kept) == [("public log", 2)]


@pytest.mark.parametrize("position", [1, 2, 5])
def test_a_deleted_public_event_is_found(kept: Service, position: int) -> None:
    tamper(kept, f"DELETE FROM public_log WHERE position = {position}")
    assert found(kept) == [("public log", position)]


def test_an_inserted_public_event_is_found(kept: Service) -> None:
    tamper(
        kept,
        "INSERT INTO public_log SELECT 6, 'library-6', name, subject, occurred_at, 99, body"
        " FROM public_log WHERE position = 1",
    )
    assert found(kept) == [("public log", 6)]


def test_an_event_made_public_afterwards_is_found(kept: Service) -> None:
    tamper(
        kept,
        "INSERT INTO public_log SELECT 6, 'library-6', name, subject, occurred_at, 1, body"
        " FROM public_log WHERE position = 1",
    )
    assert ("public log", 6) in found(kept)


def test_public_events_in_another_order_are_found(kept: Service) -> None:
    tamper(
        kept,
        "UPDATE public_log SET position = 100 WHERE position = 1",
        "UPDATE public_log SET position = 1 WHERE position = 2",
        "UPDATE public_log SET position = 2 WHERE position = 100",
    )
    assert {("public log", 1), ("public log", 2)} <= {finding for finding in found(kept) if finding[0] == "public log"}


def test_the_digest_can_be_computed_without_our_code(kept: Service) -> None:
    rows = kept.store.read(lambda c: c.execute(text("SELECT * FROM journal ORDER BY position")).all())
    previous = GENESIS
    for row in rows:
        array = json.dumps(list(row)[:9], ensure_ascii=False, separators=(",", ":"))
        previous = sha256(previous.encode() + array.encode()).hexdigest()
        assert previous == row.digest


def test_no_two_rows_share_their_bytes() -> None:
    one = Row(1, "a", 1, 'b","c', "d", "{}", 0, 0, None)
    other = Row(1, "a", 1, "b", 'c","d', "{}", 0, 0, None)
    assert chained(GENESIS, one) != chained(GENESIS, other)


def test_a_digest_is_what_it_always_was() -> None:
    row = Row(1, "book-1", 1, "library.acquired.v1", '{"title":"回音"}', "{}", 1, 2, None)
    assert chained(GENESIS, row) == "819fd61761fee8dfd695146d2f4b6435f92cbcd60def93a8da1a2eccdda1a8df"


def _digests(service: Service) -> list[str]:
    return list(service.store.read(lambda c: c.execute(text("SELECT digest FROM journal ORDER BY position")).scalars()))


def _chain_anew(service: Service) -> None:
    """What somebody does who can write to the database and knows how it is made."""
    rows = service.store.read(lambda c: c.execute(text("SELECT * FROM journal ORDER BY position")).all())
    digest = GENESIS
    for row in rows:
        digest = chained(digest, Row(*row[:9]))
        tamper(service, f"UPDATE journal SET digest = '{digest}' WHERE position = {row.position}")
    tamper(service, f"UPDATE journal_head SET digest = '{digest}'")
