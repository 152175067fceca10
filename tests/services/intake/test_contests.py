"""Two people decide about one message at once, each through a process of their own: one wins, the other learns why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from contracts import routing
from kernel.actor import CITIZEN
from services.intake import handlers, queries
from services.intake.domain.words import Outcome
from tests.services.intake.facts import AFTERWARDS, NOON
from tests.services.intake.office import CLERK, OFFICE, SECOND, TERMS, Office, answered, assigned, closed
from tests.support.contest import Act, Contest, Word, contest, each_round, refused

pytestmark = pytest.mark.process


@pytest.fixture
def two(office: Office) -> Iterator[Contest]:
    with contest(office.service) as begun:
        yield begun


@pytest.fixture
def target(office: Office) -> str:
    """A message that is handled already."""
    number = office.written()
    office.act(handlers.accept, CLERK, number=number, **TERMS)
    return number


@pytest.fixture
def waiting(office: Office, target: str) -> list[str]:
    """Messages that wait."""
    return each_round(lambda _: office.written())


@pytest.fixture
def done(office: Office, waiting: list[str]) -> list[str]:
    """Messages that were closed."""
    for number in waiting:
        office.act(handlers.accept, CLERK, number=number, **TERMS)
        office.hears(assigned(number), answered(number), closed(number))
    return waiting


def test_one_clerk_accepts_what_another_merges(target: str, waiting: list[str], two: Contest) -> None:
    for number in waiting:
        accepted, merged = two.at_once(
            Act(handlers.accept, CLERK, NOON, {"number": number, **TERMS}),
            Act(handlers.merge, SECOND, NOON, {"number": number, "into": target}),
        )
        winner = merged if refused(accepted) else accepted
        loser = accepted if refused(accepted) else merged
        assert not refused(winner)
        assert loser["refused"] == "intake.already_screened"
        by, outcome = (CLERK, Outcome.ACCEPTED) if winner is accepted else (SECOND, Outcome.MERGED)
        assert (loser["values"]["by"], loser["values"]["outcome"]) == (by.account, outcome)
        assert two.journal(f"message-{number}") == ["submitted", outcome.value]


def test_a_citizen_rates_what_is_opened_again(office: Office, done: list[str], two: Contest) -> None:
    for number in done:
        reopened = routing.ReopenedV1(number, "mayor", 2, "mistake", AFTERWARDS)
        rating = {"number": number, "query_code": office.code(number), "satisfaction": 2}
        _, rated = two.at_once(
            Word([office.says(reopened)], AFTERWARDS), Act(handlers.evaluate, CITIZEN, AFTERWARDS, rating)
        )
        recorded = two.journal(f"message-{number}")
        assert recorded[-1] == "handling_reopened"
        if refused(rated):
            assert rated["refused"] == "intake.not_closed"
            assert "evaluated" not in recorded
        else:
            assert recorded[-2] == "evaluated"


def test_a_citizen_rates_twice_and_the_first_counts(office: Office, done: list[str], two: Contest) -> None:
    for number in done:
        rating = {"number": number, "query_code": office.code(number)}
        at = AFTERWARDS + timedelta(hours=1)
        outcomes = two.at_once(
            Act(handlers.evaluate, CITIZEN, at, {**rating, "satisfaction": 1}),
            Act(handlers.evaluate, CITIZEN, at, {**rating, "satisfaction": 5}),
        )
        assert sorted(str(refused(outcome)) for outcome in outcomes) == ["None", "intake.already_evaluated"]
        assert two.journal(f"message-{number}").count("evaluated") == 1


@pytest.fixture
def proposed(office: Office, waiting: list[str]) -> list[tuple[str, str]]:
    """Accepted messages, each with the basis of the public text that two clerks are shown."""
    for number in waiting:
        office.act(handlers.accept, CLERK, number=number, **TERMS)
    asked = {number: office.ask(queries.propose_public_text, CLERK, number=number) for number in waiting}
    return [(number, proposal["basis"]) for number, proposal in asked.items()]


def test_of_two_clerks_who_confirm_a_public_text_one_is_told_of_the_other(
    proposed: list[tuple[str, str]], two: Contest
) -> None:
    for number, basis in proposed:
        text = {"number": number, "basis": basis, "title": "小区停水"}
        outcomes = two.at_once(
            Act(handlers.confirm_public_text, CLERK, NOON, {**text, "body": "清泉小区停水。"}),
            Act(handlers.confirm_public_text, SECOND, NOON, {**text, "body": "清泉小区已停水三天。"}),
        )
        assert sorted(str(refused(outcome)) for outcome in outcomes) == ["None", "intake.public_text_moved_on"]
        assert two.journal(f"publictext-{number}") == ["public_text_confirmed"]


def test_no_public_text_outlives_an_erasure_at_the_same_moment(
    office: Office, proposed: list[tuple[str, str]], two: Contest
) -> None:
    for number, basis in proposed:
        text = {"number": number, "basis": basis, "title": "小区停水", "body": "清泉小区停水。"}
        confirmed, erased = two.at_once(
            Act(handlers.confirm_public_text, CLERK, NOON, text), Act(handlers.erase, OFFICE, NOON, {"number": number})
        )
        assert refused(confirmed) in {None, "intake.text_erased", "kernel.erased"}
        assert not refused(erased)
    assert office.rows("SELECT * FROM public_texts") == []
