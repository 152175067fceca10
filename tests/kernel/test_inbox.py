"""Law 3: whatever is lost, doubled, reordered or interrupted on the way, an event's effect happens once, in order."""

from __future__ import annotations

import random
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from kernel.errors import Unavailable
from kernel.inbox import PAGE, Deed, Inbox
from kernel.publiclog import Envelope
from kernel.service import Service
from kernel.store import Unit
from kernel.tables import checkpoints
from tests.kernel import library
from tests.kernel.conftest import World
from tests.kernel.following import Source, envelope, expected, lent, listed, parked, slips
from tests.kernel.library import BARRED, NOON, later


def test_an_event_becomes_a_reaction_a_row_and_a_checkpoint(lending: Service, treasury: Service, inbox: Inbox) -> None:
    (envelope,) = lent(lending, 1)
    assert inbox.apply([envelope]) == 1
    (opened,) = treasury.journal.read(0, 10)
    assert (opened.stream, opened.event) == ("slip-b1", library.SlipOpened("reader1", later(1)))
    assert opened.metadata == {
        "actor": "system",
        "role": "system",
        "correlation": envelope["correlationid"],
        "causation": "library-1",
    }
    assert listed(treasury) == [("b1", NOON.date(), True, "reader1", 0)]
    assert inbox.checkpoints() == {"library": 1}


def test_a_deed_is_a_use_case_in_the_same_piece_of_work(world: World, lending: Service, source: Source) -> None:
    def open_twice(unit: Unit, payload: Mapping[str, Any]) -> None:
        seen = unit.state(library.SLIP, payload["book"])
        for reader in ("first", "second"):
            unit.execute(library.SLIP, payload["book"], library.OpenSlip(f"{reader} of {len(seen)}", NOON))

    deed = replace(library.TREASURY, react=lambda incoming: [Deed(open_twice, {"book": incoming.subject})])
    treasury = world.service(deed)
    inbox = treasury.inbox(source.fetch)
    envelopes = lent(lending, 2)
    BARRED.add("second of 0")
    inbox.apply(envelopes[:1])
    assert (slips(treasury), parked(treasury)) == ([], [(1, "b1", True)])
    BARRED.clear()
    assert treasury.retry_parked({}) == {"applied": 1, "parked": 0}
    inbox.apply([*envelopes, *envelopes])
    assert slips(treasury) == [(book, f"{reader} of 0") for book in ("b1", "b2") for reader in ("first", "second")]


def test_an_event_delivered_twice_takes_effect_once(lending: Service, treasury: Service, inbox: Inbox) -> None:
    envelopes = lent(lending, 3)
    assert inbox.apply([*envelopes, *envelopes]) == 3
    assert inbox.apply(envelopes) == 0
    assert slips(treasury) == expected(1, 2, 3)


def test_events_delivered_out_of_order_take_effect_in_order(lending: Service, treasury: Service, inbox: Inbox) -> None:
    assert inbox.apply(lent(lending, 5)[::-1]) == 5
    assert slips(treasury) == expected(1, 2, 3, 4, 5)


@pytest.mark.parametrize("delivered", [[4], [1, 4], [2], [1, 3, 5], [5, 1]])
def test_what_was_lost_is_fetched_before_what_came_after_it(
    lending: Service, treasury: Service, inbox: Inbox, delivered: list[int]
) -> None:
    envelopes = lent(lending, 5)
    inbox.apply([envelopes[position - 1] for position in delivered])
    assert slips(treasury) == expected(*range(1, max(delivered) + 1))
    assert inbox.checkpoints() == {"library": max(delivered)}


def test_a_gap_that_cannot_be_fetched_leaves_the_rest_to_be_delivered_again(
    lending: Service, treasury: Service, inbox: Inbox, source: Source
) -> None:
    envelopes = lent(lending, 3)
    source.cut = True
    with pytest.raises(Unavailable):
        inbox.apply([envelopes[2]])
    assert (slips(treasury), inbox.checkpoints()) == ([], {})
    source.cut = False
    assert inbox.apply([envelopes[2]]) == 3
    assert slips(treasury) == expected(1, 2, 3)


