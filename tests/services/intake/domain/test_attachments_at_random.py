"""Whatever is asked about files in whatever order: five at most, each in one place, and a blob goes after its file."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain import attachments as a
from services.intake.schema import ATTACHMENTS
from tests.services.intake.domain.test_attachments import ACCEPTED, PUBLIC, WAITING, file
from tests.services.intake.facts import MORNING, WANG
from tests.support import courses
from tests.support.courses import Course

Files = Course[a.Command, a.Event, a.Attachments]
ids = st.integers(1, 8).map(lambda n: file(n).attachment)
messages = st.sampled_from([WAITING, WAITING, ACCEPTED])
COMMANDS: dict[type, st.SearchStrategy[Any]] = {
    a.Attach: st.builds(
        lambda message, n, size: a.Attach(message, file(n, size), f"v1:{n}", MORNING),
        messages,
        st.integers(1, 8),
        st.sampled_from([0, 1000, a.MOST_BYTES // 4]),
    ),
    a.Remove: st.builds(a.Remove, messages, ids, st.just(MORNING)),
    a.Show: st.builds(a.Show, messages, st.sampled_from([PUBLIC]), ids, st.booleans(), st.just(WANG), st.just(MORNING)),
    a.HideAll: st.builds(a.HideAll, st.just(WANG), st.just(MORNING)),
    a.EraseAll: st.builds(a.EraseAll, st.just(MORNING)),
    a.RecordDrop: st.builds(a.RecordDrop, ids, st.just(MORNING)),
}
drawn = courses.courses(ATTACHMENTS, COMMANDS, st.one_of(COMMANDS[a.Attach], COMMANDS[a.Show], COMMANDS[a.RecordDrop]))


@given(drawn)
def test_a_message_never_has_too_many_files_nor_too_large_ones(course: Files) -> None:
    for step in course.steps:
        assert len(step.after.kept) <= a.MOST
        assert a.left(step.after) >= 0
        assert len({kept.file.digest for kept in step.after.kept}) == len(step.after.kept)


@given(drawn)
def test_every_file_that_ever_was_is_kept_gone_or_dropped(course: Files) -> None:
    came = [event.attachment for event in course.history if isinstance(event, a.Attached)]
    state = ATTACHMENTS.decider.fold(course.history)
    told = [
        *(kept.file.attachment for kept in state.kept),
        *(gone.attachment for gone in state.gone),
        *(dropped.attachment for dropped in state.dropped),
    ]
    assert sorted(told) == sorted(came)


@given(drawn)
def test_a_blob_is_dropped_after_its_file_went_and_never_before(course: Files) -> None:
    gone: list[str] = []
    for event in course.history:
        if isinstance(event, a.AttachmentRemoved | a.AttachmentErased):
            gone.append(event.attachment)
        if isinstance(event, a.BlobDropped):
            gone.remove(event.attachment)


@pytest.mark.parametrize("event", [a.Attached, a.AttachmentRemoved, a.AttachmentMadePublic, a.AttachmentMadePrivate,
                                   a.AttachmentErased, a.BlobDropped])  # fmt: skip
def test_courses_get_this_far(event: type) -> None:
    assert courses.comes_about(drawn, event)
