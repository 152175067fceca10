"""Two people do something about one notice at once, each through a process of their own: both learn what holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from services.notices import handlers
from tests.services.notices.domain.facts import BAI, REASON, TUESDAY, YE
from tests.services.notices.office import ADMIN_BAI, ADMIN_YE, COLLEAGUE, HANDBOOK, OFFICE, Office
from tests.support.contest import Act, Contest, contest, each_round, refused

pytestmark = pytest.mark.process

SENT = ["drafted", "sent"]
ASKED = {name: HANDBOOK[name] for name in ("title", "body", "link", "needs_receipt", "valid_until")}


@pytest.fixture
def sent(office: Office) -> list[str]:
    """Notices that two administrators have to read."""
    return each_round(lambda _: office.sent())


@pytest.fixture
def two(office: Office) -> Iterator[Contest]:
    with contest(office.service) as begun:
        yield begun


def correction(notice: str, **changed: Any) -> dict[str, Any]:
    return {"notice": notice, "version": 1, **ASKED, **changed}


def test_two_of_the_office_correct_and_neither_overwrites_the_other_unseen(sent: list[str], two: Contest) -> None:
    for notice in sent:
        outcomes = two.at_once(
            Act(handlers.correct_notice, OFFICE, TUESDAY, correction(notice, body="第四章")),
            Act(handlers.correct_notice, COLLEAGUE, TUESDAY, correction(notice, body="第五章")),
        )
        assert sorted(str(refused(outcome)) for outcome in outcomes) == ["None", "notices.version_moved_on"]
        assert two.journal(f"notice-{notice}") == [*SENT, "corrected"]


def test_two_of_the_office_send_one_draft_and_it_goes_out_once(office: Office, two: Contest) -> None:
    for _ in range(4):
        drafted = office.draft()
        wish = {"notice": drafted["notice"], "text_hash": drafted["text_hash"], "recipients": [YE, BAI]}
        outcomes = two.at_once(
            Act(handlers.send_notice, OFFICE, TUESDAY, wish), Act(handlers.send_notice, COLLEAGUE, TUESDAY, wish)
        )
        assert [refused(outcome) for outcome in outcomes] == [None, None]
        assert two.journal(f"notice-{drafted['notice']}") == SENT


def test_who_reads_while_it_is_corrected_has_read_what_held_then_or_nothing(sent: list[str], two: Contest) -> None:
    for notice in sent:
        read, corrected = two.at_once(
            Act(handlers.read_notice, ADMIN_YE, TUESDAY, {"notice": notice, "version": 1}),
            Act(handlers.correct_notice, OFFICE, TUESDAY, correction(notice, body="第四章")),
        )
        assert (refused(read), refused(corrected)) == (None, None)
        assert two.journal(f"notice-{notice}") == [*SENT, "corrected"]
        assert two.journal(f"reader-{notice}.{YE}") in (["addressed", "was_read"], ["addressed"])


def test_who_confirms_while_it_is_withdrawn_has_confirmed_or_learns_of_it(
    office: Office, sent: list[str], two: Contest
) -> None:
    for notice in sent:
        office.reads(notice, ADMIN_YE)
        confirmed, withdrawn = two.at_once(
            Act(handlers.confirm_notice, ADMIN_YE, TUESDAY, {"notice": notice, "version": 1}),
            Act(handlers.withdraw_notice, OFFICE, TUESDAY, {"notice": notice, "reason": REASON}),
        )
        assert refused(withdrawn) is None
        assert refused(confirmed) in {None, "notices.was_withdrawn"}
        assert two.journal(f"notice-{notice}") == [*SENT, "withdrawn"]
        given = [] if refused(confirmed) else ["receipt_given"]
        assert two.journal(f"reader-{notice}.{YE}") == ["addressed", "was_read", *given]


def test_two_read_at_once_and_meet_nobody(sent: list[str], two: Contest) -> None:
    for notice in sent:
        outcomes = two.at_once(
            Act(handlers.read_notice, ADMIN_YE, TUESDAY, {"notice": notice, "version": 1}),
            Act(handlers.read_notice, ADMIN_BAI, TUESDAY, {"notice": notice, "version": 1}),
        )
        assert [refused(outcome) for outcome in outcomes] == [None, None]
        assert two.journal(f"notice-{notice}") == SENT
        for account in (YE, BAI):
            assert two.journal(f"reader-{notice}.{account}") == ["addressed", "was_read"]
