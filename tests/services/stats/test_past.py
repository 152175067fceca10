"""What holds at a cut-off: names, fields and working days as they were, and figures that change by themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from contracts import intake, routing
from kernel.clock import FixedClock
from kernel.settings import Settings
from services.stats import queries
from services.stats.counting.figures import COUNTED, counted, population
from services.stats.counting.grouping import chosen, grouped
from services.stats.counting.spans import spans
from services.stats.domain.cohort import Cohort, Cutoff
from services.stats.domain.facts import CaseFact, MessageFact
from services.stats.domain.figures import Base
from services.stats.domain.refusals import CutoffUnusable
from services.stats.wiring import build
from tests.services.stats.counted import EVER, LONG_AFTER, OFFICE, Stats, envelopes
from tests.services.stats.folding import fold, known
from tests.services.stats.histories import FIRST, Fact, History, city, history
from workdays.calendar import end_of

MARCH = datetime(2019, 3, 1, 4, tzinfo=UTC)  # a Friday
NUMBER = "20190301-000001"


def told(source: str, event: Any, at: datetime, recorded_at: datetime | None = None) -> Fact:
    return Fact(source, NUMBER, event, at, recorded_at or at)


def one_closed(closed_at: datetime) -> list[Fact]:
    """A message of roads, accepted on 1 March."""
    due = date(2019, 3, 15)
    return [
        *city(),
        told("intake", intake.MessageSubmittedV1(NUMBER, "mayor", "request", MARCH, "web", False), MARCH),
        told(
            "intake",
            intake.MessageAcceptedV1(
                NUMBER, "mayor", "request", "lamps", "ordinary", "ordinary", publishable=True, accepted_at=MARCH,
                imported=False,
            ),
            MARCH,
        ),
        told("routing", routing.AssignedV1(NUMBER, "mayor", "roads", (), due, False, 1, MARCH, False), MARCH),
        told("routing", routing.ClosedV1(NUMBER, "mayor", "roads", 1, due, True, closed_at, False), closed_at),
    ]  # fmt: skip


def rows(facts: list[Fact], cutoff: Cutoff, by: str) -> list[tuple[str | None, str | None, int]]:
    """Key, name and how many are closed, where there are any."""
    members = population(known(fold(facts), cutoff), EVER, Base.ACCEPTED)
    told = grouped(members, by)
    counts = told.counts(COUNTED["closed"](members))
    return [(group.key, group.name, count) for group, count in zip(told.groups, counts, strict=True) if count]


BEFORE, CHANGED, AFTER = (MARCH + timedelta(days=days) for days in (10, 20, 30))


def changed() -> list[Fact]:
    """On 21 March the column was renamed and moved, the agency renamed, and the tree of fields made anew."""
    opened = city()[1].event
    same = {
        name: getattr(opened, name) for name in opened.__slots__ if name not in {"name", "jurisdiction", "opened_at"}
    }
    column = routing.ColumnRearrangedV1(**same, name="市长信箱", jurisdiction="C市", rearranged_at=CHANGED)
    agency = routing.AgencyAmendedV1("roads", "公路局", None, CHANGED)
    tree = routing.FieldsArrangedV1((routing.FieldV1("lamps", "照明", None),), CHANGED)
    facts = [*one_closed(MARCH + timedelta(days=3))]
    return [*facts, *(Fact("routing", "city", event, CHANGED, CHANGED) for event in (column, agency, tree))]


@pytest.mark.parametrize(
    ("by", "before", "after"),
    [
        ("column", ("mayor", "mayor的栏目", 1), ("mayor", "市长信箱", 1)),
        ("jurisdiction", ("A市", "A市", 1), ("C市", "C市", 1)),
        ("agency", ("roads", "roads局", 1), ("roads", "公路局", 1)),
        ("field", ("city", "城建", 1), ("lamps", "照明", 1)),
    ],
)
def test_names_and_places_are_those_of_the_cut_off(by: str, before: Any, after: Any) -> None:
    facts = changed()
    assert rows(facts, Cutoff(BEFORE), by) == [before]
    assert rows(facts, Cutoff(AFTER), by) == [after]
    assert rows(facts, Cutoff(AFTER, known_at=BEFORE), by) == [before]
    heard = sum(fact.source == "routing" for fact in facts) - 3
    positions = (("intake", 2), ("routing", heard))
    assert rows(facts, Cutoff(AFTER, positions=positions), by) == [before]


def test_who_hosted_a_column_is_as_it_was_at_the_cut_off() -> None:
    opened = city()[1].event
    same = {name: getattr(opened, name) for name in opened.__slots__ if name not in {"terms", "opened_at"}}
    moved = routing.ColumnRearrangedV1(**same, terms=routing.TermsV1(portal="省平台"), rearranged_at=CHANGED)
    facts = [*one_closed(MARCH + timedelta(days=3)), Fact("routing", "city", moved, CHANGED, AFTER)]

    def here(cutoff: Cutoff) -> int:
        members = population(known(fold(facts), cutoff), EVER, Base.ACCEPTED)
        return int(chosen(members, "hosted", "here").sum())

    heard = sum(fact.source == "routing" for fact in facts) - 1
    assert here(Cutoff(BEFORE)) == 1
    assert here(Cutoff(AFTER)) == 0
    assert here(Cutoff(AFTER, known_at=CHANGED)) == 1
    assert here(Cutoff(AFTER, positions=(("intake", 2), ("routing", heard)))) == 1


def test_what_is_known_stays_as_it_is_while_more_is_heard() -> None:
    tables = fold(one_closed(MARCH + timedelta(days=3)))
    now = known(tables, Cutoff(AFTER))
    assert len(now.submissions) == 1  # worked out before, the rest after
    late = "20190301-000002"
    now.facts.messages.add(now.facts, [(3, late, MessageFact.SUBMITTED, 0, 0, "mayor", "request", None, None, None)])
    now.facts.cases.add(now.facts, [(9, late, CaseFact.ASSIGNED, 0, 0, 1, "roads", 1, None, "[]")])
    figures = {"received": 1, "closed": 1, "overdue": 0, "unanswered": 0}
    assert {figure: len(counted(figure, now, EVER).subjects) for figure in figures} == figures
    assert now.is_erased.tolist() == [False]


def test_working_days_are_those_that_were_known_at_the_cut_off() -> None:
    monday = MARCH + timedelta(days=3)
    amended = routing.CalendarAmendedV1(1, (routing.CalendarDayV1(date(2019, 3, 2), "makeup"),), (), (), CHANGED)
    facts = [*one_closed(monday), Fact("routing", "calendar", amended, CHANGED, AFTER)]

    def taken(cutoff: Cutoff) -> tuple[int | None, int | None]:
        members = population(known(fold(facts), cutoff), EVER, Base.ACCEPTED)
        total = spans(members, COUNTED["closed"](members), grouped(members, "column"))[-1]
        return total.calendar_days.median, total.working_days.median

    assert taken(Cutoff(BEFORE)) == (3, 1)  # Monday
    assert taken(Cutoff(AFTER)) == (3, 2)  # and Saturday
    assert taken(Cutoff(AFTER, known_at=CHANGED)) == (3, 1)


def test_a_matter_closed_before_it_was_accepted_took_no_time() -> None:
    members = population(known(fold(one_closed(MARCH - timedelta(days=9))), Cutoff(AFTER)), EVER, Base.ACCEPTED)
    total = spans(members, COUNTED["closed"](members), grouped(members, "column"))[-1]
    assert (total.calendar_days.median, total.working_days.p90) == (0, 0)


def test_a_case_becomes_overdue_when_its_day_is_over_though_nothing_happens(tmp_path: Path) -> None:
    facts = [fact for fact in one_closed(MARCH) if not isinstance(fact.event, routing.ClosedV1)]
    end = end_of(date(2019, 3, 15))
    clock = FixedClock(end - timedelta(hours=2))
    service = build(Settings(home=tmp_path), clock=clock)
    service.migrate()
    logs = {source: envelopes(source, History(tuple(facts))) for source in ("intake", "routing")}
    inbox = service.inbox(lambda source, after, limit: logs.get(source, [])[after : after + limit])
    for source in logs:
        inbox.catch_up(source)

    def overdue() -> tuple[int, str]:
        answer = service.ask(queries.completion(service.memory), {"from": "2019-01-01", "to": "2020-01-01"}, OFFICE)
        return answer["total"]["overdue"], answer["as_of"]

    seen = []
    for later in (-2, -1, 0, 1):
        clock.at = end + timedelta(hours=later)
        seen.append(overdue())
    assert [each[0] for each in seen] == [0, 0, 1, 1]
    assert [each[1] for each in seen] == [f"2019-03-15T{hour}:00:00Z" for hour in (14, 15, 16, 17)]
    service.close()


@pytest.mark.parametrize("asked", [{"as_of": "2999-01-01T00:00:00Z"}, {"known_at": "1999-12-31T00:00:00Z"}])
def test_a_cut_off_that_is_still_to_come_is_refused(stats: Stats, asked: dict[str, str]) -> None:
    period = {"from": "2019-01-01", "to": "2020-01-01"}
    for query in (queries.completion, queries.indicators):
        with pytest.raises(CutoffUnusable) as caught:
            stats.service.ask(query(stats.service.memory), {**period, **asked}, OFFICE)
        assert caught.value.values() == {"field": next(iter(asked)), "first": "2000-01-01"}


def test_an_event_that_is_applied_later_is_counted_then_and_missed_until_then(stats: Stats, full: History) -> None:
    whole = stats.ask("completion", EVER, LONG_AFTER)
    logs = stats.begin(full)
    first = next(each for each in logs["intake"] if each["type"] == "MessageAccepted")
    broken = {**first, "dataschema": "urn:huiyin:event:MessageAccepted:v9"}
    logs["intake"][first["position"] - 1] = broken
    stats.catch_up()
    short = stats.ask("completion", EVER, LONG_AFTER)
    assert short["missing"] == stats.inbox.parked() > 0
    accepted = {figure["key"]: figure["accepted"] for figure in short["rows"]}
    assert sum(accepted.values()) < whole["total"]["accepted"] + whole["total"]["handed_over"]
    stats.mend_parked(first)
    assert stats.inbox.retry_parked() == short["missing"]
    assert stats.ask("completion", EVER, LONG_AFTER) == whole


def test_an_older_copy_of_the_database_is_counted_as_it_is(stats: Stats, full: History) -> None:
    whole = stats.ask("completion", EVER, LONG_AFTER)
    assert whole["total"]["closed"] > 0
    stats.forget_beyond("routing", len(city()))
    assert stats.ask("completion", EVER, LONG_AFTER)["total"]["closed"] == 0
    stats.catch_up()
    assert stats.ask("completion", EVER, LONG_AFTER) == whole


def test_two_histories_have_two_answers(stats: Stats) -> None:
    answers = []
    for seed in (1, 2):
        stats.hear(history(seed, at_most=30))
        answers.append(stats.ask("workload", Cohort(FIRST.date(), LONG_AFTER.date()), LONG_AFTER)["total"])
    assert answers[0] != answers[1]
