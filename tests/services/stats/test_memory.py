"""Facts are read anew beside those that answer: nobody waits, and an answer belongs to what it was counted from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from kernel.errors import Unavailable
from kernel.rebuild import rebuild
from services.stats import tables
from services.stats.counting import memory
from services.stats.domain.cohort import Cutoff
from tests.services.stats.counted import EVER, LONG_AFTER, Stats
from tests.services.stats.histories import History, city

NOW = Cutoff(LONG_AFTER)


@pytest.fixture
def by_and_by(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows in a step, so that there are many of them."""
    monkeypatch.setattr(memory, "AT_ONCE", 2)
    monkeypatch.setattr(memory, "_ASIDE", 2)


def damaged(stats: Stats, full: History) -> tuple[Any, Any]:
    """What is answered of tables in which nothing was ever closed, and what would be right."""
    right = stats.ask("completion", EVER, LONG_AFTER)
    with stats._engine.begin() as connection:
        connection.execute(text("UPDATE case_facts SET fact = 1 WHERE fact = 6"))
    stats.service.memory = memory.Memory(stats.service.database)
    wrong = stats.ask("completion", EVER, LONG_AFTER)
    assert wrong["total"]["closed"] == 0 < right["total"]["closed"]
    return wrong, right


def in_steps(stats: Stats) -> Iterator[Any]:
    """What is answered after each step of a timer, until there are no more."""
    while stats.service.memory.catch_up():
        yield stats.ask("completion", EVER, LONG_AFTER)


@pytest.mark.usefixtures("by_and_by")
def test_after_a_rebuild_the_old_figures_are_told_until_the_new_ones_are_there(stats: Stats, full: History) -> None:
    wrong, right = damaged(stats, full)
    rebuild(stats.service, stats.fetch)
    answers = [stats.ask("completion", EVER, LONG_AFTER), *in_steps(stats)]
    answers.append(stats.ask("completion", EVER, LONG_AFTER))
    turn = answers.index(right)
    assert len(answers) > 10
    assert answers[:turn] == [wrong] * turn
    assert answers[turn:] == [right] * (len(answers) - turn)
    assert turn > 3


def test_small_tables_are_read_with_the_next_question(stats: Stats, full: History) -> None:
    wrong, right = damaged(stats, full)
    rebuild(stats.service, stats.fetch)
    assert stats.ask("completion", EVER, LONG_AFTER) == right != wrong


@pytest.mark.usefixtures("by_and_by")
def test_a_question_reads_one_step_and_waits_for_no_more(
    stats: Stats, full: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged(stats, full)
    rebuild(stats.service, stats.fetch)
    read = 0
    page = memory._page

    def counted(*asked: Any) -> str:
        nonlocal read
        read += 1
        return page(*asked)

    monkeypatch.setattr(memory, "_page", counted)
    stats.ask("completion", EVER, LONG_AFTER)
    assert read == 1


@pytest.mark.usefixtures("by_and_by")
def test_what_is_heard_while_facts_are_read_aside_is_told_at_once(stats: Stats, full: History) -> None:
    damaged(stats, full)
    rebuild(stats.service, stats.fetch)
    stats.ask("completion", EVER, LONG_AFTER)
    more = stats.logs["routing"][0]
    last = len(stats.logs["routing"]) + 1
    stats.logs["routing"].append({**more, "position": last, "id": f"routing-{last}"})
    stats.inbox.catch_up("routing")
    assert stats.ask("completion", EVER, LONG_AFTER)["positions"]["routing"] == last


@pytest.mark.usefixtures("by_and_by")
def test_an_event_that_was_applied_late_is_missing_until_it_is_counted(stats: Stats, full: History) -> None:
    right = stats.ask("completion", EVER, LONG_AFTER)
    logs = stats.begin(full)
    place = next(at for at, each in enumerate(logs["routing"]) if each["type"] == "Closed")
    whole = logs["routing"][place]
    logs["routing"][place] = {**whole, "data": {}}
    stats.catch_up()
    stuck = stats.inbox.parked()
    assert stuck > 0
    without = stats.ask("completion", EVER, LONG_AFTER)
    assert without["missing"] == stuck
    stats.mend_parked(whole)
    assert stats.inbox.retry_parked() == stuck
    answers = [stats.ask("completion", EVER, LONG_AFTER), *in_steps(stats)]
    assert answers[0] == without
    assert stats.ask("completion", EVER, LONG_AFTER) == right
    assert all(each in (without, right) for each in answers)


@pytest.mark.usefixtures("by_and_by")
def test_an_event_that_is_applied_during_the_first_reading_is_counted(stats: Stats, full: History) -> None:
    right = stats.ask("completion", EVER, LONG_AFTER)
    logs = stats.begin(full)
    place = next(at for at, each in enumerate(logs["intake"]) if each["type"] == "MessageAccepted")
    whole = logs["intake"][place]
    logs["intake"][place] = {**whole, "data": {}}
    stats.catch_up()
    for _ in range(place):
        stats.service.memory.catch_up()
    stats.mend_parked(whole)
    assert stats.inbox.retry_parked() > 0
    assert stats.ask("completion", EVER, LONG_AFTER) == right


@pytest.mark.usefixtures("by_and_by")
def test_after_an_older_copy_was_restored_nothing_of_the_newer_one_is_told(stats: Stats, full: History) -> None:
    assert stats.ask("completion", EVER, LONG_AFTER)["total"]["closed"] > 0
    stats.forget_beyond("routing", len(city()))
    older = stats.ask("completion", EVER, LONG_AFTER)
    assert older["total"]["closed"] == 0
    assert older["positions"]["routing"] == len(city())


def test_an_answer_is_kept_for_the_facts_it_was_counted_from_only(stats: Stats, full: History) -> None:
    damaged(stats, full)
    facts = stats.service.memory
    before = facts.known(NOW)
    assert facts.kept(before, "closed", lambda: 0) == facts.kept(before, "closed", lambda: 1) == 0
    rebuild(stats.service, stats.fetch)
    after = facts.known(NOW)
    assert after.facts is not before.facts
    assert facts.kept(before, "closed", lambda: 2) == 2
    assert facts.kept(after, "closed", lambda: 3) == 3
    assert facts.kept(before, "closed", lambda: 4) == 4
    assert facts.kept(after, "closed", lambda: 5) == 3


def test_how_matters_stand_is_looked_up_in_the_facts_that_a_list_is_made_of(stats: Stats, full: History) -> None:
    damaged(stats, full)
    facts = stats.service.memory
    known = facts.known(NOW)
    assert facts.present(known, NOW).facts is known.facts
    rebuild(stats.service, stats.fetch)
    present = facts.present(known, NOW)
    assert present.facts is known.facts
    assert facts.known(NOW).facts is not known.facts


def test_a_database_that_does_not_answer_takes_nothing_away(
    stats: Stats, full: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stats.ask("completion", EVER, LONG_AFTER)

    def away(_: object) -> Any:
        raise Unavailable("stats")

    with monkeypatch.context() as patched:
        patched.setattr(stats.service.database, "look", away)
        with pytest.raises(Unavailable):
            stats.ask("completion", EVER, LONG_AFTER)
    with stats._engine.begin() as connection:
        connection.execute(tables.case_facts.delete())
    assert stats.ask("completion", EVER, LONG_AFTER) == before
