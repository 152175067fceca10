"""Whatever the portal office says of fields and working days in whatever order, and whichever letters are numbered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain import fields, letters, workcalendar
from services.routing.schema import FIELDS, SERIES, WORKCALENDAR
from tests.services.routing.domain.facts import CALENDAR
from tests.support import courses
from tests.support.courses import Course
from workdays.calendar import Day, DayKind

AT = datetime(2024, 1, 2, 0, 30, tzinfo=UTC)

codes = st.sampled_from(["housing", "housing.rental", "housing.rental.public", "housing.rental.public.deep", "水"])
trees = st.lists(
    st.builds(fields.Field, codes, st.sampled_from(["住房", "租赁", ""]), st.none() | codes), max_size=4
).map(tuple)
arrangements = st.builds(fields.Arrange, trees, st.just("office"), st.just(AT))
sound = st.sampled_from(
    [
        (fields.Field("housing", "住房", None),),
        (fields.Field("housing", "住房", None), fields.Field("housing.rental", "租赁", "housing")),
        (fields.Field("housing.rental", "租赁", None),),
    ]
).map(lambda tree: fields.Arrange(tree, "office", AT))
arranged = courses.courses(FIELDS, {fields.Arrange: arrangements}, sound)

days = st.builds(
    lambda n, kind: Day(date(2024, 3, 4) + timedelta(days=n), kind, ""),
    st.integers(0, 3),
    st.sampled_from([DayKind.WORKDAY, DayKind.HOLIDAY]),
)
years = st.lists(st.sampled_from([2025, 2026]), max_size=2).map(tuple)
amendments = st.builds(
    workcalendar.Amend,
    st.lists(days, max_size=2).map(tuple),
    years,
    years,
    st.just("why"),
    st.just("office"),
    st.just(AT),
)
amended = courses.courses(WORKCALENDAR, {workcalendar.Amend: amendments}, amendments)


def drawing(ahead: int, number: str) -> Callable[[letters.Series], letters.Draw]:
    """The next letter of the series, one that was numbered some time ago, or one whose turn has not come."""
    return lambda series: letters.Draw(
        "office", 2024, max(1, series.last + 1 + ahead), number, "letter", "supervisor", AT
    )


draws = st.builds(
    drawing, st.sampled_from([0, 0, 0, -1, -2, 1, 7]), st.sampled_from(["20240301-000001", "20240301-000002"])
)
drawn = courses.courses(SERIES, {letters.Draw: draws}, draws)


@given(arranged)
def test_fields_are_arranged_soundly_and_a_field_once_named_is_named_for_ever(
    course: Course[fields.Command, fields.Event, fields.Fields],
) -> None:
    trees_ = [event.fields for event in course.history]
    assert all(one != next_ for one, next_ in pairwise(trees_))
    for step in course.steps:
        if isinstance(step.after, fields.Tree):
            named = [field.field for field in (*step.after.fields, *step.after.former)]
            assert len(named) == len(set(named))
            assert max(len(path) for path in fields.paths_of(step.after.fields).values()) <= fields.MOST_LEVELS
            if isinstance(step.before, fields.Tree):
                before = {field.field for field in (*step.before.fields, *step.before.former)}
                assert before <= set(named)


@given(amended)
def test_amendments_are_numbered_without_gaps_and_the_last_word_on_a_day_and_a_year_holds(
    course: Course[workcalendar.Command, workcalendar.Event, workcalendar.Amendments],
) -> None:
    assert [event.number for event in course.history] == list(range(1, 1 + len(course.history)))
    said: dict[date, Day] = {}
    announced: set[int] = set()
    for event in course.history:
        said |= {day.date: day for day in event.days}
        announced = (announced | set(event.announced)) - set(event.retracted)
    stands = WORKCALENDAR.decider.fold(course.history)
    in_force = workcalendar.amended(CALENDAR, stands)
    assert {on: in_force.day(on) for on in said} == said
    assert stands.announced == announced


@given(drawn)
def test_letters_of_an_office_and_year_are_numbered_without_gaps(
    course: Course[letters.Command, letters.Event, letters.Series],
) -> None:
    assert [event.serial for event in course.history] == list(range(1, 1 + len(course.history)))
    for step in course.steps:
        assert not step.events or step.events[0].serial == step.command.serial, "the number that the letter bears"
