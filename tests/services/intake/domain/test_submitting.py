"""What a citizen may write, and to where."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.intake.domain.letter import IMPORTED_TITLE_LIMIT, Letter, tidied_letter
from services.intake.domain.refusals import (
    ColumnClosed,
    NumberTaken,
    ReferenceUnusable,
    TextBlank,
    TextTooLong,
    TextUnreadable,
    UnknownColumn,
)
from services.intake.domain.words import Kind
from tests.services.intake.facts import BOARD, IMPORT, LETTER, MORNING, SUBMIT, accepted, imported, message, submitted


def test_a_citizen_writes_to_a_column() -> None:
    message.given().when(SUBMIT).then(submitted)


def test_a_message_submitted_again_after_it_was_accepted_is_the_same_message() -> None:
    message.given(submitted, accepted).when(SUBMIT).then_nothing()


@pytest.mark.parametrize(
    "other",
    [
        replace(SUBMIT, column="secretary"),
        replace(SUBMIT, kind=Kind.THANKS),
        replace(SUBMIT, code_hash="0" * 64),
        replace(SUBMIT, external_reference="2554"),
        replace(SUBMIT, at=MORNING + timedelta(microseconds=1)),
    ],
)
def test_a_number_stands_for_one_message(other: object) -> None:
    message.given(submitted).when(other).then_refused(NumberTaken())  # type: ignore[arg-type]


def test_nobody_writes_to_a_column_that_is_not_known() -> None:
    message.given().when(replace(SUBMIT, board=None)).then_refused(UnknownColumn("mayor"))


def test_nobody_writes_to_a_column_that_is_closed() -> None:
    message.given().when(replace(SUBMIT, board=replace(BOARD, accepts=False))).then_refused(ColumnClosed("mayor"))


def test_a_title_may_be_as_long_as_the_column_says_and_no_longer() -> None:
    message.given().when(replace(SUBMIT, letter=replace(LETTER, title="水" * 30))).then(submitted)
    message.given().when(replace(SUBMIT, letter=replace(LETTER, title="水" * 31))).then_refused(
        TextTooLong("title", 30, 31)
    )


def test_a_body_may_be_as_long_as_the_column_says_and_no_longer() -> None:
    message.given().when(replace(SUBMIT, letter=replace(LETTER, body="水" * 2000))).then(submitted)
    message.given().when(replace(SUBMIT, letter=replace(LETTER, body="水" * 2001))).then_refused(
        TextTooLong("body", 2000, 2001)
    )


@pytest.mark.parametrize(("field", "limit"), [("name", 50), ("phone", 30), ("email", 254)])
def test_contact_has_its_own_limits(field: str, limit: int) -> None:
    fits, does_not = (replace(LETTER, **{field: "1" * length}) for length in (limit, limit + 1))
    message.given().when(replace(SUBMIT, letter=fits)).then(submitted)
    message.given().when(replace(SUBMIT, letter=does_not)).then_refused(TextTooLong(field, limit, limit + 1))


@pytest.mark.parametrize("field", ["title", "body", "name", "phone", "email"])
@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\x00", "U+0000"),
        ("\x1b", "U+001B"),
        ("\x7f", "U+007F"),
        ("\x85", "U+0085"),
        ("\ud83d", "U+D83D"),
        ("\udc00", "U+DC00"),
        ("\ufdd0", "U+FDD0"),
        ("\uffff", "U+FFFF"),
        ("\U0001fffe", "U+1FFFE"),
        ("\U0010ffff", "U+10FFFF"),
        ("\u202e", "U+202E"),
        ("\u2066", "U+2066"),
    ],
)
def test_what_nobody_can_have_meant_to_write_is_refused_everywhere(field: str, character: str, name: str) -> None:
    letter = replace(LETTER, **{field: f"停水{character}了"})
    message.given().when(replace(SUBMIT, letter=letter)).then_refused(TextUnreadable(field, name, 2))


@pytest.mark.parametrize("field", ["title", "name", "phone", "email"])
@pytest.mark.parametrize(("character", "name"), [("\n", "U+000A"), ("\t", "U+0009")])
def test_only_the_body_has_lines(field: str, character: str, name: str) -> None:
    letter = replace(LETTER, **{field: f"停水{character}了"})
    message.given().when(replace(SUBMIT, letter=letter)).then_refused(TextUnreadable(field, name, 2))


@pytest.mark.parametrize("field", ["title", "body"])
@pytest.mark.parametrize("blank", ["", " ", "\u3000", "\u200b\u00a0", "\ufeff"])
def test_a_message_says_something(field: str, blank: str) -> None:
    message.given().when(replace(SUBMIT, letter=replace(LETTER, **{field: blank}))).then_refused(TextBlank(field))


def test_a_body_of_empty_lines_says_nothing() -> None:
    message.given().when(replace(SUBMIT, letter=replace(LETTER, body="\n\t\n"))).then_refused(TextBlank("body"))


def test_emoji_and_rare_characters_are_welcome() -> None:
    letter = replace(LETTER, title="👨‍👩‍👧 𠮷野家 é", body="𡃁仔 👍🏽")
    message.given().when(replace(SUBMIT, letter=letter)).then(submitted)


def test_contact_may_be_left_out() -> None:
    anonymous = replace(
        SUBMIT,
        letter=Letter("停水", "三天了"),
        sealed=Letter("v1:title", "v1:body"),
    )
    message.given().when(anonymous).then(replace(submitted, name=None, phone=None, email=None))


def test_an_import_is_taken_by_a_closed_column_and_past_its_limits() -> None:
    letter = replace(LETTER, title="水" * IMPORTED_TITLE_LIMIT, body="水" * 50_000)
    closed = replace(BOARD, accepts=False)
    message.given().when(replace(IMPORT, letter=letter, board=closed)).then(imported)


def test_an_import_needs_a_known_column() -> None:
    message.given().when(replace(IMPORT, board=None)).then_refused(UnknownColumn("mayor"))


def test_an_import_has_limits_of_its_own() -> None:
    letter = replace(LETTER, title="水" * 501)
    message.given().when(replace(IMPORT, letter=letter)).then_refused(TextTooLong("title", 500, 501))


@pytest.mark.parametrize("reference", ["", "王小明", "13800000000 王", "a b", "x" * 65, "-1"])
def test_a_reference_to_the_old_system_is_a_number_and_not_a_text(reference: str) -> None:
    message.given().when(replace(IMPORT, external_reference=reference)).then_refused(ReferenceUnusable())


def test_a_letter_is_tidied_before_it_is_kept() -> None:
    untidy = Letter(" \t停水了 ", "\n\n\t第一行\r\n第二行\r第三行\n\t", " \u3000", " 138 ", None)
    assert tidied_letter(untidy) == Letter("停水了", "第一行\n第二行\n第三行", None, "138", None)
