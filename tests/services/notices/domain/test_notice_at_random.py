"""Whatever the office does to a notice in whatever order: what was sent is frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notices.domain import commands as c
from services.notices.domain import events as e
from services.notices.domain.audience import Audience
from services.notices.domain.letter import Outline, Wording, text_hash_of
from services.notices.domain.state import Draft, Notice, Sent
from services.notices.schema import NOTICE
from tests.services.notices.domain.facts import MONDAY
from tests.support import courses
from tests.support.courses import Course

Notices = Course[c.Command, e.Event, Notice]

people = st.sampled_from(["office.gu", "office.meng"])
accounts = st.sampled_from(["admin.ye", "admin.bai", "admin.tang"])
instants = st.integers(0, 40).map(lambda hours: MONDAY + timedelta(hours=6 * hours))
days = st.sampled_from([None, None, date(2024, 3, 5), date(2024, 3, 9)])
audiences = st.sampled_from(
    [Audience(roles=("columnadmin",)), Audience(roles=("clerk",), columns=("mayor",)), Audience(accounts=("admin.ye",))]
)
outlines = st.builds(Outline, st.sampled_from(["guidance", "urging"]), audiences, st.booleans(), days)
unclear = st.just(Outline("guidance", Audience(), needs_receipt=False, valid_until=None))
wordings = st.builds(
    Wording,
    st.sampled_from(["手册", "提示", ""]),
    st.sampled_from(["正文", "更正"]),
    st.none() | st.just("https://a.cn"),
)
versions = st.integers(0, 3)
sealed = Wording("v1:t", "v1:b", None)
saves = st.builds(c.SaveDraft, outlines | unclear, wordings, st.just(sealed), people, instants)
reached = st.lists(accounts, max_size=3).map(tuple)


def sending(accounts: tuple[str, ...], by: str, at: datetime) -> Callable[[Notice], c.Command]:
    """What stands as a draft is sent; where none does, one that nobody has looked at."""

    def wish(notice: Notice) -> c.Command:
        letter = notice.letter if isinstance(notice, Draft | Sent) else None
        return c.Send(text_hash_of(letter.outline, letter.marks) if letter else "0" * 64, accounts, by, at)

    return wish


def of_this_version(command: c.Correct) -> Callable[[Notice], c.Command]:
    """The command about the version that holds."""

    def wish(notice: Notice) -> c.Command:
        return replace(command, version=notice.version) if isinstance(notice, Sent) else command

    return wish


corrections = st.builds(c.Correct, versions, wordings, st.just(sealed), st.booleans(), days, people, instants)
withdrawals = st.builds(c.Withdraw, st.sampled_from(["有误", ""]), st.just("v1:r"), people, instants)
reminders = st.builds(c.Remind, st.lists(accounts, max_size=3, unique=True).map(tuple), people, instants)
sends = st.builds(sending, reached, people, instants)
TRIED: dict[type, st.SearchStrategy[c.Command | Callable[[Notice], c.Command]]] = {
    c.SaveDraft: saves,
    c.Send: st.builds(c.Send, st.just("0" * 64), reached, people, instants),
    c.Correct: corrections,
    c.Withdraw: withdrawals,
    c.Remind: reminders,
}
onward = st.one_of(saves, sends, sends, corrections.map(of_this_version), reminders)
drawn = courses.courses(NOTICE, TRIED, onward)


def test_every_command_is_tried() -> None:
    assert set(TRIED) == set(get_args(c.Command))


@pytest.mark.parametrize("event", get_args(e.Event))
def test_everything_that_can_happen_to_a_notice_comes_about(event: type) -> None:
    assert courses.comes_about(drawn, event)


@given(drawn)
def test_what_was_sent_is_frozen_and_each_version_follows_the_one_before(course: Notices) -> None:
    sendings = [place for place, event in enumerate(course.history) if isinstance(event, e.Sent)]
    assert len(sendings) <= 1
    before = course.history[: sendings[0]] if sendings else course.history
    assert all(isinstance(event, e.Drafted) for event in before)
    after = course.history[sendings[0] :] if sendings else []
    assert not [event for event in after if isinstance(event, e.Drafted)]
    corrected = [event for event in after if isinstance(event, e.Corrected)]
    assert [event.version for event in corrected] == list(range(2, 2 + len(corrected)))
    for event in corrected:
        sent = after[0]
        assert isinstance(sent, e.Sent)
        assert (event.outline.kind, event.outline.audience) == (sent.outline.kind, sent.outline.audience)
        assert event.changed


@given(drawn)
def test_somebody_is_reminded_and_once_a_day_and_version(course: Notices) -> None:
    reminded = [event for event in course.history if isinstance(event, e.Reminded)]
    assert all(event.accounts for event in reminded)
    said = [(event.version, event.on) for event in reminded]
    assert all(one != next_ for one, next_ in pairwise(said))


@given(drawn)
def test_after_a_withdrawal_nothing_is_recorded(course: Notices) -> None:
    ends = [place for place, event in enumerate(course.history) if isinstance(event, e.Withdrawn)]
    assert ends in ([], [len(course.history) - 1])
