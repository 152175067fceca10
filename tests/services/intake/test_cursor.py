"""Cursors of lists."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake import cursor
from tests.services.intake.facts import MORNING, NUMBER

LATE = base64.urlsafe_b64encode(f"{'9' * 18}/{NUMBER}".encode()).decode()


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 1)))  # noqa: DTZ001 - hypothesis wants it so
def test_a_cursor_is_the_place_it_was_made_for(at: datetime) -> None:
    assert cursor.place(cursor.after(at, NUMBER)) == (at, NUMBER)


NO_NUMBER = cursor.after(MORNING, "20240301-04821x")


@pytest.mark.parametrize("text", ["", "?", "AAAA", "密码", cursor.after(MORNING, NUMBER) + "A", NO_NUMBER, LATE])
def test_what_this_list_never_gave_out_is_refused(text: str) -> None:
    with pytest.raises(cursor.CursorUnusable):
        cursor.place(text)
