"""History taken over: original times, nothing twice, whatever is heard of first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from contracts import intake, review
from kernel.actor import SYSTEM, Actor
from kernel.clock import rfc3339
from services.routing import handlers
from services.routing.domain.refusals import OutOfScope
from tests.services.routing.office import DISPATCHER, IMPORT, Office

NUMBER = "20190925-000001"
ACCEPTED = datetime(2019, 9, 25, 1, 0, tzinfo=UTC)
ASSIGNED = datetime(2019, 9, 26, 1, 0, tzinfo=UTC)
REPLIED = datetime(2019, 10, 9, 16, 0, tzinfo=UTC)
ROW = {
    "number": NUMBER,
    "column": "mayor",
    "kind": "request",
    "accepted_at": rfc3339(ACCEPTED),
    "lead": "housing",
    "assigned_at": rfc3339(ASSIGNED),
}
accepted = intake.MessageAcceptedV1(
    NUMBER, "mayor", "request", None, "ordinary", "ordinary", True, accepted_at=ACCEPTED, imported=True
)
replied = review.ReplyPublishedV1(NUMBER, "mayor", 1, "housing", "0" * 64, True, REPLIED, imported=True)


def take_over(office: Office, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = office.act(handlers.import_handling, IMPORT, rows=list(rows))["results"]
    return results


def test_a_row_becomes_the_case_that_it_was(office: Office) -> None:
    (result,) = take_over(office, ROW)
    # 29 September is worked to make up for National Day, which lasts to 7 October
    assert (result["number"], result["lead"], result["due"]) == (NUMBER, "housing", "2019-10-09")
    case = office.case(NUMBER)
    assert (case["accepted_at"], case["assigned_at"], case["imported"]) == (
        ROW["accepted_at"],
        ROW["assigned_at"],
        True,
    )


def test_the_same_rows_again_record_nothing(office: Office) -> None:
    take_over(office, ROW)
    before = office.journal()
    assert take_over(office, ROW)[0]["lead"] == "housing"
    assert office.journal() == before


@pytest.mark.parametrize("heard_first", [True, False])
def test_it_does_not_matter_what_is_heard_of_first(office: Office, heard_first: bool) -> None:
    if heard_first:
        office.hear(accepted)
    take_over(office, ROW)
    if not heard_first:
        office.hear(accepted)
    office.hear(replied)
    assert [step["step"] for step in office.case(NUMBER)["steps"]] == ["opened", "assigned", "closed"]
    assert (office.case(NUMBER)["closed_at"], office.case(NUMBER)["on_time"]) == (rfc3339(REPLIED), False)
    assert take_over(office, ROW) == [{"number": NUMBER, "state": "closed", "round": 1, "closed_at": rfc3339(REPLIED)}]
    assert office.doctor()["parked"] == []


def test_rows_that_cannot_be_taken_say_why_and_hold_no_other_up(office: Office) -> None:
    foreign = {**ROW, "number": "20190925-000002", "lead": "nobody"}
    strange = {**ROW, "number": "20190925-000003", "column": "premier"}
    unknown_agency, unknown_column, taken = take_over(office, foreign, strange, ROW)
    assert unknown_agency == {
        "number": "20190925-000002",
        "refused": "routing.unknown_agency",
        "values": {"agency": "nobody"},
    }
    assert unknown_column["refused"] == "routing.unknown_column"
    assert taken["state"] == "assigned"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"kind": "wish"}, "routing.unknown_word"),
        ({"accepted_at": "2024-03-02T01:00:00Z", "assigned_at": "2024-03-03T01:00:00Z"}, "routing.in_the_future"),
        ({"assigned_at": "2024-03-02T01:00:00Z"}, "routing.in_the_future"),
        ({"assigned_at": "2019-09-25T00:59:59Z"}, "routing.assigned_before_accepted"),
    ],
)
def test_a_row_that_cannot_have_been_is_refused(office: Office, changed: dict[str, str], code: str) -> None:
    before = office.journal()
    (result,) = take_over(office, {**ROW, **changed})
    assert (result["number"], result["refused"]) == (NUMBER, code)
    assert office.journal() == before


def test_an_import_is_bound_to_its_columns(office: Office) -> None:
    bound = Actor("import", "import", columns=("secretary",))
    (result,) = office.act(handlers.import_handling, bound, rows=[ROW])["results"]
    assert (result["refused"], result["values"]["because"]) == ("routing.out_of_scope", "column")


def test_a_deadline_of_long_ago_is_not_noted_as_missed_before_the_import_can_have_closed_it(office: Office) -> None:
    take_over(office, ROW)
    assert office.act(handlers.look_at_deadlines, SYSTEM)["missed"] == 0
    office.at(office.later(days=1))
    assert office.act(handlers.look_at_deadlines, SYSTEM)["missed"] == 1


def test_only_an_import_takes_over(office: Office) -> None:
    with pytest.raises(OutOfScope):
        office.act(handlers.import_handling, DISPATCHER, rows=[ROW])
