"""Stats on its databases: what arrives in any way, and what is counted of it."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from contracts import intake, review, routing
from contracts.words import Kind
from kernel.rebuild import rebuild
from services.stats import queries, tables
from services.stats.domain.cohort import FIRST_DAY, LAST_DAY, Cohort
from services.stats.domain.figures import FIGURES, GROUPINGS, REPORTS
from services.stats.domain.refusals import PeriodOutOfRange, PeriodReversed, UnknownLabel, UnknownWord
from tests.services.stats.counted import (
    ASKED,
    EVER,
    LONG_AFTER,
    OFFICE,
    READ_MODELS,
    Stats,
    expected,
    few,
    mishandled,
    told,
    without_shrinking,
)
from tests.services.stats.folding import SOURCES, fold
from tests.services.stats.histories import COLUMNS, Fact, History, city, cohorts, histories, instants
from tests.services.stats.recount import Recount, label, live


@few
@given(histories(), st.integers())
def test_lost_doubled_and_reordered_deliveries_change_nothing(stats: Stats, history: History, seed: int) -> None:
    logs = stats.begin(history)
    chance = random.Random(seed)
    for batch in mishandled([envelope for log in logs.values() for envelope in log], chance):
        stats.inbox.apply(batch)
    stats.catch_up()
    assert stats.tables() == {name: rows for name, rows in fold(history.facts).items() if rows}
    assert stats.inbox.parked() == 0


@without_shrinking
@given(histories(), st.lists(st.tuples(cohorts, instants, st.sampled_from(GROUPINGS)), min_size=1, max_size=4))
def test_every_report_is_that_of_a_plain_recount(stats: Stats, history: History, asked: Any) -> None:
    stats.hear(history)
    for cohort, as_of, by in asked:
        recount = Recount(live(history.facts, as_of, None), as_of)
        for report in REPORTS:
            assert told(stats.ask(report, cohort, as_of, by=by)) == expected(recount, report, by, cohort)


@without_shrinking
@given(histories(), st.randoms(use_true_random=False))
def test_figures_grow_with_what_is_heard_as_if_it_had_been_there(
    stats: Stats, history: History, chance: random.Random
) -> None:
    logs = stats.begin(history)
    heard: list[Fact] = []
    at = dict.fromkeys(SOURCES, 0)
    for _ in range(6):
        source = chance.choice(SOURCES)
        some = chance.randint(0, 9)
        stats.inbox.apply(logs[source][at[source] : at[source] + some])
        heard += history.log(source)[at[source] : at[source] + some]
        at[source] = min(at[source] + some, len(logs[source]))
        # each source in its order: what one of them has not told yet cannot be counted
        recount = Recount(
            live(sorted(heard, key=lambda fact: SOURCES.index(fact.source)), LONG_AFTER, None), LONG_AFTER
        )
        answer = stats.ask("completion", EVER, LONG_AFTER)
        assert told(answer) == expected(recount, "completion", "column", EVER)
        assert answer["positions"] == {source: position for source, position in at.items() if position}


@pytest.mark.parametrize(
    ("filter_", "values"),
    [
        ("column", ["mayor"]),
        ("column", ["mayor", "governor"]),
        ("jurisdiction", ["A市"]),
        ("jurisdiction", ["A市", "B县"]),
        ("hosted", ["here"]),
        ("hosted", ["elsewhere"]),
        ("agency", ["roads"]),
        ("agency", ["roads", "water"]),
        ("kind", ["complaint", "thanks"]),
    ],
)
def test_a_report_of_some_messages_only_counts_those(
    stats: Stats, full: History, filter_: str, values: list[str]
) -> None:
    closed = Recount(live(full.facts, LONG_AFTER, None), LONG_AFTER).figure("closed", EVER)
    answer = stats.ask("completion", EVER, LONG_AFTER, by="month", **{filter_: values})
    assert answer["filters"] == {filter_: values}
    mine = [each for each in closed if label(each, filter_, "") in values]
    assert answer["total"]["closed"] == len(mine) > 0
    behind = stats.behind("closed", EVER, LONG_AFTER, OFFICE.actor, limit=200, **{filter_: values})
    assert Counter(each["number"] for each in behind["items"]) == Counter(each.number for each in mine)


@without_shrinking
@given(histories(), cohorts, instants, st.sampled_from(GROUPINGS), st.sampled_from(("here", "elsewhere")))
def test_a_report_of_the_columns_hosted_here_or_elsewhere_is_that_of_a_plain_recount(  # noqa: PLR0917
    stats: Stats, history: History, cohort: Cohort, as_of: datetime, by: str, hosted: str
) -> None:
    stats.hear(history)
    messages = live(history.facts, as_of, None)
    mine = {number: each for number, each in messages.items() if label(each, "hosted", "") == hosted}
    for report in REPORTS:
        answer = stats.ask(report, cohort, as_of, by=by, hosted=hosted)
        assert told(answer) == expected(Recount(mine, as_of), report, by, cohort)
        assert answer["filters"] == {"hosted": [hosted]}


def test_what_is_hosted_here_and_elsewhere_is_everything(stats: Stats, full: History) -> None:
    everything, *parts = (
        stats.ask("workload", EVER, LONG_AFTER, **filters)["total"]["received"]
        for filters in ({}, {"hosted": "here"}, {"hosted": "elsewhere"})
    )
    assert everything == sum(parts)


@pytest.mark.parametrize(
    ("filters", "columns", "jurisdictions"),
    [
        ({}, ["governor", "mayor", "secretary"], ["A市", "B县"]),
        ({"hosted": "here"}, ["mayor", "secretary"], ["A市", "B县"]),
        ({"hosted": "elsewhere"}, ["governor"], ["A市"]),
        ({"hosted": "here", "jurisdiction": "A市"}, ["mayor"], ["A市"]),
        ({"column": ["secretary", "governor"]}, ["governor", "secretary"], ["A市", "B县"]),
    ],
)
def test_there_are_rows_for_the_columns_that_are_asked_for_and_no_others(
    stats: Stats, filters: dict[str, Any], columns: list[str], jurisdictions: list[str]
) -> None:
    stats.hear(History(tuple(city())))
    for by, keys in (("column", columns), ("jurisdiction", jurisdictions)):
        assert [row["key"] for row in stats.ask("completion", EVER, LONG_AFTER, by=by, **filters)["rows"]] == keys
    asked = {"as_of": LONG_AFTER.isoformat(), **filters}
    answer = stats.service.ask(queries.indicators(stats.service.memory), asked, OFFICE)
    assert [row["key"] for row in answer["rows"]] == columns
    assert set(answer["filters"]) == set(filters)


def test_a_field_is_told_apart_by_the_fields_below_it(stats: Stats, full: History) -> None:
    closed = Recount(live(full.facts, LONG_AFTER, None), LONG_AFTER).figure("closed", EVER)
    answer = stats.ask("completion", EVER, LONG_AFTER, by="field", field="city")
    of = Counter("roads" if each.field in ("roads", "lamps") else each.field for each in closed)
    assert [(row["key"], row["name"], row["closed"]) for row in answer["rows"]] == [
        ("city", "城建", of["city"]),
        ("roads", "道路", of["roads"]),
    ]
    assert answer["total"]["closed"] == of["city"] + of["roads"] > 0


def test_a_figure_is_told_with_its_cohort_and_cut_off(stats: Stats) -> None:
    stats.hear(History(tuple(city())))
    answer = stats.ask("completion", Cohort(date(2019, 1, 1), date(2020, 1, 1)), datetime(2020, 1, 1, tzinfo=UTC))
    none = {"accepted": 0, "handed_over": 0, "closed": 0, "in_hand": 0, "overdue": 0, "completion_rate": None}
    assert answer == {
        "cohort": {"of": "accepted", "from": "2019-01-01", "to": "2020-01-01"},
        "as_of": "2020-01-01T00:00:00Z",
        "known_at": None,
        "positions": {"routing": len(city())},
        "missing": 0,
        "filters": {},
        "by": "column",
        "rows": [{"key": column, "name": f"{column}的栏目", **none} for column in COLUMNS],
        "total": none,
    }


def test_what_was_recorded_later_was_not_known_then(stats: Stats, full: History) -> None:
    late = max(full.facts, key=lambda fact: fact.recorded_at - fact.at)
    known_at = late.recorded_at - timedelta(hours=1)
    assert late.at < known_at
    recount = Recount(live(full.facts, known_at, known_at), known_at)
    then = stats.ask("workload", EVER, known_at, known_at=known_at.isoformat())
    now = stats.ask("workload", EVER, known_at)
    assert told(then) == expected(recount, "workload", "column", EVER)
    assert told(then) != told(now)


def test_read_models_that_are_put_in_place_anew_are_counted_anew(stats: Stats, full: History) -> None:
    before = stats.ask("completion", EVER, LONG_AFTER)
    with stats._engine.begin() as connection:
        connection.execute(tables.case_facts.delete())
    assert stats.ask("completion", EVER, LONG_AFTER) == before  # from memory
    rebuild(stats.service, stats.fetch)
    with stats._engine.begin() as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM case_facts")).scalar_one()
        connection.execute(tables.case_facts.delete())
    assert stats.ask("completion", EVER, LONG_AFTER)["total"]["closed"] == 0


def test_the_oldest_message_without_a_reply_and_the_last_reply_are_told_for_each_column(stats: Stats) -> None:
    begun = datetime(2019, 3, 1, 4, tzinfo=UTC)
    facts = [
        *city(),
        *(
            Fact("intake", number, intake.MessageSubmittedV1(number, "mayor", "request", at, "web", False), at, at)
            for number, at in (("20190301-000001", begun), ("20190401-000001", begun + timedelta(days=31)))
        ),
    ]
    answered = begun + timedelta(days=40)
    reply = review.ReplyPublishedV1("20190301-000001", "mayor", 1, "water", "0" * 64, True, answered, False)
    facts.append(Fact("review", "20190301-000001", reply, answered, answered))
    stats.hear(History(tuple(facts)))

    def of_mayor(as_of: datetime) -> Any:
        answer = stats.service.ask(queries.indicators(stats.service.memory), {"as_of": as_of.isoformat()}, OFFICE)
        assert [row["key"] for row in answer["rows"]] == list(COLUMNS)
        return answer["rows"][1]

    waits = {"since": "2019-03-01T04:00:00Z", "days": 39, "is_over": False}
    assert of_mayor(begun + timedelta(days=39)) == {
        "key": "mayor",
        "name": "mayor的栏目",
        "oldest_unanswered": waits,
        "last_reply": None,
        "last_bulletin": None,
    }
    later = of_mayor(begun + timedelta(days=54))
    assert later["oldest_unanswered"] == {"since": "2019-04-01T04:00:00Z", "days": 23, "is_over": False}
    assert later["last_reply"] == {"since": "2019-04-10T04:00:00Z", "days": 14, "is_over": False}
    much_later = of_mayor(begun + timedelta(days=31 + 92))
    assert (much_later["oldest_unanswered"]["is_over"], much_later["last_reply"]["is_over"]) == (True, True)


def test_a_period_that_ends_before_it_begins_is_refused(stats: Stats) -> None:
    with pytest.raises(PeriodReversed) as caught:
        stats.ask("completion", Cohort(date(2020, 1, 1), date(2019, 1, 1)), LONG_AFTER)
    assert caught.value.values() == {"begin": "2020-01-01", "end": "2019-01-01"}


@pytest.mark.parametrize(
    ("begin", "end"), [(date.min, date(2020, 1, 1)), (date(1999, 12, 31), date(2020, 1, 1)), (date.min, date.max)]
)
def test_a_period_with_nothing_to_count_is_refused(stats: Stats, begin: date, end: date) -> None:
    with pytest.raises(PeriodOutOfRange) as caught:
        stats.ask("workload", Cohort(begin, end), LONG_AFTER)
    asked = {"begin": begin.isoformat(), "end": end.isoformat()}
    assert caught.value.values() == {**asked, "first": "2000-01-01", "last": "2200-01-01"}


def test_the_widest_period_is_counted(stats: Stats) -> None:
    stats.hear(History(()))
    assert [stats.ask(report, Cohort(FIRST_DAY, LAST_DAY), LONG_AFTER)["rows"] for report in ASKED] == [[], [], [], []]


def test_a_column_not_heard_of_yet_comes_last_without_a_name(stats: Stats) -> None:
    at = datetime(2019, 2, 1, tzinfo=UTC)
    event = intake.MessageSubmittedV1("20190201-000001", "chief", "request", at, "web", False)
    stats.hear(History((*city(), Fact("intake", event.number, event, at, at))))
    last = stats.ask("workload", EVER, LONG_AFTER)["rows"][-1]
    assert (last["key"], last["name"], last["received"]) == ("chief", None, 1)


def test_a_column_not_heard_of_yet_is_the_citys_own(stats: Stats) -> None:
    at = datetime(2019, 2, 1, tzinfo=UTC)
    event = intake.MessageSubmittedV1("20190201-000001", "chief", "request", at, "web", False)
    stats.hear(History((*city(), Fact("intake", event.number, event, at, at))))
    assert stats.ask("workload", EVER, LONG_AFTER, hosted="here")["total"]["received"] == 1


UNKNOWN = [
    ("column", "nonsense", ("governor", "mayor", "secretary")),
    ("jurisdiction", "C市", ("A市", "B县")),
    ("agency", "nobody", ("housing", "roads", "water")),
    ("field", "weather", ("city", "roads", "lamps", "school")),
]


@pytest.mark.parametrize(("field", "name", "known"), UNKNOWN)
def test_what_nobody_ever_heard_of_is_refused(stats: Stats, field: str, name: str, known: tuple[str, ...]) -> None:
    stats.hear(History(tuple(city())))
    there = {field: [known[0]]} if field != "field" else {field: known[0]}
    for asked in (lambda **only: stats.ask("completion", EVER, LONG_AFTER, **only), lambda **only: behind(stats, only)):
        assert asked(**there)
        with pytest.raises(UnknownLabel) as caught:
            asked(**{field: name})
        assert caught.value.values() == {"field": field, "name": name, "known": known}
    with pytest.raises(UnknownLabel) as caught:
        behind(stats, {"by": field, "key": name})
    assert caught.value.values() == {"field": field, "name": name, "known": known}


def behind(stats: Stats, asked: dict[str, Any]) -> Any:
    return stats.behind("closed", EVER, LONG_AFTER, OFFICE.actor, **asked)


def test_of_several_labels_each_has_to_be_known(stats: Stats) -> None:
    stats.hear(History(tuple(city())))
    with pytest.raises(UnknownLabel) as caught:
        stats.ask("completion", EVER, LONG_AFTER, column=["mayor", "nonsense"])
    assert caught.value.values()["name"] == "nonsense"
    with pytest.raises(UnknownLabel):
        stats.service.ask(queries.indicators(stats.service.memory), {"column": "nonsense"}, OFFICE)


def test_a_kind_or_a_month_that_there_cannot_be_is_refused(stats: Stats) -> None:
    with pytest.raises(UnknownWord) as refused:
        stats.ask("completion", EVER, LONG_AFTER, kind="love")
    assert refused.value.values() == {"field": "kind", "known": get_args(Kind)}
    with pytest.raises(UnknownWord):
        behind(stats, {"by": "kind", "key": "love"})
    for month in ("2019-13", "2019", "mayor"):
        with pytest.raises(UnknownLabel) as caught:
            behind(stats, {"by": "month", "key": month})
        assert caught.value.values() == {"field": "month", "name": month, "known": ()}
    assert behind(stats, {"by": "month", "key": "2035-01"})["counted"] == 0


def test_what_is_opened_later_is_known_and_counts_nothing_before(stats: Stats) -> None:
    stats.hear(History(tuple(city())))
    before = datetime(2018, 1, 1, tzinfo=UTC)
    answer = stats.ask("completion", EVER, before, column="mayor")
    assert (answer["total"]["accepted"], answer["filters"]) == (0, {"column": ["mayor"]})
    assert stats.behind("closed", EVER, before, key="mayor")["counted"] == 0


def test_a_column_that_only_a_message_tells_of_is_known(stats: Stats) -> None:
    at = datetime(2019, 2, 1, tzinfo=UTC)
    event = intake.MessageSubmittedV1("20190201-000001", "chief", "request", at, "web", False)
    stats.hear(History((*city(), Fact("intake", event.number, event, at, at))))
    assert stats.ask("workload", EVER, LONG_AFTER, column="chief")["total"]["received"] == 1


def test_of_many_labels_a_refusal_names_none(stats: Stats) -> None:
    at = datetime(2019, 1, 1, tzinfo=UTC)
    agencies = (routing.AgencyRegisteredV1(f"agency-{n}", f"{n}局", None, at) for n in range(31))
    stats.hear(History(tuple(Fact("routing", event.agency, event, at, at) for event in agencies)))
    with pytest.raises(UnknownLabel) as caught:
        stats.ask("completion", EVER, LONG_AFTER, agency="nobody")
    assert caught.value.values()["known"] == ()


def test_a_word_that_is_not_kept_is_refused(stats: Stats) -> None:
    with pytest.raises(UnknownWord) as caught:
        stats.ask("completion", EVER, LONG_AFTER, by="leader")
    assert caught.value.values() == {"field": "by", "known": GROUPINGS}
    with pytest.raises(UnknownWord) as caught:
        stats.ask("completion", EVER, LONG_AFTER, hosted="nowhere")
    assert caught.value.values() == {"field": "hosted", "known": ("here", "elsewhere")}
    with pytest.raises(UnknownWord) as caught:
        stats.behind("happy", EVER, LONG_AFTER)
    assert caught.value.values() == {"field": "figure", "known": tuple(FIGURES)}


def test_the_schema_is_what_the_code_believes(stats: Stats) -> None:
    # an insert of every column into every table would fail on one that the migrations forgot
    with stats._engine.connect() as connection:
        for table in READ_MODELS:
            found = connection.execute(select(table).limit(0))
            assert set(found.keys()) == {column.name for column in table.columns}
