"""A notice is written, sent, frozen, corrected by new versions, and withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kernel.decider import Refusal
from kernel.testing import Specification
from services.notices.domain import refusals as no
from services.notices.domain.audience import Audience
from services.notices.domain.notice import NOTICE
from services.notices.domain.text import BODY_LIMIT, LINK_LIMIT
from tests.services.notices.domain import facts as f

notice = Specification(NOTICE)


# writing


def test_a_draft_is_written_and_written_anew() -> None:
    notice.given().when(f.save).then(f.drafted)
    again = replace(f.save, wording=f.BETTER, sealed=f.BETTER_SEALED, by=f.MENG)
    better = replace(f.drafted, wording=f.BETTER_SEALED, marks=f.corrected.marks, by=f.MENG)
    notice.given(f.drafted).when(again).then(better)


def test_the_same_draft_by_another_hand_is_the_same() -> None:
    notice.given(f.drafted).when(replace(f.save, sealed=f.BETTER_SEALED, by=f.MENG)).then_nothing()


@pytest.mark.parametrize(
    ("part", "text", "refusal"),
    [
        ("title", " ", no.TextBlank("title")),
        ("title", "两\n行", no.TextUnreadable("title", "U+000A", 1)),
        ("title", "长" * 101, no.TextTooLong("title", 100, 101)),
        ("body", "", no.TextBlank("body")),
        ("body", "\u202e", no.TextUnreadable("body", "U+202E", 0)),
        ("body", "长" * (BODY_LIMIT + 1), no.TextTooLong("body", BODY_LIMIT, BODY_LIMIT + 1)),
        ("link", "javascript:alert(1)", no.NotALink(LINK_LIMIT)),
        ("link", "https://a b", no.NotALink(LINK_LIMIT)),
        ("link", "https://" + "a" * LINK_LIMIT, no.NotALink(LINK_LIMIT)),
    ],
)
def test_a_notice_can_be_read_and_its_link_leads_somewhere(part: str, text: str, refusal: Refusal) -> None:
    wording = replace(f.WORDING, **{part: text})
    notice.given().when(replace(f.save, wording=wording)).then_refused(refusal)


@pytest.mark.parametrize(
    "audience",
    [
        Audience(),
        Audience(roles=("columnadmin",), accounts=(f.YE,)),
        Audience(columns=("mayor",)),
        Audience(columns=("mayor",), accounts=(f.YE,)),
        Audience(roles=("columnadmin",), columns=()),
    ],
)
def test_a_notice_is_for_roles_or_for_accounts_and_for_somebody(audience: Audience) -> None:
    outline = replace(f.HANDBOOK, audience=audience)
    notice.given().when(replace(f.save, outline=outline)).then_refused(no.AudienceUnclear())


# sending


def test_what_was_looked_at_is_sent_to_each_account_that_it_is_for() -> None:
    notice.given(f.drafted).when(replace(f.send, accounts=(f.YE, f.BAI, f.YE))).then(f.went_out)


def test_a_draft_that_was_written_anew_meanwhile_is_not_sent() -> None:
    anew = replace(f.drafted, marks=f.corrected.marks, by=f.MENG, at=f.TUESDAY)
    notice.given(f.drafted, anew).when(f.send).then_refused(no.DraftMovedOn(f.MENG, f.TUESDAY))


def test_a_notice_that_meets_nobody_is_not_sent() -> None:
    notice.given(f.drafted).when(replace(f.send, accounts=())).then_refused(no.NobodyAddressed())


def test_a_notice_is_sent_on_its_last_day_and_not_after_it() -> None:
    last = f.MONDAY.replace(day=31, hour=15)  # 23:00 in Shanghai
    late = f.MONDAY.replace(day=31, hour=16)  # midnight
    notice.given(f.drafted).when(replace(f.send, at=last)).then(replace(f.went_out, at=last))
    refusal = no.AlreadyOver(date(2024, 3, 31), date(2024, 4, 1))
    notice.given(f.drafted).when(replace(f.send, at=late)).then_refused(refusal)


def test_what_was_sent_is_frozen() -> None:
    other = replace(f.save, wording=f.BETTER)
    notice.given(*f.sent).when(other).then_refused(no.AlreadySent(f.GU, f.MONDAY))
    notice.given(*f.sent).when(f.send).then_nothing()
    notice.given(*f.sent, f.corrected).when(f.send).then_refused(no.AlreadySent(f.MENG, f.TUESDAY))


def test_nothing_is_sent_corrected_or_withdrawn_that_nobody_wrote() -> None:
    for command in (f.send, f.correct, f.withdraw, f.remind):
        notice.given().when(command).then_refused(no.NotFound())


def test_of_a_draft_nobody_knows_yet() -> None:
    for command in (f.correct, f.withdraw, f.remind):
        notice.given(f.drafted).when(command).then_refused(no.NotSent())


# correcting


def test_a_correction_is_a_new_version_that_says_what_it_changed() -> None:
    notice.given(*f.sent).when(f.correct).then(f.corrected)


def test_a_correction_that_changes_nothing_is_none() -> None:
    same = replace(f.correct, wording=f.WORDING, valid_until=f.HANDBOOK.valid_until)
    notice.given(*f.sent).when(same).then_nothing()


def test_a_correction_is_made_of_the_newest_version() -> None:
    other = replace(f.correct, wording=replace(f.WORDING, title="手册"))
    refusal = no.VersionMovedOn(1, 2, f.MENG, f.TUESDAY)
    notice.given(*f.sent, f.corrected).when(other).then_refused(refusal)


def test_a_correction_is_fit_to_be_read_and_holds_still() -> None:
    blank = replace(f.correct, wording=replace(f.BETTER, body=""))
    notice.given(*f.sent).when(blank).then_refused(no.TextBlank("body"))
    past = replace(f.correct, valid_until=date(2024, 3, 4))
    notice.given(*f.sent).when(past).then_refused(no.AlreadyOver(date(2024, 3, 4), date(2024, 3, 5)))


# withdrawing


def test_a_notice_is_withdrawn_with_a_reason() -> None:
    notice.given(*f.sent).when(f.withdraw).then(f.withdrawn)
    notice.given(*f.sent).when(replace(f.withdraw, reason=" ")).then_refused(no.TextBlank("reason"))


def test_what_was_withdrawn_stays_so() -> None:
    past = (*f.sent, f.withdrawn)
    refusal = no.WasWithdrawn(f.MENG, f.WEDNESDAY)
    for command in (f.save, f.send, f.correct, f.remind, replace(f.withdraw, reason="另一个理由")):
        notice.given(*past).when(command).then_refused(refusal)
