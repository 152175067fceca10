"""What citizens of declined messages read, in the office's words or the program's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kernel.testing import Specification
from services.intake.domain.advice import DECIDER, AsProvided, InForce, Word, Worded, in_force
from services.intake.domain.refusals import TextBlank, TextTooLong, TextUnreadable
from services.intake.domain.words import STANDARD_ADVICE, Reason
from tests.services.intake.facts import LATER, MORNING

advice = Specification(DECIDER)

WORD = Word(Reason.EMERGENCY, "请立即拨打110。", "office.zhao", MORNING)
worded = Worded(Reason.EMERGENCY, "请立即拨打110。", "office.zhao", MORNING)
BACK = replace(WORD, text=None)
went_back = replace(worded, text=None)


def test_the_office_words_the_advice() -> None:
    advice.given().when(WORD).then(worded)
    advice.given(worded).when(replace(WORD, text="请拨打119。")).then(replace(worded, text="请拨打119。"))


def test_the_same_words_again_are_nothing_new() -> None:
    advice.given(worded).when(replace(WORD, by="office.li", at=LATER)).then_nothing()


def test_the_office_goes_back_to_what_comes_with_the_program() -> None:
    advice.given(worded).when(BACK).then(went_back)
    advice.given(worded, went_back).when(BACK).then_nothing()
    advice.given().when(BACK).then_nothing()


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (" ", TextBlank("advice")),
        ("\x00", TextUnreadable("advice", "U+0000", 0)),
        ("长" * 2001, TextTooLong("advice", 2000, 2001)),
    ],
)
def test_advice_can_be_read(text: str, refusal: TextBlank | TextUnreadable | TextTooLong) -> None:
    advice.given().when(replace(WORD, text=text)).then_refused(refusal)


def test_what_is_in_force() -> None:
    assert in_force(Reason.ABUSE, AsProvided()) == STANDARD_ADVICE[Reason.ABUSE]
    assert in_force(Reason.ABUSE, InForce(None, "office.zhao", MORNING)) == STANDARD_ADVICE[Reason.ABUSE]
    assert in_force(Reason.ABUSE, InForce("请文明留言。", "office.zhao", MORNING)) == "请文明留言。"
