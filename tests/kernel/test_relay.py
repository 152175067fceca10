"""From the public log to the broker: everything, in order, at least once."""

from __future__ import annotations

import pytest

from kernel.publiclog import Entry
from kernel.service import Service
from tests.kernel.conftest import World
from tests.kernel.library import LIBRARY, acquire, context, lend, take_back


@pytest.fixture
def talkative(lending: Service) -> Service:
    """Five public events."""
    for book in ("1", "2", "3"):
        lending.handle(acquire, {"book": book}, context())
        lending.handle(lend, {"book": book, "reader": "ann"}, context())
    for book in ("1", "2"):
        lending.handle(take_back, {"book": book}, context())
    return lending


class Broker:
    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []
        self.away = False

    def publish(self, entries: list[Entry]) -> None:
        self.sent += [(entry.position, entry.name) for entry in entries]
        if self.away:
            raise ConnectionError


def test_the_public_log_is_handed_on_in_order(talkative: Service) -> None:
    broker = Broker()
    assert [talkative.relay.step(broker.publish, limit=2) for _ in range(4)] == [2, 2, 1, 0]
    names = ["BookLent"] * 3 + ["BookReturned"] * 2
    assert broker.sent == list(enumerate(names, 1))
    assert talkative.relay.lag() == 0


def test_what_the_broker_has_not_confirmed_is_published_again(world: World, talkative: Service) -> None:
    broker = Broker()
    broker.away = True
    with pytest.raises(ConnectionError):
        talkative.relay.step(broker.publish)
    assert talkative.relay.lag() == 5
    broker.away = False
    assert world.service(LIBRARY).relay.step(broker.publish) == 5
    assert [position for position, _ in broker.sent] == [1, 2, 3, 4, 5, 1, 2, 3, 4, 5]


def test_a_new_leader_goes_on_where_the_last_one_stopped(world: World, talkative: Service) -> None:
    broker = Broker()
    talkative.relay.step(broker.publish, limit=3)
    assert world.service(LIBRARY).relay.step(broker.publish) == 2
    assert [position for position, _ in broker.sent] == [1, 2, 3, 4, 5]


def test_a_leader_that_was_overtaken_does_not_move_the_cursor_back(world: World, talkative: Service) -> None:
    broker, other = Broker(), world.service(LIBRARY)

    def slow(entries: list[Entry]) -> None:
        assert other.relay.step(broker.publish) == 5
        broker.publish(entries)

    assert talkative.relay.step(slow, limit=2) == 2
    assert talkative.relay.lag() == 0
