"""Whatever a reader does and whatever becomes of the notice: who is said to have read has read what held then."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notices.domain import events as e
from services.notices.domain import reader as r
from services.notices.domain.notice import NOTICE
from services.notices.domain.state import Sent
from services.notices.schema import READER
from tests.services.notices.domain import facts as f
from tests.support import courses
from tests.support.courses import Course

Readers = Course[r.Command, e.ReaderEvent, r.Reader]

PASTS = ((), (f.drafted,), f.sent, (*f.sent, f.corrected), (*f.sent, f.withdrawn))
notices = st.sampled_from([NOTICE.fold(past) for past in PASTS])
holding = st.sampled_from([NOTICE.fold(past) for past in PASTS[2:4]])
versions = st.integers(0, 3)
instants = st.sampled_from([f.MONDAY, f.TUESDAY, f.WEDNESDAY])
YE = st.just(f.YE)
TRIED: dict[type, st.SearchStrategy[Any]] = {
    r.Address: st.builds(r.Address, YE, instants),
    r.Read: st.builds(r.Read, notices, YE, versions, instants),
    r.Confirm: st.builds(r.Confirm, notices, YE, versions, instants),
}
onward = st.one_of(
    st.builds(lambda notice, at: r.Read(notice, f.YE, notice.version, at), holding, instants),
    st.builds(lambda notice, at: r.Confirm(notice, f.YE, notice.version, at), holding, instants),
)
drawn = courses.courses(READER, TRIED, onward, most=15)


def test_every_command_is_tried() -> None:
    assert set(TRIED) == set(get_args(r.Command))


@pytest.mark.parametrize("event", get_args(e.ReaderEvent))
def test_everything_that_can_happen_to_a_reader_comes_about(event: type) -> None:
    assert courses.comes_about(drawn, event)


@given(drawn)
def test_who_is_said_to_have_read_has_read_the_version_that_held_then_and_once(course: Readers) -> None:
    seen: set[tuple[type, int]] = set()
    for step in course.steps:
        for event in step.events:
            if isinstance(event, e.WasRead | e.ReceiptGiven):
                assert isinstance(step.command, r.Read | r.Confirm)
                assert isinstance(step.command.notice, Sent)
                assert event.version == step.command.notice.version
                assert event.addressed is step.before.addressed
                assert (type(event), event.version) not in seen
                seen.add((type(event), event.version))
            if isinstance(event, e.ReceiptGiven):
                assert (e.WasRead, event.version) in seen


@given(drawn)
def test_a_reader_goes_on_to_newer_versions_only(course: Readers) -> None:
    for kind in (e.WasRead, e.ReceiptGiven):
        versions = [event.version for event in course.history if isinstance(event, kind)]
        assert versions == sorted(set(versions))