def test_a_source_that_does_not_have_what_is_missing_is_asked_again_later(lending: Service, treasury: Service) -> None:
    envelopes = lent(lending, 3)
    inbox = treasury.inbox(lambda _source, _after, _limit: [])
    with pytest.raises(Unavailable):
        inbox.apply([envelopes[2]])
    assert slips(treasury) == []


def test_a_source_that_answers_with_gaps_is_not_believed(lending: Service, treasury: Service) -> None:
    envelopes = lent(lending, 4)
    inbox = treasury.inbox(lambda _source, _after, _limit: [envelopes[0], envelopes[2]])
    with pytest.raises(Unavailable):
        inbox.apply([envelopes[3]])
    assert slips(treasury) == []


def test_catching_up_pulls_everything_there_is(
    lending: Service, treasury: Service, inbox: Inbox, source: Source
) -> None:
    lent(lending, 4)
    assert inbox.catch_up("library") == 4
    assert inbox.catch_up("library") == 0
    assert slips(treasury) == expected(1, 2, 3, 4)
    assert source.asked == [("library", 0), ("library", 4)]


def test_catching_up_goes_page_by_page(treasury: Service, source: Source, inbox: Inbox) -> None:
    class Long:
        def read(self, after: int, limit: int) -> list[Envelope]:
            return [envelope("library", position) for position in range(after + 1, min(after + limit, 1200) + 1)]

    source.logs["library"] = Long()
    assert inbox.catch_up("library") == 1200
    assert source.asked == [("library", 0), ("library", PAGE), ("library", 2 * PAGE)]
    assert len(listed(treasury)) == 1200


def test_envelopes_are_taken_as_bytes_text_or_objects(lending: Service, treasury: Service, inbox: Inbox) -> None:
    lent(lending, 3)
    one, two, three = lending.log.entries(0, 3)
    assert inbox.apply([one.body, two.body.encode(), lending.log.read(2, 1)[0]]) == 3
    assert three.position == 3
    assert slips(treasury) == expected(1, 2, 3)


def test_what_is_no_envelope_is_dropped_and_its_position_fetched(
    lending: Service, treasury: Service, inbox: Inbox
) -> None:
    envelopes = lent(lending, 3)
    assert inbox.apply(["{", b"\xff", {"source": "library"}, envelopes[2]]) == 3
    assert slips(treasury) == expected(1, 2, 3)


def test_a_source_that_is_not_followed_is_not_applied(treasury: Service, inbox: Inbox) -> None:
    assert inbox.apply([envelope("stranger", 1)]) == 0
    assert inbox.checkpoints() == {}


def test_an_event_of_an_unknown_name_is_passed_over(treasury: Service, inbox: Inbox) -> None:
    unknown = envelope("library", 1) | {"type": "BookBurnt", "dataschema": "urn:test:BookBurntV1"}
    assert inbox.apply([unknown, envelope("library", 2)]) == 2
    assert (inbox.checkpoints(), parked(treasury)) == ({"library": 2}, [])


# Poison


def test_two_replicas_given_the_same_batch_apply_it_once(
    world: World, lending: Service, treasury: Service, source: Source
) -> None:
    envelopes = lent(lending, 40)
    replicas = [treasury.inbox(source.fetch), world.service(library.TREASURY).inbox(source.fetch)]
    with ThreadPoolExecutor(2) as pool:
        news = list(pool.map(lambda inbox: inbox.apply(envelopes), replicas))
    assert sum(news) == 40
    assert slips(treasury) == expected(*range(1, 41))


