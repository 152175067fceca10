"""What routing and review say reaches the citizen, in whatever order it arrives."""

from __future__ import annotations

from itertools import permutations

import pytest

from kernel.actor import CITIZEN
from kernel.clock import rfc3339
from kernel.context import Context
from services.intake import handlers, queries
from services.intake.domain.refusals import NotFound
from tests.services.intake.facts import ANSWERED, FRIDAY, HOUSING
from tests.services.intake.office import CLERK, Office, answered, assigned, closed


def test_the_citizen_sees_the_matter_through(office: Office) -> None:
    number = office.accepted()
    code = office.code(number)

    def state() -> tuple[str, bool]:
        view = office.ask(queries.follow, CITIZEN, number=number, query_code=code)
        return view["state"], view["published"]

    assert state() == ("in_progress", False)
    office.hears(assigned(number))
    assert state() == ("in_progress", False)
    office.hears(answered(number))
    assert state() == ("in_progress", True)
    office.hears(closed(number))
    assert state() == ("closed", True)


def test_the_steps_are_the_same_however_the_two_sources_interleave(office: Office) -> None:
    views = []
    for order in permutations(range(3)):
        number = office.accepted()
        said = [assigned(number), closed(number), answered(number)]
        if order.index(0) > order.index(1):
            continue  # one source is heard in its own order
        office.hears(*(said[index] for index in order))
        view = office.ask(queries.follow, number=number, query_code=office.code(number))
        views.append([view["timeline"], view["published_at"], view["state"], view["round"]])
    assert len(views) == 3
    assert all(view == views[0] for view in views)
    assert [step["step"] for step in views[0][0]] == ["submitted", "accepted", "assigned", "answered", "closed"]


def test_the_same_event_twice_is_one(office: Office) -> None:
    number = office.accepted()
    envelope = office.says(assigned(number))
    office.takes([envelope, envelope])
    office.takes([envelope])
    assert office.recorded().count("intake.handling_began.v1") == 1


def test_a_step_has_its_agency_and_its_day(office: Office) -> None:
    number = office.accepted()
    office.hears(assigned(number))
    step = office.ask(queries.follow, number=number, query_code=office.code(number))["timeline"][-1]
    assert (step["step"], step["lead"], step["due"]) == ("assigned", HOUSING, FRIDAY.isoformat())


def test_a_reply_to_the_citizen_alone_is_published_and_not_public(office: Office) -> None:
    number = office.accepted(consent_public=False)
    office.hears(answered(number, public=False))
    view = office.ask(queries.follow, number=number, query_code=office.code(number))
    assert (view["published"], view["public"], view["published_at"]) == (True, False, rfc3339(ANSWERED))


def test_handling_of_a_message_that_was_never_accepted_is_parked_and_others_flow(office: Office) -> None:
    waiting, accepted = office.written(), office.accepted()
    office.takes([office.says(assigned(waiting)), office.says(assigned(accepted))])
    assert [parked["subject"] for parked in office.service.doctor({})["parked"]] == [waiting]
    assert office.ask(queries.message, number=accepted)["lead"] == HOUSING
    office.act(handlers.accept, CLERK, number=waiting)
    office.service.inbox(lambda *_: []).retry_parked()
    assert office.ask(queries.message, number=waiting)["lead"] == HOUSING


def test_what_is_recorded_of_others_names_its_cause(office: Office) -> None:
    number = office.accepted()
    office.hears(assigned(number))
    (row,) = office.rows("SELECT metadata FROM journal WHERE type = 'intake.handling_began.v1'")
    assert '"routing-2"' in row["metadata"]


@pytest.mark.parametrize(
    ("number", "code"),
    [("20240301-000001", "000000000000"), ("20240301-999999", None), ("20240301-999999", "000000000000"), ("?", None)],
)
def test_a_wrong_number_and_a_wrong_code_are_the_same_refusal(office: Office, number: str, code: str | None) -> None:
    written = office.written()
    with pytest.raises(NotFound) as refused:
        office.ask(queries.follow, CITIZEN, number=number, query_code=code or office.code(written))
    assert (refused.value.code, refused.value.values()) == ("intake.not_found", {})


def test_following_needs_no_account(office: Office) -> None:
    number = office.written()
    view = office.service.ask(
        queries.follow, {"number": number, "query_code": office.code(number)}, Context(CITIZEN, "wish")
    )
    assert (view["state_name"], view["column_name"]) == ("待受理", "mayor信箱")
