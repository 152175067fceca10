"""The plot of the demonstration's year: the amounts, the texts, and the people who act."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta

import pytest

from cli.city import DEMONSTRATION, read
from cli.demo import days
from cli.demo.amounts import AMOUNTS, CUTOFF, Amount
from cli.demo.beginning import everything
from cli.demo.journey import Step

MONDAY_MORNING = datetime(2026, 3, 2, 2, tzinfo=UTC)
OCTOBER = days.at(date(2019, 10, 1), 0, 0)


@pytest.fixture(scope="module")
def steps() -> list[Step]:
    """Everything that is written at a start on a Monday morning."""
    return list(everything(read(DEMONSTRATION), MONDAY_MORNING))


@pytest.fixture(scope="module")
def columns(steps: list[Step]) -> dict[str, str]:
    """Message number → column."""
    return {step.number: step.payload["column"] for step in letters(steps)}


def letters(steps: list[Step]) -> list[Step]:
    """What citizens write."""
    return [step for step in steps if (step.service, step.method) == ("intake", "submit")]


@pytest.mark.parametrize("amount", AMOUNTS, ids=lambda amount: amount.column)
def test_each_column_has_its_amounts_in_both_periods(
    amount: Amount, steps: list[Step], columns: dict[str, str]
) -> None:
    of_year = [step for step in steps if step.at.year == 2019 and columns.get(step.number) == amount.column]
    found = Counter((step.method, step.at >= OCTOBER) for step in of_year if step.service == "intake")
    for method, months in (
        ("accept", amount.accepted),
        ("decline", amount.declined),
        ("merge", amount.merged),
        ("redirect", amount.redirected),
        ("withdraw", amount.withdrawn),
    ):
        assert (found[method, False], found[method, True]) == (months.before, months.october), method


def test_what_was_written_in_a_period_was_decided_in_it(steps: list[Step]) -> None:
    written = {step.number: step.at for step in letters(steps)}
    decided = [step for step in steps if step.method in {"accept", "decline", "merge", "redirect", "withdraw"}]
    crossing = [step.number for step in decided if (written[step.number] >= OCTOBER) != (step.at >= OCTOBER)]
    assert crossing == []
    assert all(step.at >= written[step.number] for step in decided)


def test_what_is_open_at_the_cut_off_is_answered_later_in_the_year(steps: list[Step]) -> None:
    cutoff = days.at(CUTOFF, 0, 0)
    last: dict[str, datetime] = {}
    for step in steps:
        if step.method == "pass_reply" and step.payload["part"] == "reply" and step.at.year == 2019:
            last[step.number] = step.at
    assert sum(at >= cutoff for at in last.values()) == sum(each.late.before + each.late.october for each in AMOUNTS)


def test_nobody_writes_the_same_twice(steps: list[Step]) -> None:
    written = letters(steps)
    assert len({step.payload["body"] for step in written}) == len(written)
    titles = defaultdict(list)
    accepted = {step.number for step in steps if step.method == "accept"}
    for step in written:
        if step.number in accepted and step.at.year == 2019:
            titles[step.payload["column"]].append(step.payload["title"])
    assert [column for column, each in titles.items() if len(set(each)) < len(each)] == []


def test_no_number_that_is_anybody_s_and_no_gap_in_a_text(steps: list[Step]) -> None:
    assert all(step.payload["phone"].startswith("1390000") for step in letters(steps))
    texts = [str(value) for step in steps for value in step.payload.values()]
    assert not [text for text in texts if "{" in text or "}" in text if "agency" not in text and "column" not in text]


def test_who_drafts_passes_nothing_and_no_level_is_passed_by_another(steps: list[Step]) -> None:
    writers = {step.by for step in steps if step.method == "save_draft"}
    passes = {step.by for step in steps if step.method == "pass_reply"}
    assert not writers & passes
    assert all(step.by == f"reviewer{step.payload['level']}" for step in steps if step.method == "pass_reply")


def test_the_year_is_the_same_whenever_the_demonstration_begins(steps: list[Step]) -> None:
    later = everything(read(DEMONSTRATION), MONDAY_MORNING + timedelta(days=100))
    year = [step for step in steps if step.at.year <= 2019]
    assert year == [step for step in later if step.at.year <= 2019]
    assert [step.at for step in year] == sorted(step.at for step in year)


@pytest.mark.parametrize("hours", [0, 0.1, 9, 30, 60, 24 * 9])
def test_the_work_of_now_is_never_ahead_of_the_start(hours: float) -> None:
    start = days.at(date(2026, 9, 26), 0, 0) + timedelta(hours=hours)  # a weekend before the holidays of October
    now = [step for step in everything(read(DEMONSTRATION), start) if step.at.year > 2019]
    assert now
    assert max(step.at for step in now) <= start
