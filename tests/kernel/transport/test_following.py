"""What one service publishes, another applies once, whatever is lost, doubled, delayed or killed on the way."""

from __future__ import annotations

import pytest

from tests.kernel.transport.conftest import Hosts
from tests.kernel.transport.listening import Listener, envelope, listener
from tests.support.servers import RabbitMQServer
from tests.support.toy.hosts import Host
from tests.support.waiting import until


def lend(host: Host, *books: str) -> None:
    for book in books:
        host.call("library", "acquire", {"book": book})
        host.call("library", "lend", {"book": book, "reader": "ann"})


def slips(host: Host, *books: str) -> list[int]:
    found = host.call("treasury", "slips", {"books": list(books)})["slips"]
    return [found[book] for book in books]


def checkpoint(host: Host) -> int:
    at: int = host.call("treasury", "doctor")["checkpoints"]["library"]
    return at


def followed(host: Host, position: int) -> None:
    until(lambda: checkpoint(host) >= position, f"the treasury to reach position {position}")


def test_an_event_reaches_who_follows(hosts: Hosts) -> None:
    caller = hosts.run("library", "treasury")
    lend(caller, "emma")
    until(lambda: slips(caller, "emma") == [1], "a slip")


def test_many_events_are_applied_once_each(hosts: Hosts) -> None:
    caller = hosts.run("library", "treasury")
    caller.ask("lend_many", first=0, last=300)
    followed(caller, 300)
    books = [f"b{number}" for number in range(300)]
    assert slips(caller, *books) == [1] * 300
    assert checkpoint(caller) == caller.call("library", "doctor")["public_head"] == 300


@pytest.mark.process
def test_embedded_services_catch_up_after_a_crash_whatever_the_broker_forgot(embedded: Hosts) -> None:
    first = embedded.host("library").started()  # nobody follows yet: the embedded broker drops what it publishes
    lend(first, "emma", "ulysses")
    until(lambda: first.call("library", "doctor")["relay_lag"] == 0, "the relay to have published")
    first.kill()
    second = embedded.host("library", "treasury").started()
    followed(second, 2)
    assert slips(second, "emma", "ulysses") == [1, 1]


def test_events_wait_for_a_service_that_is_away(cluster: Hosts) -> None:
    caller = cluster.run("library")
    treasury = cluster.host("treasury").started()
    assert treasury.stop() == 0
    lend(caller, "emma")
    cluster.host("treasury").started()
    until(lambda: slips(caller, "emma") == [1], "a slip")


def test_a_consumer_killed_at_any_moment_misses_and_doubles_nothing(cluster: Hosts) -> None:
    caller = cluster.run("library")
    treasury = cluster.host("treasury").started()
    asked = caller.send("lend_many", first=0, last=400)
    for after in (20, 120, 250):
        followed(caller, after)
        treasury.kill()
        treasury = cluster.host("treasury").started()
    caller.answer(asked)
    followed(caller, 400)
    assert slips(caller, *[f"b{number}" for number in range(400)]) == [1] * 400


def test_deliveries_that_were_lost_are_pulled_at_start(cluster: Hosts, amqp_uri: str) -> None:
    caller = cluster.run("library")
    treasury = cluster.host("treasury").started()
    assert treasury.stop() == 0
    lend(caller, "emma", "ulysses")
    with listener(amqp_uri) as desk:
        until(lambda: desk.waiting("treasury.inbox") == 2, "the deliveries")
        desk.purge("treasury.inbox")
    cluster.host("treasury").started()
    followed(caller, 2)
    assert slips(caller, "emma", "ulysses") == [1, 1]


def test_a_queue_that_vanishes_is_made_again_and_what_it_held_is_pulled(cluster: Hosts, amqp_uri: str) -> None:
    caller = cluster.run("library", "treasury")
    lend(caller, "emma")
    followed(caller, 1)
    with listener(amqp_uri) as desk:
        desk.delete("treasury.inbox")
    lend(caller, "ulysses")  # perhaps before the queue is bound again
    followed(caller, 2)
    lend(caller, "persuasion")
    followed(caller, 3)
    assert slips(caller, "emma", "ulysses", "persuasion") == [1, 1, 1]


