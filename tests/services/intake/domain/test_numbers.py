"""Numbers and query codes."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.domain.message import MESSAGE
from services.intake.domain.numbers import code_hash, is_number, must_own, number, query_code
from services.intake.domain.refusals import NotFound
from services.intake.domain.state import Unwritten
from tests.services.intake.facts import CODE, MORNING, submitted


def test_a_number_begins_with_the_day_in_shanghai() -> None:
    assert number(MORNING, 48213) == "20240301-048213"
    assert number(datetime(2024, 3, 1, 15, 59, 59, tzinfo=UTC), 0) == "20240301-000000"
    assert number(datetime(2024, 3, 1, 16, 0, tzinfo=UTC), 0) == "20240302-000000"


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1)), st.integers(0))  # noqa: DTZ001
def test_every_number_is_one(at: datetime, draw: int) -> None:
    assert is_number(number(at, draw))


@pytest.mark.parametrize(
    "text", ["", "20240301-04821", "20240301048213", "20240301-048213\n", "２０２４０３０１-048213"]
)
def test_anything_else_is_not(text: str) -> None:
    assert not is_number(text)


@given(st.binary(min_size=8, max_size=32))
def test_a_query_code_is_twelve_characters_that_cannot_be_misread(secret: bytes) -> None:
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{12}", query_code(secret))


def test_sixty_bits_of_the_secret_are_in_the_code() -> None:
    assert query_code(bytes(8)) == "000000000000"
    assert query_code(b"\xff" * 8) == "ZZZZZZZZZZZZ"
    assert query_code(b"\x80" + bytes(7)) == "G00000000000"
    assert query_code(bytes(7) + b"\x10") == "000000000001"
    assert query_code(bytes(7) + b"\x0f") == "000000000000"


def test_a_code_is_read_as_it_may_be_written() -> None:
    assert code_hash("7qzk-3mOx-wb4t") == code_hash(" 7QZK 3M0X WB4T ") == code_hash("7QZK3M0XWB4T")
    assert code_hash("iLl000000000") == code_hash("111000000000")


def test_another_code_is_another() -> None:
    assert code_hash("7QZK3M0XWB4S") != code_hash(CODE)


def test_the_citizen_is_known_by_the_code() -> None:
    waiting = MESSAGE.fold([submitted])
    assert must_own(CODE, waiting).column == "mayor"


@pytest.mark.parametrize("code", ["", "7QZK3M0XWB4S", CODE * 2, "\ud800", "密码", "\x00"])
def test_a_wrong_code_and_a_wrong_number_are_the_same_to_who_asks(code: str) -> None:
    with pytest.raises(NotFound):
        must_own(code, MESSAGE.fold([submitted]))
    with pytest.raises(NotFound):
        must_own(code, Unwritten())


def test_a_right_code_opens_no_other_number() -> None:
    with pytest.raises(NotFound):
        must_own(CODE, Unwritten())
