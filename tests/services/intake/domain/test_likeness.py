"""Likeness: what speaks for a duplicate, in which order, and when a field is suggested at all."""

from __future__ import annotations

import pytest

from services.intake.domain.likeness import (
    LEAST_EXAMPLES,
    MOST_DUPLICATES,
    Likely,
    Reason,
    email_key,
    is_enough,
    likely,
    likely_fields,
    phone_key,
    ranked,
    text_key,
)


@pytest.mark.parametrize("phone", ["13800138000", "+86 138-0013-8000", "0086 13800138000", "１３８００１３８０００"])
def test_a_phone_is_the_same_however_it_is_written(phone: str) -> None:
    assert phone_key(phone) == "13800138000"


@pytest.mark.parametrize("phone", [None, "", "110", "无", "12345"])
def test_what_is_no_phone_of_a_person_is_nobodys(phone: str | None) -> None:
    assert phone_key(phone) is None


def test_an_email_is_the_same_whatever_its_case() -> None:
    assert email_key(" Wang@Example.com ") == email_key("wang@example.com") == "wang@example.com"
    assert (email_key("wang"), email_key(None)) == (None, None)


def test_punctuation_and_blanks_do_not_make_another_text() -> None:
    assert text_key("停水", "我们小区，停水三天了！请帮忙。") == text_key("求助", "我们小区停水三天了 请帮忙")
    assert text_key("停水", "如题") != text_key("停电", "如题")


def test_the_more_speaks_for_it_the_higher_the_score() -> None:
    phone = [Reason.SAME_PHONE]
    assert likely("1", 0.49, same_text=False, contacts=[]) is None
    assert likely("1", 0.6, same_text=False, contacts=[]) == Likely("1", 0.6, 0.6, (Reason.SIMILAR_TEXT,))
    assert likely("1", 0.2, same_text=True, contacts=[]) == Likely("1", 1.0, 1.0, (Reason.SAME_TEXT,))
    assert likely("1", 0.0, same_text=False, contacts=phone) == Likely("1", 0.5, 0.0, (Reason.SAME_PHONE,))
    both = likely("1", 0.6, same_text=False, contacts=phone)
    assert both == Likely("1", 0.8, 0.6, (Reason.SIMILAR_TEXT, Reason.SAME_PHONE))


def test_a_clerk_is_shown_the_likeliest_few() -> None:
    found = [Likely(f"{place:02}", place / 20, place / 20, (Reason.SIMILAR_TEXT,)) for place in range(20)]
    assert [one.number for one in ranked(found)] == [f"{19 - place}" for place in range(MOST_DUPLICATES)]


def test_a_field_is_suggested_from_enough_examples_of_two_fields_on() -> None:
    assert not is_enough(["housing"] * 100)
    assert not is_enough(["housing"] * (LEAST_EXAMPLES - 2) + ["water"])
    assert is_enough(["housing"] * (LEAST_EXAMPLES - 1) + ["water"])


def test_similar_messages_vote_for_their_fields_and_the_shares_are_of_one() -> None:
    neighbours = [("housing", 0.8), ("water", 0.4), ("water", 0.4), *[("roads", 0.1)] * 40]
    voted = likely_fields(neighbours)
    assert [field for field, _ in voted] == ["housing", "water", "roads"]
    assert sum(share for _, share in voted) == pytest.approx(1)
    assert voted[0][1] == pytest.approx(0.8**4 / (0.8**4 + 2 * 0.4**4 + 6 * 0.1**4))


def test_what_resembles_nothing_has_no_likely_field() -> None:
    assert likely_fields([("housing", 0.0), ("water", -0.0)]) == []
