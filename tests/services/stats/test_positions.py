"""An answer names the positions that it rests on; given back, they prove it: the same question, the same answer."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import routing
from services.stats import queries
from services.stats.domain.figures import GROUPINGS, REPORTS
from services.stats.domain.refusals import PositionsAhead, UnknownWord
from tests.services.stats.counted import EVER, LONG_AFTER, OFFICE, Stats, envelopes, few, mishandled, told
from tests.services.stats.folding import SOURCES
from tests.services.stats.histories import FIRST, Fact, History, city, cohorts, histories, instants

Answers = list[dict[str, Any]]


def asked(stats: Stats, cohort: Any, as_of: Any, by: str, **others: Any) -> Answers:
    """Everything that can be asked with positions."""
    indicators = queries.indicators(stats.service.memory)
    return [
        *(stats.ask(report, cohort, as_of, by=by, **others) for report in REPORTS),
        *(stats.behind(figure, cohort, as_of, **others, limit=200) for figure in ("closed", "evaluations", "received")),
        stats.service.ask(indicators, {"as_of": as_of.isoformat(), **others}, OFFICE),
    ]


@few
@given(histories(), cohorts, instants, st.sampled_from(GROUPINGS), st.randoms(use_true_random=False))
def test_what_is_heard_later_late_or_twice_changes_no_answer_with_its_positions(  # noqa: PLR0917
    stats: Stats, history: History, cohort: Any, as_of: Any, by: str, chance: random.Random
) -> None:
    logs = stats.begin(history)
    for source in SOURCES:
        stats.inbox.apply(logs[source][: chance.randrange(len(logs[source]) + 1)])
    then = asked(stats, cohort, as_of, by)
    positions = then[0]["positions"]
    assert asked(stats, cohort, as_of, by, positions=positions) == then
    for batch in mishandled([envelope for log in logs.values() for envelope in log], chance):
        stats.inbox.apply(batch)
        if chance.random() < 0.2:
            assert asked(stats, cohort, as_of, by, positions=positions) == then
    stats.catch_up()
    assert asked(stats, cohort, as_of, by, positions=positions) == then


def test_a_column_that_is_opened_later_is_no_row_of_an_earlier_answer(stats: Stats, full: History) -> None:
    then = stats.ask("completion", EVER, LONG_AFTER)
    opened = city()[0].event
    same = {name: getattr(opened, name) for name in opened.__slots__ if name not in {"column", "opened_at"}}
    early = FIRST - timedelta(days=300)  # imported: opened before everything, and told last
    more = Fact("routing", "column:new", routing.ColumnOpenedV1(**same, column="new", opened_at=early), early, early)
    stats.logs["routing"] += envelopes("routing", History((*full.facts, more)))[-1:]
    stats.catch_up()
    assert "new" in {row["key"] for row in stats.ask("completion", EVER, LONG_AFTER)["rows"]}
    assert stats.ask("completion", EVER, LONG_AFTER, positions=then["positions"]) == then


def test_what_was_set_aside_later_is_not_missing_in_an_earlier_answer(stats: Stats) -> None:
    stats.hear(History(tuple(city())))
    positions = stats.ask("completion", EVER, LONG_AFTER)["positions"]
    broken: Any = {**envelopes("routing", History(tuple(city())))[0], "position": len(city()) + 1, "id": "broken"}
    stats.logs["routing"].append({**broken, "data": {"column": "!"}})
    stats.catch_up()
    assert stats.inbox.parked() == 1
    assert stats.ask("completion", EVER, LONG_AFTER)["missing"] == 1
    assert stats.ask("completion", EVER, LONG_AFTER, positions=positions)["missing"] == 0


def test_positions_that_leave_out_a_source_leave_out_what_it_said(stats: Stats, full: History) -> None:
    answer = stats.ask("completion", EVER, LONG_AFTER, positions={"routing": len(full.log("routing")), "intake": 0})
    assert answer["positions"] == {"routing": len(full.log("routing"))}
    assert answer["total"]["accepted"] == 0


def test_the_pages_of_a_list_with_positions_are_of_them(stats: Stats, full: History) -> None:
    positions = {source: len(full.log(source)) - 1 for source in SOURCES}
    first = stats.behind("accepted", EVER, LONG_AFTER, positions=positions, limit=1)
    second = stats.behind("accepted", EVER, LONG_AFTER, positions=positions, limit=1, after=first["next"])
    assert first["positions"] == second["positions"] == positions
    assert told_of(first) == told_of(second)


def told_of(page: dict[str, Any]) -> Any:
    return {name: page[name] for name in ("counted", "total", "missing", "as_of")}


def test_positions_ahead_of_what_is_known_are_refused(stats: Stats, full: History) -> None:
    reached = stats.ask("completion", EVER, LONG_AFTER)["positions"]
    with pytest.raises(PositionsAhead) as caught:
        stats.ask("completion", EVER, LONG_AFTER, positions={**reached, "routing": reached["routing"] + 1})
    values = {"source": "routing", "position": reached["routing"] + 1, "reached": reached["routing"]}
    assert caught.value.values() == values
    with pytest.raises(PositionsAhead):
        stats.behind("closed", EVER, LONG_AFTER, positions={"review": 10**9})


def test_positions_of_a_service_that_figures_do_not_rest_on_are_refused(stats: Stats) -> None:
    with pytest.raises(UnknownWord) as caught:
        stats.ask("completion", EVER, LONG_AFTER, positions={"notices": 1})
    assert caught.value.values() == {"field": "positions", "known": ("intake", "review", "routing")}


def test_the_same_positions_count_what_a_recount_of_them_counts(stats: Stats, full: History) -> None:
    some = {source: len(full.log(source)) // 2 for source in SOURCES}
    with_positions = stats.ask("workload", EVER, LONG_AFTER, positions=some)
    logs = stats.begin(full)
    for source in SOURCES:
        stats.inbox.apply(logs[source][: some[source]])
    assert told(stats.ask("workload", EVER, LONG_AFTER)) == told(with_positions)
