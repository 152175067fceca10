"""Delivery, case by case: a command that names an attempt takes effect for that attempt or for none."""

from __future__ import annotations

from datetime import date, timedelta

from kernel.testing import Specification
from services.notices.domain import delivery as d
from services.notices.domain.patience import Patience
from tests.services.notices.domain.facts import GU, MONDAY

delivery = Specification(d.DELIVERY)
PATIENCE = Patience(attempts=2)
AN = d.Recipient("an", "a***@example.com")
LATER = MONDAY + timedelta(days=1)

queued = d.Queued(
    d.Occasion("due_soon", "20240301-048213", MONDAY, date(2024, 3, 11)),
    d.Recipients(roles=("handler",), agencies=("housing",)),
    d.EMAIL,
    MONDAY,
)
given_up = d.GivenUp(1, "smtp_554", (), MONDAY)
requeued = d.Requeued(GU, MONDAY)


def begun(attempt: int) -> d.Begun:
    """So many times it has been tried."""
    return d.Begun(attempt, MONDAY)


def failed(attempt: int, next_at: timedelta = timedelta(0)) -> d.Failed:
    """This attempt came to nothing."""
    return d.Failed(attempt, "timeout", (), MONDAY + next_at, MONDAY)


def fail(attempt: int) -> d.Fail:
    """Who made this attempt says that it came to nothing."""
    return d.Fail(attempt, "timeout", (), (), PATIENCE, 0.5, MONDAY)


def test_who_says_the_end_of_an_attempt_that_has_failed_already_ends_no_later_one() -> None:
    ended = (queued, begun(1), failed(1), begun(2))
    delivery.given(*ended).when(d.Finish(1, (AN,), MONDAY)).then_nothing()
    delivery.given(*ended).when(d.Finish(2, (AN,), MONDAY)).then(d.Told(2, (AN,), MONDAY))


def test_who_told_them_is_believed_also_where_another_process_has_begun_the_next_attempt() -> None:
    delivery.given(queued, begun(1), begun(2)).when(d.Finish(1, (AN,), MONDAY)).then(d.Told(1, (AN,), MONDAY))
    delivery.given(queued, begun(1), begun(2)).when(fail(1)).then_nothing()


def test_tried_again_by_a_person_the_attempts_count_on_so_that_a_number_names_one() -> None:
    anew = (queued, begun(1), given_up, requeued)
    delivery.given(*anew).when(d.Begin(1, MONDAY)).then_nothing()
    delivery.given(*anew).when(d.Begin(2, MONDAY)).then(begun(2))
    delivery.given(*anew, begun(2)).when(d.GiveUp(1, "smtp_554", (), (), MONDAY)).then_nothing()


def test_tried_again_by_a_person_it_may_fail_as_often_once_more() -> None:
    minute = timedelta(minutes=1)
    anew = (queued, begun(1), failed(1), begun(2), d.GivenUp(2, "timeout", (), MONDAY), requeued)
    delivery.given(*anew, begun(3)).when(fail(3)).then(failed(3, minute))
    delivery.given(*anew, begun(3), failed(3), begun(4)).when(fail(4)).then(d.GivenUp(4, "timeout", (), MONDAY))


def test_a_failure_that_is_told_after_a_person_had_it_tried_again_is_no_attempts() -> None:
    delivery.given(queued, begun(1), begun(2), given_up, requeued).when(fail(2)).then_nothing()


def test_where_nobody_was_told_because_nobody_can_be_a_person_may_have_it_tried_again() -> None:
    nobody = (queued, begun(1), d.Told(1, (), MONDAY))
    delivery.given(*nobody).when(d.Begin(2, MONDAY)).then_nothing()
    delivery.given(*nobody).when(d.Retry(GU, LATER)).then(d.Requeued(GU, LATER))
    told = (queued, begun(1), d.Told(1, (AN,), MONDAY))
    delivery.given(*told).when(d.Retry(GU, LATER)).then_refused(d.AlreadyTold())
