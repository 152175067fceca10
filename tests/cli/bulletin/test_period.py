"""Periods as they are written on a command line."""

from __future__ import annotations

from datetime import date

import pytest

from cli import exits
from cli.bulletin.period import period
from services.stats.domain.periods import Period


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2019Q1", date(2019, 1, 1), date(2019, 4, 1)),
        ("2019Q4", date(2019, 10, 1), date(2020, 1, 1)),
        ("2019H2", date(2019, 7, 1), date(2020, 1, 1)),
        ("2019-03", date(2019, 3, 1), date(2019, 4, 1)),
        ("2019-12", date(2019, 12, 1), date(2020, 1, 1)),
        ("2019", date(2019, 1, 1), date(2020, 1, 1)),
        ("2019-01-01/2019-02-15", date(2019, 1, 1), date(2019, 2, 16)),
        ("20190101-20190215", date(2019, 1, 1), date(2019, 2, 16)),
    ],
)
def test_a_period_is_read_as_its_bulletins_are_called(text: str, begin: date, end: date) -> None:
    assert period(text) == Period(begin, end)
    assert Period(begin, end).name == text.replace("2019-01-01/2019-02-15", "20190101-20190215")


@pytest.mark.parametrize(
    "text",
    [
        *("", "19Q1", "2019Q5", "2019Q0", "2019H3", "2019-00", "2019-13", "9999", "9999-12-31/9999-12-31", "0000Q1"),
        *(
            "2019-02-30/2019-03-01",
            "2019-03-02/2019-03-01",
            "20190230-20190301",
            "２０１９Q1",
            "2019q1",
            "2019Q1-mayor",
        ),
    ],
)
def test_what_is_no_period_is_said(text: str) -> None:
    with pytest.raises(exits.Usage, match="is no period"):
        period(text)
