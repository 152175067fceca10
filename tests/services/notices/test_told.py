"""Which events tell whom of what: staff of what waits for them, the citizen of each step, and nobody of the rest."""

from __future__ import annotations

from typing import Any

import pytest

from contracts import notices, review, routing
from contracts.notices import ALWAYS, CITIZEN_KINDS, GROUPS, KINDS, STAFF_KINDS
from kernel.incoming import Incoming
from services.notices import reactions
from services.notices.channels.wording import worded
from services.notices.domain.delivery import Recipients
from tests.services.notices import telling as t
from tests.services.notices.domain.facts import MONDAY
from tests.services.notices.telling import NUMBER

HASH = "0" * 64
HANDLERS = Recipients(roles=("handler",), agencies=("housing",))
CITIZEN = Recipients(citizen=True)

interim = review.InterimReplyPublishedV1(NUMBER, "mayor", "housing", 1, HASH, public=True, published_at=MONDAY)
follow_up = review.FollowUpAnsweredV1(NUMBER, "mayor", 1, "housing", HASH, public=True, answered_at=MONDAY)
corrected = review.ReplyCorrectedV1(
    NUMBER, "reply", "mayor", "housing", 1, 2, "fact", HASH, public=True, corrected_at=MONDAY
)
refused = routing.ExtensionRefusedV1(NUMBER, "mayor", "housing", 1, MONDAY)


def told(event: Any) -> list[tuple[str, Recipients]]:
    """Of what, and who."""
    heard = Incoming("routing", 1, type(event).__name__, NUMBER, event, MONDAY, MONDAY, "routing-1", "wish")
    return [(occasion.kind, to) for occasion, to in reactions.told(heard)]


@pytest.mark.parametrize(
    ("event", "kind"),
    [(t.answered, "answered"), (interim, "interim"), (follow_up, "follow_up_answered"), (corrected, "corrected")],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_goes_out_is_told_to_the_citizen_and_to_the_agency_that_wrote_it(event: Any, kind: str) -> None:
    assert told(event) == [("went_out", HANDLERS), (f"message_{kind}", CITIZEN)]


def test_a_refused_extension_is_told_to_the_agency_and_to_the_citizen() -> None:
    assert told(refused) == [("extension_refused", HANDLERS), ("message_extension_refused", CITIZEN)]


def test_a_pass_is_told_to_the_next_level_and_the_last_ones_to_nobody() -> None:
    passed = [review.ReplyPassedV1(NUMBER, "mayor", 1, level, MONDAY, 2) for level in (1, 2)]
    next_level = Recipients(roles=("reviewer",), columns=("mayor",), levels=(2,))
    assert [told(event) for event in passed] == [[("submitted", next_level)], []]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_said_in_words_of_its_own(kind: str, language: str) -> None:
    said = worded(kind, NUMBER, None, "https://www.example.gov.cn", language)
    others = [worded(other, NUMBER, None, "https://www.example.gov.cn", language).subject for other in KINDS]
    assert others.count(said.subject) == 1


@pytest.mark.parametrize(
    ("kind", "zh", "en"),
    [
        ("went_out", "您单位的答复已审核通过并发出", "Your agency's text passed review and went out"),
        (
            "message_extension_refused",
            "承办单位的延期申请未获同意，您的留言仍按原期限办理",
            "The agency was not given more time: the deadline stays",
        ),
        (
            "message_corrected",
            "您的留言的答复已更正，请重新查看",
            "The reply to your message was corrected: please read it again",
        ),
    ],
)
def test_the_words_say_whose_request_and_whose_text_it_was(kind: str, zh: str, en: str) -> None:
    said = [worded(kind, NUMBER, None, t.SITE, language).subject for language in ("zh", "en")]
    assert said == [f"[回音] {zh} {NUMBER}", f"[Huiyin] {en} {NUMBER}"]


def test_each_kind_for_staff_is_in_one_group_and_what_is_always_told_is_a_group() -> None:
    assert len(set(STAFF_KINDS)) == len(STAFF_KINDS)
    assert set(ALWAYS) <= set(GROUPS)
    assert not set(STAFF_KINDS) & set(CITIZEN_KINDS)


def test_a_notice_is_told_to_its_readers() -> None:
    sent = notices.NoticeSentV1(
        "n1", "guidance", 1, ("clerk",), None, 1, needs_receipt=False, valid_until=None, sent_at=MONDAY
    )
    reminder = notices.NoticeRemindedV1("n1", 1, MONDAY)
    assert [told(event) for event in (sent, reminder)] == [
        [("notice_sent", Recipients(notice="n1"))],
        [("notice_reminder", Recipients(notice="n1"))],
    ]
