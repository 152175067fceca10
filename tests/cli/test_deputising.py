"""`huiyin account deputise`, `deputies`, `revoke-deputy`."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from gateway.appointment import SHANGHAI
from tests.cli.conftest import Huiyin


@pytest.fixture
def today() -> date:
    """The day in Shanghai, as the command line reads it from the clock."""
    return datetime.now(SHANGHAI).date()


@pytest.fixture
def staff(huiyin: Huiyin) -> Huiyin:
    for name in ("wang", "li"):
        huiyin("account", "add", name, "--role", "clerk", "--column", "mayor")
    huiyin("account", "add", "audit", "--role", "auditor")
    return huiyin


def test_a_deputy_is_appointed_listed_and_revoked(staff: Huiyin, today: date) -> None:
    first, last = today + timedelta(days=1), today + timedelta(days=9)  # not begun, also where midnight is near
    said = staff("account", "deputise", "li", "wang", "--from", first, "--to", last)
    assert (said.code, said.out) == (0, f"appointment 1: li acts for wang from {first} to {last}\n")
    assert staff("account", "deputies").out == f"     1  {first}..{last}  li for wang\n"
    assert staff("account", "revoke-deputy", 1).out == "appointment 1 revoked: li for wang\n"
    listed = staff("account", "deputies").out
    assert listed.startswith(f"     1  {first}..{last}  li for wang (revoked ")
    assert listed.endswith(" by system)\n")
    assert staff("account", "revoke-deputy", 1).code == 0
    assert staff("account", "deputies").out == listed


def test_what_is_no_appointment_is_2_and_says_the_rule(staff: Huiyin, today: date) -> None:
    begin, end = today + timedelta(days=1), today + timedelta(days=2)
    for deputy, principal, days, code in (
        ("li", "nobody", (begin, end), "gateway.account_not_found"),
        ("wang", "wang", (begin, end), "gateway.own_deputy"),
        ("audit", "wang", (begin, end), "gateway.cannot_deputise"),
        ("li", "wang", (end, begin), "gateway.ends_before_it_begins"),
        ("li", "wang", (begin, begin + timedelta(days=366)), "gateway.appointed_too_long"),
    ):
        said = staff("account", "deputise", deputy, principal, "--from", days[0], "--to", days[1])
        assert said.code == 2
        assert code in said.err
    assert staff("account", "deputies").out == ""


def test_the_same_days_are_given_once(staff: Huiyin, today: date) -> None:
    days = ("--from", today + timedelta(days=1), "--to", today + timedelta(days=2))
    assert staff("account", "deputise", "li", "wang", *days).code == 0
    assert "gateway.already_deputy" in staff("account", "deputise", "li", "wang", *days).err


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30"])
def test_a_day_is_a_day(staff: Huiyin, day: str) -> None:
    assert staff("account", "deputise", "li", "wang", "--from", day, "--to", day).code == 2


def test_an_unknown_appointment_is_2(staff: Huiyin) -> None:
    said = staff("account", "revoke-deputy", 7)
    assert said.code == 2
    assert "gateway.appointment_not_found" in said.err
