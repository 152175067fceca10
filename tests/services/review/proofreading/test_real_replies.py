"""Proofreading on replies that offices gave, which the project does not hold: few are stopped, and it says how many.

Nothing of a text is printed or kept.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook

from services.review.domain.proofreading.finding import Severity
from services.review.domain.proofreading.template import Template
from tests.services.review.proofreading.lists import found_in

REPLIES = Path(__file__).resolve().parents[5] / "shared" / "data" / "replied-messages.xlsx"
MOST_STOPPED = 0.15


@cache
def replies() -> tuple[str, ...]:
    """What the offices answered."""
    if not REPLIES.exists():
        pytest.fail(f"{REPLIES} is missing: the real replies are not part of the project and lie beside the checkout.")
    book = load_workbook(REPLIES, read_only=True)
    try:
        rows = book.worksheets[0].iter_rows(min_row=1, values_only=True)
        answers = next(rows).index("答复意见")
        return tuple(str(row[answers]).strip() for row in rows if row[answers])
    finally:
        book.close()


def test_few_real_replies_are_stopped_and_the_share_with_warnings_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    stopped = warned = 0
    rules: Counter[str] = Counter()
    for text in replies():
        found = found_in(text, Template())
        stopped += any(each.severity is Severity.STOP for each in found)
        warned += any(each.severity is Severity.WARNING for each in found)
        rules.update({each.list or each.rule for each in found})
    total = len(replies())
    with capsys.disabled():
        shares = ", ".join(f"{rule} {count / total:.1%}" for rule, count in rules.most_common(8))
        print(f"\n{total} real replies: {stopped / total:.1%} stopped, {warned / total:.1%} with warnings ({shares})")  # noqa: T201 - the share is what a person wants to read
    assert total > 1_000
    assert stopped / total <= MOST_STOPPED
