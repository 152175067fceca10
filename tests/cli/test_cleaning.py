"""Texts and times as exports write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.importing import cleaning
from cli.importing.cleaning import SHANGHAI


def test_leading_tabs_and_blank_lines_go_and_paragraphs_stay() -> None:
    exported = "\n\t\t\t\t\t\n\t\t\t\t\t路灯坏了。\n\t\t\t\t\t\n\t\t\t\t\t请派人来修。\n\t\t\t\t"
    assert cleaning.text(exported) == "路灯坏了。\n请派人来修。"


def test_the_ideographic_space_stays_inside_and_goes_at_the_ends() -> None:
    assert cleaning.text("\u3000\u3000您好!\u3000\u3000现答复如下\u3000") == "您好!\u3000\u3000现答复如下"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(exported: str) -> None:
    assert cleaning.text(cleaning.text(exported)) == cleaning.text(exported)
    assert cleaning.line(cleaning.line(exported)) == cleaning.line(exported)


@given(st.text(st.characters(categories=["Cs", "Cc", "Lo"])))
def test_a_cleaned_text_can_be_sent_and_printed(exported: str) -> None:
    cleaned = cleaning.text(exported)
    assert all(character in "\n\t" or character.isprintable() for character in cleaned)
    cleaned.encode("utf-8")


@pytest.mark.parametrize(
    "written",
    [
        "2019/4/5 9:32:09",
        "2019/04/05 09:32:09",
        "2019-4-5 9:32:09",
        "2019-04-05T09:32:09",
        "2019-04-05T09:32:09.000",
        "2019-04-05T01:32:09Z",
        "2019-04-05 09:32:09+08:00",
        "2019.4.5 9:32:09",
        "2019年4月5日 9时32分9秒",
        "2019年4月5日9:32:09",
        "\t2019/4/5\u30009:32:09 ",
        "2019/4/5 9\uff1a32\uff1a09",
        datetime(2019, 4, 5, 9, 32, 9),  # noqa: DTZ001 - what a spreadsheet's date cell gives
        43560 + (9 * 3600 + 32 * 60 + 9) / 86_400,
    ],
)
def test_every_way_to_write_a_time_is_the_same_instant(written: object) -> None:
    found = cleaning.moment(written)
    assert found is not None
    assert (found.at, found.exact) == (datetime(2019, 4, 5, 1, 32, 9, tzinfo=UTC), True)


@pytest.mark.parametrize(
    "written",
    ["2018/4/24", "2018-04-24", "2018年4月24日", date(2018, 4, 24), datetime(2018, 4, 24), 43214],  # noqa: DTZ001
)
def test_a_day_without_a_time_spans_its_day(written: object) -> None:
    found = cleaning.moment(written)
    assert found is not None
    assert not found.exact
    assert found.earliest() == datetime(2018, 4, 24, tzinfo=SHANGHAI)
    assert found.latest() == datetime(2018, 4, 24, 23, 59, 59, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "written",
    [
        *("", None, "#########", "昨天", "2019", "25:61", "4/5/2019", "2019/13/1"),
        *("2019/2/30 10:00:00", "2019/4/5 24:00:00", "2019/4/5 10:00:00+99:99"),
        *(12, True, 1e9),
    ],
)
def test_what_is_not_a_time_is_none(written: object) -> None:
    assert cleaning.moment(written) is None


@given(st.one_of(st.text(), st.floats(), st.integers(), st.datetimes(), st.none(), st.booleans()))
def test_no_cell_stops_the_reading_of_times(cell: object) -> None:
    cleaning.moment(cell)
    cleaning.line(cell)
    cleaning.reference(cell)


@pytest.mark.parametrize(
    ("cell", "number"), [(2554, "2554"), (2554.0, "2554"), (" 2554\t", "2554"), ("A-7/3", "A-7/3")]
)
def test_a_number_reads_as_the_office_writes_it(cell: object, number: str) -> None:
    assert cleaning.reference(cell) == number
