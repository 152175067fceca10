"""What a bulletin's figures rest on: all that was public, in one set of facts that nothing replaces meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from contracts import intake
from kernel.errors import Unavailable
from kernel.rebuild import rebuild
from services.stats import handlers, queries
from services.stats.counting import memory
from services.stats.domain.refusals import FiguresDisagree, FiguresIncomplete
from tests.services.stats.bulletin_office import AS_OF, COHORT, HISTORY, LATER, WANG, ZHAO, Office, submitted_late
from tests.services.stats.counted import envelopes
from tests.services.stats.histories import Fact, History


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for what is not coming."""
    monkeypatch.setattr(memory, "PATIENCE", 0)


@pytest.fixture
def by_and_by(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows in a step, so that there are many of them."""
    monkeypatch.setattr(memory, "AT_ONCE", 2)
    monkeypatch.setattr(memory, "_ASIDE", 2)


def nothing_drafted(office: Office) -> bool:
    return bool(office.ask(queries.desk_bulletins, WANG)["total"] == 0)


def content(office: Office, found: dict[str, Any]) -> Any:
    return office.ask(queries.desk_bulletin, WANG, bulletin=found["bulletin"])["content"]


def closed(office: Office) -> Any:
    return office.stats.ask("completion", COHORT, AS_OF, column="mayor")["total"]["closed"]


def damaged(office: Office) -> int:
    """In the tables, and in what is known of them, nothing was ever closed; how much was."""
    right: int = closed(office)
    with office.stats._engine.begin() as connection:
        connection.execute(text("UPDATE case_facts SET fact = 1 WHERE fact = 6"))
    office.service.memory = memory.Memory(office.service.database)
    assert closed(office) == 0 < right
    return right


def parked_since(office: Office, *facts: Fact) -> None:
    """What happened after what has been heard, and cannot be applied."""
    told = envelopes("intake", History((*HISTORY.facts, *facts)))
    for envelope in told[-len(facts) :]:
        envelope["data"] = {}
    office.stats.logs["intake"] = told
    office.stats.catch_up()


def test_nothing_is_official_of_logs_of_which_a_part_was_heard(office: Office) -> None:
    whole = office.stats.begin(HISTORY)
    office.stats.logs = {source: log[: len(log) // 4] for source, log in whole.items()}
    office.stats.catch_up()
    heard, office.stats.logs = office.stats.heads(), whole
    with pytest.raises(FiguresIncomplete) as caught:
        office.draft()
    heads = office.stats.heads()
    assert caught.value.missing == sum(heads.values()) - sum(heard.values()) > 0
    assert caught.value.which == tuple(f"{source} {heard[source] + 1}–{heads[source]}" for source in sorted(heads))
    assert nothing_drafted(office)
    office.stats.catch_up()
    assert content(office, office.draft())["positions"] == heads


def test_one_event_that_was_not_heard_is_one_too_many(office: Office) -> None:
    head = office.stats.heads()["intake"]
    submitted, _ = submitted_late("20190201-999999")
    office.stats.logs["intake"] = envelopes("intake", History((*HISTORY.facts, submitted)))
    with pytest.raises(FiguresIncomplete) as caught:
        office.draft()
    assert (caught.value.missing, caught.value.which) == (1, (f"intake {head + 1}",))


def test_nothing_is_official_while_a_source_does_not_answer(office: Office) -> None:
    def away() -> dict[str, int]:
        raise Unavailable("routing")

    asked = {"column": "mayor", "from": "2019-01-01", "to": "2019-04-01", "as_of": AS_OF.isoformat()}
    with pytest.raises(Unavailable):
        office.do(handlers.draft_bulletin(office.service.memory, away), WANG, **asked)
    assert nothing_drafted(office)


def test_a_draft_waits_for_what_is_on_its_way(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    late = History((*HISTORY.facts, *submitted_late("20190201-999999")))
    office.stats.logs["intake"] = envelopes("intake", late)
    monkeypatch.setattr(memory, "PATIENCE", 60)
    monkeypatch.setattr(memory, "sleep", lambda _: office.stats.catch_up())
    assert content(office, office.draft())["positions"] == office.stats.heads()


def test_what_happened_after_the_cut_off_stops_no_bulletin(office: Office) -> None:
    at = AS_OF + timedelta(microseconds=1)
    event = intake.MessageSubmittedV1("20190411-000001", "mayor", "request", at, "web", True)
    parked_since(office, Fact("intake", "20190411-000001", event, at, LATER))
    assert office.draft()["state"] == "drafted"
    with pytest.raises(FiguresIncomplete):
        office.draft("secretary", as_of=at.isoformat())
    assert office.out()["state"] == "published"


def test_it_is_said_which_events_are_missing_and_not_all_of_many(office: Office) -> None:
    before = office.stats.heads()["intake"]
    parked_since(office, *(fact for each in range(4) for fact in submitted_late(f"20190201-99999{each}")))
    with pytest.raises(FiguresIncomplete) as caught:
        office.draft()
    assert caught.value.missing == 8
    assert caught.value.which == tuple(f"intake {before + place}" for place in range(1, 6))


@pytest.mark.usefixtures("by_and_by")
def test_nothing_is_drafted_of_facts_that_are_known_to_be_stale(office: Office) -> None:
    right = damaged(office)
    rebuild(office.service, office.stats.fetch)
    with pytest.raises(Unavailable):
        office.draft()
    assert (closed(office), nothing_drafted(office)) == (0, True)
    while office.service.memory.catch_up():
        pass
    assert content(office, office.draft())["completion"]["closed"] == right


@pytest.mark.usefixtures("by_and_by")
def test_nothing_is_published_of_facts_that_are_known_to_be_stale(office: Office) -> None:
    damaged(office)
    found = office.draft()
    office.decide(handlers.check_bulletin, ZHAO, found)
    rebuild(office.service, office.stats.fetch)
    with pytest.raises(Unavailable):
        office.publish(found)
    while office.service.memory.catch_up():
        pass
    with pytest.raises(FiguresDisagree):
        office.publish(found)
    assert office.ask(queries.bulletins)["total"] == 0


def test_a_draft_is_of_one_mind_whatever_is_rebuilt_meanwhile(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    right = damaged(office)
    parts = []

    def between(_: float) -> None:
        parts.append(closed(office))
        if len(parts) == 3:
            rebuild(office.service, office.stats.fetch)
            office.service.memory.catch_up()

    with monkeypatch.context() as patched:
        patched.setattr(memory, "sleep", between)
        said = content(office, office.draft())
    assert (parts[0], parts[-1]) == (0, right)
    assert said["completion"]["closed"] == said["trend"][-1]["closed"] == 0
    again = content(office, office.draft())
    assert again["completion"]["closed"] == again["trend"][-1]["closed"] == right


def test_a_column_that_only_intake_has_told_of_has_its_row_in_the_citys_bulletin(office: Office) -> None:
    submitted, _ = submitted_late("20190201-999999", "chief")
    office.tell(submitted)
    row = next(row for row in content(office, office.draft(None))["columns"] if row["key"] == "chief")
    assert row == {
        "key": "chief",
        "name": None,
        "jurisdiction": None,
        "received": 1,
        "valid": 1,
        "accepted": 0,
        "closed": 0,
        "in_hand": 0,
        "overdue": 0,
        "completion_rate": None,
        "on_time_rate": None,
        "satisfaction_rate": None,
    }