def test_what_is_delivered_twice_is_applied_once(cluster: Hosts, amqp_uri: str) -> None:
    with listener(amqp_uri) as desk:
        caller = cluster.run("library", "treasury")
        lend(caller, "emma", "ulysses")
        for message in 2 * desk.take(2):
            desk.publish(message.body, queue="treasury.inbox")
        lend(caller, "persuasion")
        followed(caller, 3)
        until(lambda: idle(desk), "the queue to be empty")
        assert slips(caller, "emma", "ulysses", "persuasion") == [1, 1, 1]


def idle(desk: Listener) -> bool:
    return desk.waiting("treasury.inbox") == 0


def test_a_source_restored_from_an_older_copy_is_told(cluster: Hosts) -> None:
    library = cluster.host("library").started()
    treasury = cluster.host("treasury").started()
    caller = cluster.driver()
    lend(caller, "emma", "ulysses")
    followed(caller, 2)
    assert library.stop() == 0
    for file in cluster.folder.glob("library.db*"):
        file.unlink()
    cluster.host("library").started()

    def told() -> bool:
        connections = caller.call("treasury", "doctor")["connections"]
        return bool(connections.get("treasury.inbox.library") == "ahead of library")

    until(told, "the treasury to tell")
    lend(caller, "persuasion", "sanditon", "lady susan")
    followed(caller, 3)
    assert told()
    assert treasury.log.count("ahead of a source") == 1


def test_what_is_no_event_is_dropped_and_holds_nothing_up(cluster: Hosts, amqp_uri: str) -> None:
    caller = cluster.run("library", "treasury")
    with listener(amqp_uri) as desk:
        for junk in ("", "no json", "[1, 2]", '{"source": "library", "position": "x"}', '{"source": "elsewhere"}'):
            desk.publish(junk)
        lend(caller, "emma")
        followed(caller, 1)
        until(lambda: idle(desk), "the queue to be empty")


def test_what_cannot_be_applied_yet_stays_with_the_broker(cluster: Hosts, amqp_uri: str) -> None:
    """Position 7 needs 1 to 6, and the library, which has them, is away."""
    treasury = cluster.host("treasury").started()
    with listener(amqp_uri) as desk:
        desk.publish(envelope(7, "emma"))
        until(lambda: "events wait to be applied" in treasury.log, "the treasury to have tried")
        treasury.kill()
        until(lambda: desk.waiting("treasury.inbox") == 1, "the broker to take it back")


def test_a_bug_in_applying_ends_the_process_and_the_event_stays(cluster: Hosts, amqp_uri: str) -> None:
    faulty = cluster.host("faulty").started()
    with listener(amqp_uri) as desk:
        desk.publish(envelope(1, "emma"))
        assert faulty.process.wait(30) == 1
        until(lambda: desk.waiting("treasury.inbox") == 1, "the broker to take it back")
    assert "ends over a bug" in faulty.log
    assert "Zhang San" not in faulty.log


def test_one_replica_consumes_and_the_other_takes_over(cluster: Hosts, amqp_uri: str) -> None:
    caller = cluster.run("library")
    first = cluster.host("treasury").started()
    second = cluster.host("treasury").started()
    lend(caller, "emma")
    followed(caller, 1)
    first.kill()
    lend(caller, "ulysses")
    followed(caller, 2)
    assert slips(caller, "emma", "ulysses") == [1, 1]
    assert second.stop() == 0


def test_the_inbox_is_a_quorum_queue_with_a_single_active_consumer(
    cluster: Hosts, shared_rabbitmq: RabbitMQServer
) -> None:
    cluster.host("treasury").started()
    assert cluster.amqp_uri is not None
    vhost = cluster.amqp_uri.rpartition("/")[2]
    inbox = shared_rabbitmq.manage("GET", f"/api/queues/{vhost}/treasury.inbox")
    assert isinstance(inbox, dict)
    assert inbox["arguments"] == {"x-queue-type": "quorum", "x-single-active-consumer": True}
