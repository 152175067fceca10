"""Patterns of a salutation and a signature: looked for in few steps, whatever is written in them and in the text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.review.domain.proofreading.template import Template, matches, missing
from services.review.domain.refusals import TextBlank
from services.review.domain.replytemplate import MOST_GAPS, Form, TooManyGaps, must_be_fit

pieces = st.sampled_from(["*", "**", "* *", "甲", "乙", " ", "\n", "{number}", "{column}", "{agency}", "{date}", "|"])
patterns = st.lists(pieces, min_size=1, max_size=14).map("".join)


def gaps(expression: str) -> int:
    """How many places of an expression take up to thirty characters of anything."""
    return expression.count("{0,30}")


@pytest.mark.parametrize("agency", [None, "栖州市住房和城乡建设局"])
@given(pattern=patterns)
def test_what_a_column_may_ask_for_tries_three_gaps_at_most_and_no_blank_twice(
    agency: str | None, pattern: str
) -> None:
    try:
        must_be_fit(Form(signature=pattern))
    except (TooManyGaps, TextBlank):
        return
    for way in matches(pattern, agency).pattern.split("|"):
        assert gaps(way) <= MOST_GAPS
        assert not re.search(r"\\s[*+]|\}\*|\{0,100\}(?!\+)", way)


@pytest.mark.parametrize("pattern", ["*甲*乙*丙*", "{number}{column}{agency}*", "好|*甲* *乙*丙*"])
@pytest.mark.parametrize("field", ["salutation", "signature"])
def test_a_fourth_gap_is_refused(field: str, pattern: str) -> None:
    with pytest.raises(TooManyGaps) as refused:
        must_be_fit(Form(**{field: pattern}))
    assert (refused.value.field, refused.value.limit, refused.value.gaps) == (field, 3, 4)


def test_stars_in_a_row_are_one() -> None:
    must_be_fit(Form(salutation="尊敬的" + "*" * 60 + "：|*** *", body="***********"))
    assert gaps(matches("甲" + "*" * 60 + "乙", None).pattern) == 1
    assert matches("甲**乙", None) == matches("甲*乙", None)


def test_what_is_missing_comes_with_what_to_write() -> None:
    template = Template("尊敬的*", "{agency}", "住建局", "尊敬的＿＿", "住建局")
    assert [(each.rule, each.suggestion) for each in missing("路灯已修好。", template)] == [
        ("no_salutation", "尊敬的＿＿"),
        ("no_signature", "住建局"),
    ]
