"""Stats on its databases: what arrives in any way, and what is counted of it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text

from contracts import intake, review, routing
from kernel.actor import CITIZEN
from kernel.context import Context
from kernel.database import connect
from kernel.inbox import Inbox
from kernel.publiclog import Envelope
from kernel.service import Service
from kernel.settings import Settings
from services.stats import queries, tables
from services.stats.domain.completion import FIRST_DAY, LAST_DAY, Cohort
from services.stats.domain.refusals import PeriodOutOfRange, PeriodReversed, UnknownWord
from services.stats.wiring import build
from tests.services.stats.histories import COLUMNS, History, cohorts, columns_opened, histories, instants, message_facts
from tests.services.stats.test_projections import SOURCES, Tables, fold

CONTRACTS = intake.CONTRACTS | routing.CONTRACTS | review.CONTRACTS
READ_MODELS = (tables.matters, tables.closings, tables.handovers, tables.columns)
ASKING = Context(CITIZEN, "test")

few = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
without_shrinking = settings(few, phases=[Phase.explicit, Phase.reuse, Phase.generate])


class Stats:
    """The service with logs to fetch from, and a way to begin again."""

    def __init__(self, service: Service, engine: Engine) -> None:
        self.service = service
        self._engine = engine
        self._logs: dict[str, list[Envelope]] = {}

    @property
    def inbox(self) -> Inbox:
        return self.service.inbox(lambda source, after, limit: self._logs[source][after : after + limit])

    def begin(self, history: History) -> dict[str, list[Envelope]]:
        with self._engine.begin() as connection:
            for name in ("checkpoints", "parked", *(table.name for table in READ_MODELS)):
                connection.execute(text(f'DELETE FROM "{name}"'))  # noqa: S608 - our own names
        self.service._inbox = None  # a running one remembers how far it came, in a database that nobody empties
        self._logs = {source: envelopes(source, history) for source in SOURCES}
        return self._logs

    def catch_up(self) -> None:
        for source in SOURCES:
            self.inbox.catch_up(source)

    def tables(self) -> Tables:
        found: Tables = {}
        with self._engine.connect() as connection:
            for table in READ_MODELS:
                rows = [dict(row) for row in connection.execute(select(table)).mappings()]
                keys = [column.name for column in table.primary_key]
                found[table.name] = {tuple(row[key] for key in keys): row for row in rows}
        return {name: rows for name, rows in found.items() if rows}

    def completion(self, cohort: Cohort, as_of: datetime) -> dict[str, Any]:
        asked = {"from": cohort.begin.isoformat(), "to": cohort.end.isoformat(), "as_of": as_of.isoformat()}
        return self.service.ask(queries.completion, {**asked, "by": "column"}, ASKING)


def envelopes(source: str, history: History) -> list[Envelope]:
    return [
        {
            "specversion": "1.0",
            "id": f"{source}-{position}",
            "source": source,
            "type": CONTRACTS.name(event),
            "subject": subject,
            "time": at.isoformat(),
            "dataschema": CONTRACTS.dataschema(event),
            "datacontenttype": "application/json",
            "position": position,
            "correlationid": "test",
            "data": CONTRACTS.dump(event),
        }
        for position, (_, subject, event, at) in enumerate(history.log(source), start=1)
    ]


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.db)])
def stats(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stats]:
    home: Path = tmp_path_factory.mktemp("home")
    if request.param == "sqlite":
        yield from serving(Settings(home=home))
        return
    with request.getfixturevalue("postgres_server").databases(("stats",)) as url:
        yield from serving(Settings(home=home, database_url_template=url))


def serving(settings: Settings) -> Iterator[Stats]:
    service = build(settings)
    service.migrate()
    engine = connect(settings.database_url("stats"))
    yield Stats(service, engine)
    engine.dispose()
    service.close()


def mishandled(sent: Sequence[Envelope], chance: random.Random) -> list[list[Envelope]]:
    """What a broker at its worst makes of deliveries: some lost, some doubled, all out of order, in odd batches."""
    arrived = [envelope for envelope in sent for _ in range(chance.choice((0, 1, 1, 2)))]
    chance.shuffle(arrived)
    batches = []
    while arrived:
        size = chance.randint(1, 7)
        batches.append(arrived[:size])
        del arrived[:size]
    return batches


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
@given(histories(), st.lists(st.tuples(cohorts, instants), min_size=1, max_size=8))
def test_every_count_is_that_of_a_plain_recount(stats: Stats, history: History, asked: Any) -> None:
    stats.begin(history)
    stats.catch_up()
    for cohort, as_of in asked:
        answer = stats.completion(cohort, as_of)
        expected = history.recount(cohort, as_of)
        assert {row["column"]: (row["accepted"], row["closed"]) for row in answer["rows"]} == {
            column: (count.accepted, count.closed) for column, count in expected.items()
        }
        assert answer["total"]["accepted"] == sum(count.accepted for count in expected.values())
        assert answer["total"]["closed"] == sum(count.closed for count in expected.values())


def test_columns_without_messages_are_listed_as_they_were_opened_and_have_no_rate(stats: Stats) -> None:
    stats.begin(History(tuple(columns_opened())))
    stats.catch_up()
    answer = stats.completion(Cohort(date(2019, 1, 1), date(2020, 1, 1)), datetime(2020, 1, 1, tzinfo=UTC))
    assert answer == {
        "cohort": {"from": "2019-01-01", "to": "2020-01-01"},
        "as_of": "2020-01-01T00:00:00Z",
        "rows": [
            {
                "column": column,
                "name": f"{column}的栏目",
                "accepted": 0,
                "closed": 0,
                "handed_over": 0,
                "completion_rate": None,
            }
            for column in COLUMNS
        ],
        "total": {"accepted": 0, "closed": 0, "handed_over": 0, "completion_rate": None},
    }


def test_a_period_that_ends_before_it_begins_is_refused(stats: Stats) -> None:
    with pytest.raises(PeriodReversed) as caught:
        stats.completion(Cohort(date(2020, 1, 1), date(2019, 1, 1)), datetime(2020, 1, 1, tzinfo=UTC))
    assert caught.value.values() == {"begin": "2020-01-01", "end": "2019-01-01"}


@pytest.mark.parametrize(
    ("begin", "end"), [(date.min, date(2020, 1, 1)), (date(1999, 12, 31), date(2020, 1, 1)), (date.min, date.max)]
)
def test_a_period_with_nothing_to_count_is_refused(stats: Stats, begin: date, end: date) -> None:
    with pytest.raises(PeriodOutOfRange) as caught:
        stats.completion(Cohort(begin, end), datetime(2020, 1, 1, tzinfo=UTC))
    asked = {"begin": begin.isoformat(), "end": end.isoformat()}
    assert caught.value.values() == {**asked, "first": "2000-01-01", "last": "2200-01-01"}


def test_the_widest_period_is_counted(stats: Stats) -> None:
    stats.begin(History(()))
    assert stats.completion(Cohort(FIRST_DAY, LAST_DAY), datetime(2020, 1, 1, tzinfo=UTC))["rows"] == []


def test_a_column_not_heard_of_yet_comes_last_without_a_name(stats: Stats) -> None:
    steps = [timedelta(hours=1)] * 12
    facts = message_facts("20190101-000001", "chief", "accepted", steps, imported=False)
    stats.begin(History((*columns_opened(), *facts)))
    stats.catch_up()
    last = stats.completion(Cohort(date(2019, 1, 1), date(2020, 1, 1)), datetime(2020, 1, 1, tzinfo=UTC))["rows"][-1]
    assert (last["column"], last["name"], last["accepted"]) == ("chief", None, 1)


def test_a_grouping_that_is_not_kept_is_refused(stats: Stats) -> None:
    asked = {"from": "2019-01-01", "to": "2020-01-01", "as_of": "2020-01-01T00:00:00+08:00", "by": "leader"}
    with pytest.raises(UnknownWord) as caught:
        stats.service.ask(queries.completion, asked, ASKING)
    assert caught.value.values() == {"field": "by", "known": ("column",)}


def test_the_schema_is_what_the_code_believes(stats: Stats) -> None:
    # an insert of every column into every table would fail on one that the migrations forgot
    with stats._engine.connect() as connection:
        for table in READ_MODELS:
            found = connection.execute(select(table).limit(0))
            assert set(found.keys()) == {column.name for column in table.columns}