def test_a_replica_that_was_overtaken_under_way_applies_nothing_twice(
    world: World, lending: Service, treasury: Service, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    envelopes = lent(lending, 4)
    slow, quick = treasury.inbox(source.fetch), world.service(library.TREASURY).inbox(source.fetch)
    run = treasury.store.run

    def after_the_other(job: Any) -> None:
        monkeypatch.setattr(treasury.store, "run", run)
        assert quick.apply(envelopes[:3]) == 3
        run(job)

    monkeypatch.setattr(treasury.store, "run", after_the_other)
    assert slow.apply(envelopes) == 1
    assert slips(treasury) == expected(1, 2, 3, 4)


def test_a_replica_that_was_overtaken_between_two_batches_applies_nothing_twice(
    world: World, lending: Service, treasury: Service, source: Source
) -> None:
    envelopes = lent(lending, 6)
    one, other = treasury.inbox(source.fetch), world.service(library.TREASURY).inbox(source.fetch)
    news = [
        one.apply(envelopes[:2]),
        other.apply(envelopes[2:4]),
        one.apply(envelopes[2:5]),
        other.apply(envelopes[2:]),
        one.apply(envelopes),
    ]
    assert news == [2, 2, 1, 1, 0]
    assert (slips(treasury), one.checkpoints()) == (expected(1, 2, 3, 4, 5, 6), {"library": 6})


@pytest.mark.parametrize("delivered_first", [False, True])
def test_a_database_put_back_under_a_running_process_is_caught_up_again(
    treasury: Service, source: Source, inbox: Inbox, monkeypatch: pytest.MonkeyPatch, delivered_first: bool
) -> None:
    class Long:
        def read(self, after: int, limit: int) -> list[Envelope]:
            return [envelope("library", position) for position in range(after + 1, min(after + limit, 10) + 1)]

    monkeypatch.setattr("kernel.inbox.PAGE", 4)  # so that a page is full of what this process has applied before
    source.logs["library"] = Long()
    assert inbox.catch_up("library") == 10
    with treasury.database.engine.begin() as connection:
        connection.execute(checkpoints.update().values(position=1))
        connection.execute(library.loans.delete().where(library.loans.c.book != "b1"))
    if delivered_first:
        assert inbox.apply([envelope("library", 2)]) == 0  # it was here, as far as this process knows
    assert inbox.catch_up("library") == 9
    assert (inbox.checkpoints(), len(listed(treasury))) == ({"library": 10}, 10)


class Killed(BaseException):
    """As by SIGKILL: nothing of the process's own runs any more."""


@pytest.mark.parametrize("committed", [False, True])
def test_a_process_that_dies_at_the_commit_leaves_both_the_effect_and_the_checkpoint_or_neither(
    world: World, lending: Service, source: Source, monkeypatch: pytest.MonkeyPatch, committed: bool
) -> None:
    envelopes = lent(lending, 2)
    BARRED.add("reader2")
    treasury = world.service(library.TREASURY)
    with treasury.database.session() as session:
        kind = type(session)
    commit = kind.commit

    def die(session: Any, channel: str | None = None) -> None:
        if committed:
            commit(session, channel)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(kind, "commit", die)
        with pytest.raises(Killed):
            treasury.inbox(source.fetch).apply(envelopes)

    heir = world.service(library.TREASURY)
    found = (len(slips(heir)), len(listed(heir)), len(parked(heir)), heir.inbox(source.fetch).checkpoints())
    assert found == ((1, 1, 1, {"library": 2}) if committed else (0, 0, 0, {}))
    assert heir.inbox(source.fetch).apply(envelopes) == (0 if committed else 2)
    assert (slips(heir), parked(heir)) == (expected(1), [(2, "b2", True)])


@pytest.mark.parametrize("seed", range(4))
def test_at_random_lost_doubled_and_reordered_deliveries_change_nothing(
    lending: Service, treasury: Service, inbox: Inbox, source: Source, seed: int
) -> None:
    chance = random.Random(seed)
    envelopes = lent(lending, 25)
    deliveries = [each for each in envelopes * 2 if chance.random() < 0.6]
    chance.shuffle(deliveries)
    while deliveries:
        size = chance.randrange(1, 9)
        batch, deliveries = deliveries[:size], deliveries[size:]
        source.cut = chance.random() < 0.3
        try:
            inbox.apply(batch)
        except Unavailable:
            deliveries += batch
    source.cut = False
    inbox.catch_up("library")
    assert slips(treasury) == expected(*range(1, 26))
    assert len(listed(treasury)) == 25
