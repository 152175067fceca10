"""Whatever is done with files in whatever order: what goes out is what was passed, text and files, and no blob is lost.

The text stays the same one throughout, since a wish does not know what was drafted; edits are in test_reply_at_random.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.review.domain import attachments as a
from services.review.domain import commands as c
from services.review.domain import events as e
from services.review.domain.state import Drafting, InReview, Reply, ToRework, digests
from services.review.domain.text import hash_of
from services.review.schema import REPLY
from tests.services.review.domain.facts import CHEN, HOUSING, LI, MAYOR, MONDAY, SUN, TEXT, ZHAO, file, for_everyone
from tests.support import courses
from tests.support.courses import Course

Replies = Course[c.Command, e.Event, Reply]


def hash_that_stands(reply: Reply) -> str:
    """Of the text with its files, where there is one."""
    return reply.draft.text_hash if isinstance(reply, Drafting | InReview | ToRework) else hash_of(TEXT)


def pass_it(by: str) -> Any:
    """Whoever it is passes what stands, text and files."""

    def wish(reply: Reply) -> c.Command:
        if not isinstance(reply, InReview):
            return c.Submit(2, hash_that_stands(reply), LI, MONDAY)
        shown = for_everyone(reply.draft.files)
        return c.Pass(reply.level, reply.draft.text_hash, TEXT, f"public {TEXT}", by, MONDAY, files=shown)

    return wish


numbers = st.integers(1, 8)
writers = st.sampled_from([LI, ZHAO])
COMMANDS: dict[type, st.SearchStrategy[Any]] = {
    c.LearnConsent: st.builds(c.LearnConsent, st.booleans(), st.just(False), st.just(MONDAY)),
    c.Entrust: st.builds(c.Entrust, st.just(MAYOR), st.just(HOUSING), st.integers(1, 2), st.just(MONDAY)),
    c.SaveDraft: st.builds(c.SaveDraft, st.just(TEXT), st.just("v1:text"), writers, st.just(MONDAY)),
    c.Attach: st.builds(lambda n, by: c.Attach(file(n), TEXT, by, MONDAY), numbers, writers),
    c.RemoveFile: st.builds(lambda n, by: c.RemoveFile(file(n).attachment, TEXT, by, MONDAY), numbers, writers),
    c.Submit: st.builds(
        lambda levels, by: lambda reply: c.Submit(levels, hash_that_stands(reply), by, MONDAY),
        st.integers(1, 2),
        writers,
    ),
    c.Pass: st.sampled_from([CHEN, SUN]).map(pass_it),
    c.Erase: st.builds(c.Erase, st.just(MONDAY)),
    c.RecordDrop: st.builds(lambda n: c.RecordDrop(file(n).attachment, MONDAY), numbers),
}
ONWARD = st.one_of(*(COMMANDS[kind] for kind in COMMANDS if kind is not c.Erase))
drawn = courses.courses(REPLY, COMMANDS, ONWARD)


@given(drawn)
def test_the_hash_that_stands_is_of_the_text_and_its_files(course: Replies) -> None:
    for step in course.steps:
        if isinstance(step.after, Drafting | InReview | ToRework):
            draft = step.after.draft
            assert draft.text_hash == hash_of(TEXT, digests(draft.files))
            assert len(draft.files) <= a.MOST
            assert len(set(digests(draft.files))) == len(digests(draft.files))


@given(drawn)
def test_what_goes_out_was_passed_at_every_level_with_these_very_files(course: Replies) -> None:
    for step in course.steps:
        sent = [event for event in step.events if isinstance(event, e.Published | e.Delivered)]
        if not sent:
            continue
        assert isinstance(step.before, InReview)
        files = [event for event in step.events if isinstance(event, e.FileSentOut)]
        assert [event.digest for event in files] == list(digests(step.before.draft.files))
        hashes = {seen.text_hash for seen in step.before.passes} | {event.text_hash for event in (*sent, *files)}
        assert hashes == {hash_of(TEXT, [event.digest for event in files])}


@given(drawn)
def test_passes_are_void_after_any_change_of_files(course: Replies) -> None:
    for step in course.steps:
        if any(isinstance(event, e.FileAttached | e.FileRemoved) for event in step.events):
            assert isinstance(step.after, Drafting)
            was_in_review = isinstance(step.before, InReview)
            assert any(isinstance(event, e.TakenOutOfReview) for event in step.events) is was_in_review


@given(drawn)
def test_a_blob_is_deleted_after_its_erasure_and_never_one_that_everyone_could_read(course: Replies) -> None:
    erased: set[str] = set()
    public = {event.attachment for event in course.history if isinstance(event, e.FileSentOut) and event.public}
    for event in course.history:
        if isinstance(event, e.FileErased):
            erased.add(event.attachment)
        if isinstance(event, e.BlobDropped):
            assert event.attachment in erased
    assert not erased & public


@pytest.mark.parametrize("event", [e.FileAttached, e.FileRemoved, e.FileSentOut, e.FileErased, e.BlobDropped])
def test_courses_get_this_far(event: type) -> None:
    assert courses.comes_about(drawn, event)
