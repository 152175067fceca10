"""Words of several lists in one text: which of them are found, and what hides none."""

from __future__ import annotations

import pytest

from services.review.domain.proofreading.finding import Severity
from services.review.domain.proofreading.punctuation import unbalanced
from services.review.domain.wordlist import Entry
from services.review.proofreading.dictionary import Dictionary, Listed

STOPS = Listed("stops", 1, Severity.STOP, (Entry("坏词"), Entry("很坏词"), Entry("对的坏词", right=True)))
WARNINGS = Listed("warnings", 1, Severity.WARNING, (Entry("坏词语"), Entry("坏"), Entry("布署"), Entry("\u200b")))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("坏词", ["stops@0-2"]),
        ("很坏词", ["stops@0-3"]),
        ("对的坏词", []),
        ("坏词语", ["stops@0-2", "warnings@0-3"]),
        ("很坏词语", ["stops@0-3", "warnings@1-4"]),
        ("坏布署", ["warnings@0-1", "warnings@1-3"]),
        ("坏\u200b词", ["stops@0-3"]),
        ("\ufeff坏\u2060\u00ad词\ufe0f", ["stops@1-5"]),
        ("坏\u0301词", ["stops@0-3"]),
        ("坏\u0338\u20e0词", ["stops@0-4"]),
        ("坏\ufff9词", ["stops@0-3"]),
        ("坏\u2800词", ["stops@0-3"]),
        ("坏\U000110bd词", ["stops@0-3"]),
        ("对的\u200d坏词", []),
    ],
)
def test_a_stop_is_hidden_neither_by_a_longer_warning_nor_by_what_nobody_sees(text: str, found: list[str]) -> None:
    assert [each.name for each in Dictionary([STOPS, WARNINGS]).find(text)] == found


@pytest.mark.parametrize("text", ["g20", "Ｇ２０", "G②⓪", "①G20", "共5m²G20", "g\u06f2\u0660"])
def test_a_latin_word_is_found_in_any_digits_and_behind_a_number_in_a_circle(text: str) -> None:
    (found,) = Dictionary([Listed("stops", 1, Severity.STOP, [Entry("G20"), Entry("坏②")])]).find(text)
    assert found.word == "G20"
    assert found.end == len(text)


EXCEPT = Listed(
    "typos", 1, Severity.WARNING, (Entry("布署"), Entry("公布署名", right=True), Entry("这个坏词", right=True))
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("公布署名", []),
        ("这个坏词", ["stops@2-4"]),
        ("对的坏词", []),
        ("对的坏词布署", ["typos@4-6"]),
    ],
)
def test_only_a_list_of_stops_makes_an_exception_of_a_stop(text: str, found: list[str]) -> None:
    assert [each.name for each in Dictionary([STOPS, EXCEPT]).find(text)] == found


def test_what_a_list_of_stops_says_is_right_is_no_warning_either() -> None:
    right = Listed("stops", 1, Severity.STOP, (Entry("公布署名", right=True),))
    assert list(Dictionary([right, EXCEPT]).find("公布署名")) == []


def test_a_text_full_of_findings_is_read_as_quickly_as_any() -> None:
    assert len(list(Dictionary([STOPS, WARNINGS]).find("布署" * 10_000))) == 10_000
    assert len(list(unbalanced("（" * 10_000 + "》" * 10_000))) == 20_000
    assert [each.start for each in unbalanced("（《）》（")] == [1, 3, 4]
