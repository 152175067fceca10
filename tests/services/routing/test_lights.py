"""The database says what the rules say: every light and every step of the ladder, day by day over a month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kernel.clock import instant
from kernel.settings import Settings
from services.routing import handlers, queries
from services.routing.domain.column import Terms
from services.routing.domain.lights import STRENGTH, deadline_cuts, light, proposed, ripe, waiting_cuts
from services.routing.domain.limits import allowance, limits_of
from tests.services.routing.office import CITY, OFFICE, Office
from workdays.announced import calendar
from workdays.calendar import shanghai_date

EXCEPTIONS = [{"days": 3, "complexity": "complex"}]
OTHERWISE = {
    "terms": {"due_soon_working_days": 6, "yellow_working_days": 2, "letter_working_days": 2},
    "limits": {"ordinary_days": 7, "complex_days": 12, "max_days": 15, "exceptions": EXCEPTIONS},
}
NOTHING, REMINDED, WRITTEN = (), ("reminder",), ("reminder", "letter")
PRESSED: dict[int, tuple[tuple[str, ...], ...]] = {  # by working days left; no letter before a case is due soon
    1: (NOTHING, REMINDED, WRITTEN),
    3: (NOTHING, REMINDED, WRITTEN),
    6: (NOTHING, REMINDED),
}
NOON = datetime(2024, 3, 29, 4, 0, tzinfo=UTC)  # a week before 清明节, with a make-up Sunday after it
LATE = timedelta(hours=11, minutes=59)  # the last minute of the day in Shanghai


@pytest.fixture
def settings(either_database: Settings) -> Settings:
    return either_database


@pytest.fixture
def busy(office: Office) -> Office:
    """Cases of two columns, which have other terms and limits: waiting, and assigned and pressed as may be."""
    columns = [{**column, **(OTHERWISE if column["id"] == "secretary" else {})} for column in CITY.columns]
    office.act(handlers.load_city, OFFICE, agencies=CITY.agencies, columns=columns)
    office.at(NOON)
    numbers = (f"20240329-{n:06d}" for n in range(1, 100))
    for column in ("mayor", "secretary"):
        for complexity in ("ordinary", "complex"):
            office.accept(next(numbers), column, complexity=complexity)
        for days, pressed in PRESSED.items():
            for means in pressed:
                number = next(numbers)
                office.accept(number, column)
                office.assign(number, working_days=days)
                for level in means:
                    office.act(handlers.urge, OFFICE, number=number, level=level)
    return office


def expected(case: dict[str, Any], column: dict[str, Any], today: date) -> tuple[str, str | None]:
    """The light and the step, by the rules."""
    terms, limits = Terms(**column["terms"]), limits_of(column["limits"])
    deadlines = deadline_cuts(calendar(), today, terms)
    if case["due"] is None:
        given = allowance(limits, case["kind"], case["urgency"], case["complexity"], None).days
        return light(shanghai_date(instant(case["accepted_at"])), waiting_cuts(calendar(), deadlines, given)), None
    due = date.fromisoformat(case["due"])
    strength = STRENGTH[case["urged"]] if case["urged"] else 0
    return light(due, deadlines), proposed(due, strength, ripe(calendar(), today, terms))


def days_after(start: datetime) -> Iterator[datetime]:
    for days in range(1, 32):
        yield start + timedelta(days=days)
        yield start + timedelta(days=days) + LATE


def test_every_day_lights_and_steps_are_those_of_the_rules(busy: Office) -> None:
    columns = {column["column"]: column for column in busy.ask(queries.columns, OFFICE)["items"]}
    seen: set[tuple[str, str | None]] = set()
    for moment in days_after(NOON):
        busy.at(moment)
        cases = busy.ask(queries.ledger, OFFICE, limit=200)["items"]
        steps = {
            item["number"]: item["proposed"] for item in busy.ask(queries.urging_proposals, OFFICE, limit=200)["items"]
        }
        found = {case["number"]: (case["light"], steps.get(case["number"])) for case in cases}
        ruled = {case["number"]: expected(case, columns[case["column"]], shanghai_date(moment)) for case in cases}
        assert found == ruled, moment
        seen |= set(found.values())
    assert {shown for shown, _ in seen} == {"normal", "due_soon", "yellow", "red"}
    assert {step for _, step in seen} == {None, "reminder", "letter", "criticism"}
