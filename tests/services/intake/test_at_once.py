"""Several people at once: one decision stands, and the others learn of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from kernel.actor import CITIZEN, Actor
from kernel.decider import Refusal
from services.intake import handlers, queries
from services.intake.domain.refusals import AlreadyScreened, MergeTargetLater, MergeTargetNotHandled, TooLateToWithdraw
from tests.services.intake.office import CLERK, TERMS, Office
from tests.services.intake.test_importing import row

MANY = 8


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each answers, or the refusal it gets."""

    def outcome(work: Callable[[], Any]) -> Any:
        try:
            return work()
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(outcome, works))


def test_of_many_clerks_one_accepts_and_the_others_learn_who_did(office: Office) -> None:
    number = office.written()
    clerks = [Actor(f"clerk.{index}", "clerk", ("mayor",), None) for index in range(MANY)]
    answers = at_once(*(partial(office.act, handlers.accept, clerk, number=number, **TERMS) for clerk in clerks))
    (winner,) = [clerk.account for clerk, answer in zip(clerks, answers, strict=True) if isinstance(answer, dict)]
    others = [answer for answer in answers if not isinstance(answer, dict)]
    assert len(others) == MANY - 1
    assert all(isinstance(other, AlreadyScreened) and other.by == winner for other in others)
    assert office.recorded().count("intake.accepted.v1") == 1


def test_a_clerk_and_the_citizen_do_not_both_get_their_way(office: Office) -> None:
    for _ in range(5):
        number = office.written()
        accepted, withdrawn = at_once(
            partial(office.act, handlers.accept, CLERK, number=number, **TERMS),
            partial(office.act, handlers.withdraw, CITIZEN, number=number, query_code=office.code(number)),
        )
        assert isinstance(accepted, AlreadyScreened) != isinstance(withdrawn, TooLateToWithdraw)


def test_two_messages_are_not_merged_into_each_other(office: Office) -> None:
    for _ in range(5):
        one, other = office.written(), office.written()
        answers = at_once(
            partial(office.act, handlers.merge, CLERK, number=one, into=other),
            partial(office.act, handlers.merge, CLERK, number=other, into=one),
        )
        refused, merged = answers
        assert isinstance(refused, MergeTargetLater)
        assert (merged["state"], merged["into"]) == ("merged", one)


def test_a_duplicate_is_not_left_behind_by_a_citizen_who_withdraws_meanwhile(office: Office) -> None:
    for _ in range(5):
        one, other = office.written(), office.written()
        merged, _withdrawn = at_once(
            partial(office.act, handlers.merge, CLERK, number=other, into=one),
            partial(office.act, handlers.withdraw, CITIZEN, number=one, query_code=office.code(one)),
        )
        assert isinstance(merged, MergeTargetNotHandled | dict)
        assert office.ask(queries.message, number=other)["state"] == "waiting"


def test_numbers_drawn_at_once_are_different(office: Office) -> None:
    office.draws.laid_out = [7] * MANY
    numbers = at_once(*[office.written] * MANY)
    assert len(set(numbers)) == MANY


def test_rows_taken_over_by_two_at_once_are_taken_over_once(office: Office) -> None:
    rows = [row(str(reference)) for reference in range(20)]
    one, other = at_once(lambda: office.imports(*rows), lambda: office.imports(*rows[::-1]))
    assert one == other[::-1]
    assert office.recorded().count("intake.submitted.v1") == len(rows)


def test_a_request_repeated_at_once_is_done_once(office: Office) -> None:
    answers = at_once(*[lambda: office.submit("once")] * MANY)
    assert all(answer == answers[0] for answer in answers)
    assert office.recorded() == ["intake.submitted.v1"]
