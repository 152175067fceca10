"""What every service answers about itself, and how it bears a database that is away."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from kernel.actor import Actor
from kernel.context import Context
from kernel.database import migrate
from kernel.errors import Unavailable
from kernel.service import Service
from kernel.settings import Settings
from tests.kernel import library
from tests.kernel.conftest import MASTER_KEY, World
from tests.kernel.library import acquire, context, lend, who_has


def test_the_public_log_is_a_feed_by_pages(lending: Service) -> None:
    for book in ("1", "2", "3"):
        lending.handle(acquire, {"book": book}, context())
        lending.handle(lend, {"book": book, "reader": "ann"}, context())
    page = lending.public_log({"after": 1, "limit": 1})
    assert ([event["position"] for event in page["events"]], page["head"]) == ([2], 3)
    assert [event["subject"] for event in lending.public_log({})["events"]] == ["1", "2", "3"]
    assert lending.public_log({"after": 3, "limit": 10}) == {"events": [], "head": 3}


def test_the_doctor_tells_how_far_everything_is(world: World, lending: Service) -> None:
    lending.handle(acquire, {"book": "1"}, context())
    lending.handle(lend, {"book": "1", "reader": "ann"}, context())
    report = lending.doctor({})
    digest = report.pop("digest")
    assert len(digest) == 64
    assert report == {
        "service": "library",
        "journal_head": 2,
        "public_head": 1,
        "relay_lag": 1,
        "checkpoints": {},
        "parked_count": 0,
        "parked": [],
    }
    treasury = world.service(library.TREASURY)
    treasury.inbox(lambda _source, after, limit: lending.log.read(after, limit)).catch_up("library")
    assert treasury.doctor({})["checkpoints"] == {"library": 1, "bank": 0}


def test_a_service_that_never_had_an_inbox_can_retry_what_is_parked(world: World) -> None:
    assert world.service(library.TREASURY).retry_parked({}) == {"applied": 0, "parked": 0}


def test_a_healthy_service_says_so(lending: Service) -> None:
    assert lending.health({}) == {"service": "library", "database": "ok"}


def test_a_database_that_is_away_is_said_to_be(tmp_path: Path) -> None:
    away = Settings(database_url_template=f"sqlite:///{tmp_path}/no/such/{{service}}.db", key=MASTER_KEY)
    service = Service(library.LIBRARY, away)
    assert service.health({}) == {"service": "library", "database": "unavailable"}
    with pytest.raises(Unavailable):
        service.handle(acquire, {"book": "1"}, context())
    with pytest.raises(Unavailable):
        service.ask(who_has, {"book": "1"}, context())
    with pytest.raises(Unavailable):
        service.log.read(0, 1)


@pytest.mark.parametrize("world", [pytest.param("postgresql", marks=pytest.mark.db)], indirect=True)
def test_connections_that_died_unnoticed_are_replaced(world: World, lending: Service) -> None:
    lending.handle(acquire, {"book": "1"}, context())
    lending.ask(who_has, {"book": "1"}, context())
    killer = world.service(library.LIBRARY)
    kill = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    killer.store.read(lambda connection: connection.execute(kill).all())
    assert lending.handle(lend, {"book": "1", "reader": "ann"}, context())["reader"] == "ann"
    killer.store.read(lambda connection: connection.execute(kill).all())
    assert lending.ask(who_has, {"book": "1"}, context()) == {"reader": "ann"}
    killer.store.read(lambda connection: connection.execute(kill).all())
    assert len(lending.log.read(0, 10)) == 1


@pytest.mark.parametrize("world", [pytest.param("postgresql", marks=pytest.mark.db)], indirect=True)
def test_a_command_cut_off_in_the_middle_is_not_said_to_have_happened(world: World, lending: Service) -> None:
    with lending.database.engine.begin() as connection:
        connection.execute(
            text(
                "CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                " PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;"
                "CREATE TRIGGER cut AFTER INSERT ON journal FOR EACH ROW EXECUTE FUNCTION cut();"
            )
        )
    with pytest.raises(Unavailable):
        lending.handle(acquire, {"book": "1"}, context("r1"))
    with lending.database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER cut ON journal"))
    assert lending.handle(acquire, {"book": "1"}, context("r1")) == {"book": "1"}
    assert lending.journal.head()[0] == 1


@pytest.mark.parametrize("world", [pytest.param("postgresql", marks=pytest.mark.db)], indirect=True)
def test_a_replica_that_stalls_between_begin_and_commit_lets_the_others_go_on(world: World, lending: Service) -> None:
    stalled = world.service(library.LIBRARY)
    with stalled.database.session() as session:
        session.begin({}, ())
        assert session.query("SHOW idle_in_transaction_session_timeout") == [("15s",)]
        assert session.query("SHOW tcp_keepalives_interval") in ([("5",)], [("0",)])  # 0: over a socket file
        session.execute("SET LOCAL idle_in_transaction_session_timeout = 100")
        session.flush()
        assert lending.handle(acquire, {"book": "1"}, context()) == {"book": "1"}
        with pytest.raises(stalled.database.error) as caught:
            session.query("SELECT 1")
    assert stalled.database.is_outage(caught.value)
    assert stalled.handle(lend, {"book": "1", "reader": "ann"}, context())["reader"] == "ann"


def test_several_processes_may_migrate_one_database_at_once(world: World) -> None:
    lending = world.service(library.LIBRARY)
    threads = [threading.Thread(target=lending.migrate) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lending.journal.head()[0] == 0


def test_a_new_database_is_made_by_migrating(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/100%/fresh.db"
    (tmp_path / "100%").mkdir()
    migrate(library.MIGRATIONS, url)
    migrate(library.MIGRATIONS, url)


def test_a_context_survives_the_trip_through_a_header() -> None:
    asked = Context(Actor("li", "reviewer", ("c1",), None, (1, 2)), "corr", "cause", "req", "print")
    assert Context.from_dict(asked.to_dict()) == asked
