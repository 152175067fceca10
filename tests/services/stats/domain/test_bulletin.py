"""The rules of a bulletin: computed, checked by somebody else, published, corrected with a reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.decider import Refusal
from kernel.testing import Specification
from services.stats.domain.bulletin import (
    DECIDER,
    About,
    Check,
    Checked,
    Command,
    Draft,
    Drafted,
    Event,
    Publish,
    Published,
    SendBack,
    SentBack,
)
from services.stats.domain.refusals import (
    BulletinMovedOn,
    BulletinNotChecked,
    BulletinNotDrafted,
    CorrectionNeedsReason,
    DraftedByTheSame,
    NothingChanged,
    NothingToCorrect,
    PeriodNotOver,
)

bulletin = Specification(DECIDER)

WANG, ZHAO = "wang", "zhao"
NOON = datetime(2019, 4, 10, 4, 0, tzinfo=UTC)
ABOUT = About("mayor", date(2019, 1, 1), date(2019, 4, 1), NOON)

draft = Draft(ABOUT, "{}", "aa", "figures", None, WANG, NOON)
drafted = Drafted(ABOUT, 1, "{}", "aa", "figures", None, WANG, NOON)
checked = Checked(1, "aa", ZHAO, NOON)
sent_back = SentBack(1, "aa", "请核对超时件", ZHAO, NOON)
published = Published(ABOUT, 1, "aa", WANG, NOON)
anew = replace(draft, content="[]", digest="bb")
drafted_anew = replace(drafted, content="[]", digest="bb")
correction = replace(anew, figures="others", reason="漏计两件")
corrected = replace(drafted_anew, version=2, figures="others", reason="漏计两件")
OUT = (drafted, checked, published)


def test_figures_are_computed_for_a_first_version() -> None:
    bulletin.given().when(draft).then(drafted)


def test_nothing_can_be_corrected_before_anything_is_published() -> None:
    bulletin.given().when(replace(draft, reason="漏计两件")).then_refused(NothingToCorrect())
    bulletin.given(drafted).when(replace(anew, reason="漏计两件")).then_refused(NothingToCorrect())


@pytest.mark.parametrize("before", [(drafted,), (drafted, sent_back), (drafted, checked)])
def test_a_draft_can_be_computed_anew_until_it_is_published(before: tuple[Event, ...]) -> None:
    bulletin.given(*before).when(anew).then(drafted_anew)


def test_what_was_checked_and_computed_anew_has_to_be_checked_anew() -> None:
    bulletin.given(drafted, checked, drafted_anew).when(Publish("bb", WANG, NOON)).then_refused(
        BulletinNotChecked("drafted")
    )


def test_somebody_else_than_who_drafted_it_checks_it() -> None:
    bulletin.given(drafted).when(Check("aa", ZHAO, NOON)).then(checked)
    bulletin.given(drafted).when(Check("aa", WANG, NOON)).then_refused(DraftedByTheSame(WANG))


def test_who_had_drafted_it_before_somebody_computed_it_anew_may_check_it() -> None:
    bulletin.given(replace(drafted, by=ZHAO), drafted_anew).when(Check("bb", ZHAO, NOON)).then(
        replace(checked, digest="bb")
    )


@pytest.mark.parametrize("command", [Check("aa", ZHAO, NOON), SendBack("aa", "?", ZHAO, NOON)])
def test_who_decides_has_seen_the_draft_as_it_is(command: Check | SendBack) -> None:
    bulletin.given(drafted, drafted_anew).when(command).then_refused(BulletinMovedOn("bb"))


def test_what_is_published_is_what_was_checked() -> None:
    bulletin.given(drafted, checked).when(Publish("aa", WANG, NOON)).then(published)
    bulletin.given(drafted, checked).when(Publish("bb", WANG, NOON)).then_refused(BulletinMovedOn("aa"))


@pytest.mark.parametrize("before", [(drafted,), (drafted, checked)])
def test_until_it_is_published_it_can_be_sent_back(before: tuple[Event, ...]) -> None:
    bulletin.given(*before).when(SendBack("aa", "请核对超时件", ZHAO, NOON)).then(sent_back)


@pytest.mark.parametrize(
    ("before", "state"),
    [((), "absent"), ((drafted, sent_back), "sent_back"), (OUT, "published")],
)
def test_where_there_is_no_draft_nobody_decides_about_it(before: tuple[Event, ...], state: str) -> None:
    bulletin.given(*before).when(Check("bb", ZHAO, NOON)).then_refused(BulletinNotDrafted(state))
    bulletin.given(*before).when(SendBack("bb", "?", ZHAO, NOON)).then_refused(BulletinNotDrafted(state))
    bulletin.given(*before).when(Publish("bb", WANG, NOON)).then_refused(BulletinNotChecked(state))


def test_what_is_published_changes_by_a_reasoned_correction_only() -> None:
    bulletin.given(*OUT).when(replace(correction, reason=None)).then_refused(CorrectionNeedsReason(1))
    bulletin.given(*OUT).when(replace(correction, figures="figures")).then_refused(NothingChanged(1))
    bulletin.given(*OUT).when(correction).then(corrected)


def test_a_correction_is_checked_and_published_like_a_first_version() -> None:
    bulletin.given(*OUT, corrected).when(Check("bb", ZHAO, NOON)).then(Checked(2, "bb", ZHAO, NOON))
    bulletin.given(*OUT, corrected, Checked(2, "bb", ZHAO, NOON)).when(Publish("bb", WANG, NOON)).then(
        replace(published, version=2, digest="bb")
    )


def test_a_correction_that_was_sent_back_is_laid_down_and_the_published_version_stands() -> None:
    returned = SentBack(2, "bb", "?", ZHAO, NOON)
    bulletin.given(*OUT, corrected).when(SendBack("bb", "?", ZHAO, NOON)).then(returned)
    laid_down = bulletin.given(*OUT, corrected, returned)
    laid_down.when(replace(correction, figures="figures")).then_refused(NothingChanged(1))
    laid_down.when(Check("bb", ZHAO, NOON)).then_refused(BulletinNotDrafted("published"))
    laid_down.when(correction).then(corrected)


def test_the_same_figures_computed_again_leave_a_check_as_it_is() -> None:
    bulletin.given(drafted, checked).when(draft).then_nothing()


def test_a_period_that_is_not_over_is_not_counted() -> None:
    early = replace(ABOUT, as_of=datetime(2019, 3, 31, 15, 59, 59, tzinfo=UTC))
    bulletin.given().when(replace(draft, about=early)).then_refused(PeriodNotOver("2019-03-31", early.as_of))


COMMANDS = st.lists(
    st.one_of(
        st.builds(
            Draft,
            st.just(ABOUT),
            st.just("{}"),
            st.sampled_from(("aa", "bb", "cc")),
            st.sampled_from(("figures", "others")),
            st.sampled_from((None, "漏计两件")),
            st.sampled_from((WANG, ZHAO)),
            st.just(NOON),
        ),
        *(
            st.builds(act, st.sampled_from(("aa", "bb", "cc")), st.sampled_from((WANG, ZHAO)), st.just(NOON))
            for act in (Check, Publish)
        ),
        st.builds(SendBack, st.sampled_from(("aa", "bb")), st.just("?"), st.sampled_from((WANG, ZHAO)), st.just(NOON)),
    ),
    max_size=30,
)


@given(COMMANDS)
def test_whatever_is_asked_what_is_out_was_checked_by_another_than_drafted_it(commands: list[Command]) -> None:
    events: list[Event] = []
    for command in commands:
        try:
            decided = DECIDER.decide(command, DECIDER.fold(events))
        except Refusal:
            continue
        events += decided
        assert DECIDER.decide(command, DECIDER.fold(events)) == []
    out = [(place, event) for place, event in enumerate(events) if isinstance(event, Published)]
    assert [event.version for _, event in out] == list(range(1, len(out) + 1))
    for place, event in out:
        drafting, checking = events[place - 2 : place]
        assert isinstance(drafting, Drafted)
        assert isinstance(checking, Checked)
        assert drafting.by != checking.by
        assert drafting.digest == checking.digest == event.digest
