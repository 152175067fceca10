"""A case's history as people read it, and the explanation of its deadline."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.routing.domain import events as e
from services.routing.domain.calendar import count_days, explain
from services.routing.domain.limits import Allowance
from services.routing.domain.matter import Agreed
from services.routing.story import Explanation, Extension, Recount, Step, explained, told
from tests.services.routing.domain import facts as f
from workdays.calendar import shanghai_date

in_hand = (f.opened, f.assigned_to_housing)


def test_a_deadline_is_explained_from_its_assignment() -> None:
    assert explained(in_hand) == Explanation(
        1, f.HOUSING, f.FRIDAY_NOON, None, f.FIVE_DAYS, tuple(explain(f.FIVE_DAYS))
    )


def test_an_extension_is_part_of_the_explanation() -> None:
    found = explained((*in_hand, f.extension_asked, f.extension_granted))
    assert found is not None
    assert found.deadline == f.TO_THE_14TH
    assert found.days[-1].date == f.TO_THE_14TH.due
    assert found.extensions == (Extension(f.MONDAY, f.TUESDAY, f.FIVE_DAYS.due, f.TO_THE_14TH.due),)


def test_a_recount_is_part_of_the_explanation_and_what_comes_last_holds() -> None:
    found = explained((*in_hand, f.recounted))
    assert found is not None
    assert (found.deadline, found.days[-1].date) == (f.FIVE_DAYS_AGAIN, f.FIVE_DAYS_AGAIN.due)
    moved = Recount(f.TUESDAY, f.FIVE_DAYS.due, f.FIVE_DAYS_AGAIN.due, "test 1, amendment 1")
    assert (found.recounts, found.extensions) == ((moved,), ())
    extended = explained((*in_hand, f.recounted, f.extension_asked, f.extension_granted))
    assert extended is not None
    assert (extended.deadline, extended.recounts) == (f.TO_THE_14TH, (moved,))


def test_a_deadline_that_stands_is_explained_from_the_assignment_that_counted_it() -> None:
    allowed = Allowance(5, 15, "ordinary")
    first = replace(f.assigned_to_housing, allowance=allowed)
    taken_back = (f.opened, first, f.extension_asked, f.extension_granted, f.withdrawn)
    again = replace(f.assigned_to_housing, deadline=f.TO_THE_14TH, at=f.WEDNESDAY, stands=Agreed(5, f.TO_THE_14TH.due))
    before = explained(taken_back[:4])
    assert before is not None
    found = explained((*taken_back, again))
    assert found == replace(before, assigned_at=f.WEDNESDAY, stands_since=f.FRIDAY_NOON)
    assert (found.allowance, len(found.extensions)) == (allowed, 1)
    assert told([again], str)[0].facts["deadline_stands"] is True
    other = explained((*taken_back, f.assigned_to_police))
    assert other is not None
    assert (other.deadline, other.stands_since) == (f.FIVE_DAYS, None)


def test_the_explanation_says_which_limit_gave_the_days() -> None:
    allowed = Allowance(5, 15, "exception", "request")
    found = explained((f.opened, replace(f.assigned_to_housing, allowance=allowed)))
    assert found is not None
    assert found.allowance == allowed


def test_a_closed_case_answers_for_the_deadline_that_it_was_closed_with() -> None:
    assert explained((*in_hand, f.closed_in_time)) == explained(in_hand)


def test_a_case_that_was_closed_after_a_return_answers_for_the_agency_that_answered() -> None:
    let_go = (*in_hand, f.extension_asked, f.extension_granted, f.housing_asked_to_return, f.housing_returned)
    expected = explained(let_go[:4])
    assert explained((*let_go, f.closed_in_time)) == expected
    assert explained((*let_go, f.assigned_to_police, f.closed_in_time)) == expected


@pytest.mark.parametrize(
    "history",
    [
        (),
        (f.opened,),
        (*in_hand, f.housing_asked_to_return, f.housing_returned),
        (*in_hand, f.withdrawn),
        (*in_hand, f.handed_over),
        (*in_hand, f.closed_in_time, f.reopened),
    ],
)
def test_a_case_that_waits_has_no_deadline(history: tuple[e.Event, ...]) -> None:
    assert explained(history) is None


def test_the_second_round_is_explained_by_itself() -> None:
    deadline = count_days(f.CALENDAR, shanghai_date(f.LATER), 5)
    again = replace(f.assigned_to_police, deadline=deadline, round=2, at=f.LATER)
    found = explained((*in_hand, f.extension_asked, f.extension_granted, f.closed_in_time, f.reopened, again))
    assert found == Explanation(2, f.POLICE, f.LATER, None, deadline, tuple(explain(deadline)))


def test_every_event_is_a_step_with_its_facts() -> None:
    history: tuple[e.Event, ...] = (
        f.opened,
        f.left_to_dispatcher,
        f.assigned_to_housing,
        f.housing_asked_to_return,
        f.return_refused,
        f.extension_asked,
        f.extension_refused,
        f.extension_granted,
        f.reminded,
        f.urging_received,
        f.due_soon,
        f.deadline_missed,
        f.recounted,
        f.housing_returned,
        f.closed_in_time,
        f.dissatisfied,
        f.reopened,
        f.police_helps,
        f.withdrawn,
        f.handed_over,
    )
    assert {type(event) for event in history} == set(e.Event.__args__)
    steps = told(history, str.upper)
    assert [step.step for step in steps] == [
        "opened",
        "left_to_dispatcher",
        "assigned",
        "return_asked",
        "return_refused",
        "extension_asked",
        "extension_refused",
        "extension_granted",
        "urged",
        "urging_received",
        "due_soon",
        "deadline_missed",
        "deadline_recounted",
        "returned",
        "closed",
        "rated",
        "reopened",
        "help_arranged",
        "assignment_withdrawn",
        "handed_over",
    ]
    assert steps[3] == Step(f.MONDAY, "return_asked", f.HANDLER, {"lead": f.HOUSING, "reason": "NOT OURS"})
    assert steps[8] == Step(f.TUESDAY, "urged", f.SUPERVISOR, {"lead": f.HOUSING, "level": "reminder"})
    assert steps[9] == Step(f.WEDNESDAY, "urging_received", f.HANDLER, {"lead": f.HOUSING, "n": 1})
    assert steps[10] == Step(f.WEDNESDAY, "due_soon", "system", {"lead": f.HOUSING, "due": f.FIVE_DAYS.due})
    assert steps[11] == Step(f.DUE_OVER, "deadline_missed", "system", {"lead": f.HOUSING, "due": f.FIVE_DAYS.due})
    assert steps[12] == Step(
        f.TUESDAY,
        "deadline_recounted",
        "office",
        {"lead": f.HOUSING, "previous": f.FIVE_DAYS.due, "due": f.FIVE_DAYS_AGAIN.due, "provisional": False},
    )
    assert steps[13].facts == {"lead": f.HOUSING, "note": "AGREED"}


def test_an_assignment_by_a_rule_names_it() -> None:
    (step,) = told((f.dispatched_to_housing,), str.upper)
    assert (step.by, step.facts["rule"]) == ("system", "住房")


def test_what_the_office_did_without_the_agency_is_told_with_its_reason() -> None:
    closed, withdrawn, handed = told((f.given_up, f.withdrawn, f.handed_over), str.upper)
    assert (closed.facts["reason"], closed.facts["note"]) == ("given_up", "BY PHONE")
    assert withdrawn.facts == {"lead": f.HOUSING, "reason": "TYPED WRONGLY"}
    assert handed.facts == {
        "lead": f.HOUSING,
        "system": "petition",
        "reason": "IT IS A PETITION",
        "receipt": "XF-2024-17",
    }


def test_words_that_were_erased_are_none() -> None:
    (asked,) = told((f.housing_asked_to_return,), lambda _: None)
    assert asked.facts["reason"] is None
