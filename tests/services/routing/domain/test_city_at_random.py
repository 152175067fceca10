"""Whatever is said of agencies and columns in whatever order, the last sound word holds."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain import agency, column
from services.routing.domain.limits import LimitException, Limits, find_ambiguity
from services.routing.schema import AGENCY, COLUMN
from tests.support import courses
from tests.support.courses import Course

AT = datetime(2024, 1, 2, 0, 30, tzinfo=UTC)

descriptions = st.builds(
    agency.Describe,
    st.just("housing"),
    st.sampled_from(["住建局", "住房局"]),
    st.sampled_from([None, "city"]),
    st.just("office"),
    st.just(AT),
)
days = st.integers(-1, 4)
exceptions = st.builds(LimitException, days, st.none() | st.just("complaint"), st.none() | st.just("urgent"))
configurations = st.builds(
    column.Configuration,
    name=st.sampled_from(["市长信箱", "市长"]),
    jurisdiction=st.just("栖川市"),
    leader=st.just("市长"),
    office=st.just("office"),
    review_levels=st.integers(0, 3),
    limits=st.builds(Limits, days, days, days, st.lists(exceptions, max_size=2).map(tuple)),
    title_limit=st.just(50),
    body_limit=st.just(3000),
    accepts=st.booleans(),
    terms=st.builds(column.Terms, evaluation_days=st.integers(1, 3), reopens_itself=st.booleans()),
)
arrangements = st.builds(column.Arrange, st.just("mayor"), configurations, st.just("office"), st.just(AT))

agencies = courses.courses(AGENCY, {agency.Describe: descriptions}, descriptions)
columns = courses.courses(COLUMN, {column.Arrange: arrangements}, arrangements)


@given(agencies)
def test_an_agency_is_registered_once_and_amended_only_by_what_is_new(
    course: Course[agency.Command, agency.Event, agency.Agency],
) -> None:
    said = [(event.name, event.parent) for event in course.history]
    assert all(one != next_ for one, next_ in pairwise(said))
    for number, event in enumerate(course.history):
        assert isinstance(event, agency.Amended if number else agency.Registered)


@given(columns)
def test_a_column_is_opened_once_rearranged_only_by_what_is_new_and_never_without_limits_or_reviewers(
    course: Course[column.Command, column.Event, column.Column],
) -> None:
    said = [event.configuration for event in course.history]
    assert all(one != next_ for one, next_ in pairwise(said))
    for number, event in enumerate(course.history):
        assert isinstance(event, column.Rearranged if number else column.Opened)
        limits = event.configuration.limits
        assert min(limits.ordinary_days, limits.complex_days) >= 1
        assert max(limits.ordinary_days, limits.complex_days) <= limits.max_days
        assert all(1 <= one.days <= limits.max_days and one.weight for one in limits.exceptions)
        assert find_ambiguity(limits) is None
        assert event.configuration.review_levels >= 1
