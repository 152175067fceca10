"""What becomes public of a message, and that nothing else does."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from contracts import intake, words
from kernel.journal import Recorded
from services.intake.domain import words as domain
from services.intake.domain.publictext import PublicTextConfirmed, PublicTextWithdrawn
from services.intake.domain.words import is_code, is_reference
from services.intake.publish import published
from services.intake.schema import MESSAGE, PUBLIC_TEXT
from tests.services.intake import facts
from tests.services.intake.facts import LATER, MORNING, NUMBER, OTHER


def recorded(event: Any) -> Recorded:
    now = datetime(2024, 3, 1, tzinfo=UTC)
    return Recorded(1, f"message-{NUMBER}", 1, type_of(event), event, {}, event.at, now)


def type_of(event: Any) -> str:
    types = PUBLIC_TEXT.types if isinstance(event, PublicTextConfirmed | PublicTextWithdrawn) else MESSAGE.types
    return types.name(event)


PUBLIC = [
    (
        facts.submitted,
        intake.MessageSubmittedV1(NUMBER, "mayor", "complaint", MORNING, "web", imported=False),
    ),
    (
        facts.imported,
        intake.MessageSubmittedV1(NUMBER, "mayor", "complaint", MORNING, "import", imported=True),
    ),
    (
        facts.accepted,
        intake.MessageAcceptedV1(
            number=NUMBER,
            column="mayor",
            kind="request",
            field="housing",
            urgency="ordinary",
            complexity="complex",
            publishable=True,
            accepted_at=LATER,
            imported=False,
        ),
    ),
    (facts.declined, intake.MessageDeclinedV1(NUMBER, "mayor", "outside_remit", LATER)),
    (facts.redirected, intake.MessageRedirectedV1(NUMBER, "mayor", LATER)),
    (facts.merged, intake.MessageMergedV1(NUMBER, "mayor", OTHER, LATER)),
    (facts.released, intake.MessageReleasedV1(NUMBER, "mayor", OTHER, facts.NOON)),
    (facts.withdrawn, intake.MessageWithdrawnV1(NUMBER, "mayor", LATER)),
    (facts.evaluated, intake.MessageEvaluatedV1(NUMBER, "mayor", 1, 4, facts.AFTERWARDS)),
    (facts.commented, intake.MessageEvaluatedV1(NUMBER, "mayor", 1, 4, facts.AFTERWARDS)),
    (
        facts.asked_again,
        intake.FollowUpAskedV1(NUMBER, "mayor", 1, "housing", publishable=True, asked_at=facts.AFTERWARDS),
    ),
    (facts.erased, intake.MessageErasedV1(NUMBER, "mayor", facts.erased.at)),
    (
        facts.public_text_confirmed,
        intake.PublicTextConfirmedV1(NUMBER, "mayor", 2, "5" * 64, facts.AFTERWARDS),
    ),
    (facts.public_text_withdrawn, intake.PublicTextWithdrawnV1(NUMBER, "mayor", 2, facts.AFTERWARDS)),
]
NAMES = [f"{type(event).__name__}{index}" for index, (event, _) in enumerate(PUBLIC)]
PRIVATE = [
    facts.joined,
    facts.assigned_to_housing,
    facts.shared,
    facts.passed_on,
    facts.housing_returned_it,
    facts.extended,
    facts.refused,
    facts.answered_again,
    facts.erasure_asked,
    facts.erasure_refused,
    facts.moved,
    facts.answered,
    facts.told_meanwhile,
    facts.corrected,
    facts.ended,
    facts.reopened,
]


@pytest.mark.parametrize(("event", "expected"), PUBLIC, ids=NAMES)
def test_what_is_public_is_said_in_the_words_of_the_contract(event: Any, expected: object) -> None:
    said = published(recorded(event))
    assert said is not None
    assert (said.event, said.subject) == (expected, NUMBER)


@pytest.mark.parametrize("event", PRIVATE, ids=lambda event: type(event).__name__)
def test_what_others_have_said_is_not_said_again(event: Any) -> None:
    assert published(recorded(event)) is None


def test_every_stored_event_is_one_or_the_other() -> None:
    happening = [*(event for event, _ in PUBLIC), *PRIVATE]
    assert {type_of(event) for event in happening} == MESSAGE.types.names | PUBLIC_TEXT.types.names


def test_every_contract_of_intake_is_used() -> None:
    assert {type(event) for _, event in PUBLIC} == set(intake.CONTRACTS)


@pytest.mark.parametrize(("event", "_"), PUBLIC, ids=NAMES)
def test_nothing_sealed_and_no_account_is_public(event: Any, _: object) -> None:
    said = published(recorded(event))
    assert said is not None
    text = json.dumps(intake.CONTRACTS.dump(said.event))
    assert "v1:" not in text
    assert facts.WANG not in text
    assert "office.zhao" not in text
    assert facts.submitted.code_hash not in text


@pytest.mark.parametrize(
    ("codes", "contract"),
    [
        (domain.Kind, words.Kind),
        (domain.Urgency, words.Urgency),
        (domain.Complexity, words.Complexity),
        (domain.Reason, intake.Reason),
        (domain.Satisfaction, intake.Satisfaction),
    ],
)
def test_the_domain_and_the_contract_have_the_same_words(codes: Any, contract: Any) -> None:
    assert {code.value for code in codes} == set(get_args(contract))


@pytest.mark.parametrize(
    "text", ["mayor", "a", "a-b_c.d", "9", "9a", "13800000000", "Mayor", "", "a b", "市长", "x" * 64, "x" * 65, "a\n"]
)
def test_the_domain_and_the_contract_agree_on_what_a_code_is(text: str) -> None:
    assert is_code(text) == words.CODE.admits(text)
    assert is_reference(text) == words.REFERENCE.admits(text)


@pytest.mark.parametrize("channel", domain.Channel)
def test_every_channel_is_a_code(channel: domain.Channel) -> None:
    assert words.CODE.admits(channel.value)
