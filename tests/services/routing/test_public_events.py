"""What others learn of routing's events: numbers, codes and dates, never a reason or a note."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from contracts import routing as public
from kernel.aggregate import Aggregate
from kernel.journal import Recorded
from kernel.publiclog import Published
from services.routing.publish import published
from tests.services.routing.domain import facts as f
from tests.services.routing.stored import JANUARY, ONE_OF_EACH

NUMBER = "20240301-000001"
LIMITS = public.LimitsV1(5, 10, 15)
EXCEPTIONAL = public.LimitsV1(
    5,
    10,
    15,
    (public.LimitExceptionV1(3, "complaint", "urgent"), public.LimitExceptionV1(7, complexity="complex")),
)
MAYOR = ("mayor", "市长信箱", "栖川市", "市长", "egov-office")
NINTH, FOURTEENTH = date(2024, 3, 9), date(2024, 3, 14)

TOLD: dict[str, tuple[object, str]] = {
    "routing.agency_registered.v1": (public.AgencyRegisteredV1("housing", "住建局", "city", JANUARY), "agency:housing"),
    "routing.agency_registered.v1.top": (public.AgencyRegisteredV1("city", "市政府", None, JANUARY), "agency:city"),
    "routing.agency_registered.v1.county": (
        public.AgencyRegisteredV1("linqi", "临栖区人民政府", "city", JANUARY, "county"),
        "agency:linqi",
    ),
    "routing.agency_amended.v1": (public.AgencyAmendedV1("housing", "住房保障局", "city", f.LATER), "agency:housing"),
    "routing.column_opened.v1": (public.ColumnOpenedV1(*MAYOR, 3, LIMITS, 50, 3000, True, JANUARY), "column:mayor"),
    "routing.column_rearranged.v1": (
        public.ColumnRearrangedV1(*MAYOR, 2, LIMITS, 50, 3000, False, f.LATER),
        "column:mayor",
    ),
    "routing.fields_arranged.v1": (
        public.FieldsArrangedV1(
            (public.FieldV1("city", "城乡建设", None), public.FieldV1("city.heating", "供暖", "city")), JANUARY
        ),
        "fields:office",
    ),
    "routing.column_opened.v1.exceptions": (
        public.ColumnOpenedV1(*MAYOR, 3, EXCEPTIONAL, 50, 3000, True, JANUARY),
        "column:mayor",
    ),
    "routing.calendar_amended.v1": (
        public.CalendarAmendedV1(
            1,
            (public.CalendarDayV1(date(2024, 3, 8), "holiday"), public.CalendarDayV1(date(2024, 3, 10), "makeup")),
            (2025,),
            (),
            f.TUESDAY,
        ),
        "calendar:city",
    ),
    "routing.assigned.v1": (
        public.AssignedV1(NUMBER, "mayor", "housing", ("water",), NINTH, False, 1, f.FRIDAY_NOON, False),
        NUMBER,
    ),
    "routing.assigned.v1.stands": (
        public.AssignedV1(NUMBER, "mayor", "housing", ("water",), FOURTEENTH, False, 1, f.TUESDAY, False),
        NUMBER,
    ),
    "routing.assigned.v1.allowance": (
        public.AssignedV1(NUMBER, "mayor", "housing", ("water",), NINTH, False, 1, f.FRIDAY_NOON, False),
        NUMBER,
    ),
    "routing.assigned.v1.by_rule": (
        public.AssignedV1(NUMBER, "mayor", "housing", (), NINTH, False, 1, f.FRIDAY_NOON, False),
        NUMBER,
    ),
    "routing.assigned.v1.imported": (
        public.AssignedV1(NUMBER, "mayor", "housing", (), NINTH, False, 1, f.FRIDAY_NOON, True),
        NUMBER,
    ),
    "routing.assigned.v1.provisional": (
        public.AssignedV1(NUMBER, "mayor", "housing", ("water",), date(2027, 1, 7), True, 2, f.FRIDAY_NOON, False),
        NUMBER,
    ),
    "routing.returned.v1": (public.AssignmentReturnedV1(NUMBER, "mayor", "housing", 1, f.TUESDAY), NUMBER),
    "routing.extension_granted.v1": (
        public.DeadlineExtendedV1(NUMBER, "mayor", "housing", 1, NINTH, FOURTEENTH, False, f.TUESDAY),
        NUMBER,
    ),
    "routing.deadline_recounted.v1": (
        public.DeadlineMovedV1(NUMBER, "mayor", "housing", 1, NINTH, date(2024, 3, 11), False, f.TUESDAY),
        NUMBER,
    ),
    "routing.urged.v1": (public.UrgedV1(NUMBER, "mayor", "housing", 1, "reminder", f.TUESDAY), NUMBER),
    "routing.urged.v1.letter": (public.UrgedV1(NUMBER, "mayor", "housing", 1, "letter", f.LATER), NUMBER),
    "routing.return_asked.v1": (public.ReturnAskedV1(NUMBER, "mayor", "housing", 1, f.MONDAY), NUMBER),
    "routing.return_refused.v1": (public.ReturnRefusedV1(NUMBER, "mayor", "housing", 1, f.TUESDAY), NUMBER),
    "routing.extension_asked.v1": (
        public.ExtensionAskedV1(NUMBER, "mayor", "housing", 1, FOURTEENTH, f.MONDAY),
        NUMBER,
    ),
    "routing.extension_refused.v1": (public.ExtensionRefusedV1(NUMBER, "mayor", "housing", 1, f.TUESDAY), NUMBER),
    "routing.due_soon_noted.v1": (
        public.DueSoonV1(NUMBER, "mayor", "housing", 1, f.FIVE_DAYS.due, f.WEDNESDAY),
        NUMBER,
    ),
    "routing.deadline_missed.v1": (public.DeadlineMissedV1(NUMBER, "mayor", "housing", 1, NINTH, f.DUE_OVER), NUMBER),
    "routing.closed.v1": (public.ClosedV1(NUMBER, "mayor", "housing", 1, NINTH, True, f.SATURDAY, False), NUMBER),
    "routing.closed.v1.office": (
        public.ClosedV1(NUMBER, "mayor", "housing", 1, NINTH, True, f.WEDNESDAY, False, "given_up"),
        NUMBER,
    ),
    "routing.assignment_withdrawn.v1": (
        public.AssignmentWithdrawnV1(NUMBER, "mayor", "housing", 1, f.MONDAY),
        NUMBER,
    ),
    "routing.help_arranged.v1": (
        public.CoAgenciesArrangedV1(NUMBER, "mayor", "housing", ("police",), 1, f.MONDAY),
        NUMBER,
    ),
    "routing.handed_over.v1": (
        public.HandedOverV1(NUMBER, "mayor", "housing", 1, "petition", f.TUESDAY),
        NUMBER,
    ),
    "routing.reopened.v1.handed_back": (public.ReopenedV1(NUMBER, "mayor", 2, "handed_back", f.LATER), NUMBER),
    "routing.reopened.v1": (public.ReopenedV1(NUMBER, "mayor", 2, "dissatisfied", f.LATER), NUMBER),
}
STORED = [pytest.param(name, *stored, id=name) for name, stored in ONE_OF_EACH.items()]


def recorded(aggregate: Aggregate[Any, Any, Any], event: Any) -> Recorded:
    """The event as it stands in a journal."""
    id_ = {"agency": "agency", "column": "column"}.get(aggregate.category)
    one = {"fields": "office", "workcalendar": "city"}
    subject = getattr(event, id_) if id_ else one.get(aggregate.category, NUMBER)
    written = datetime(2024, 3, 1, tzinfo=UTC)
    return Recorded(1, aggregate.stream(subject), 1, "any", event, {}, event.at, written)


@pytest.mark.parametrize(("name", "aggregate", "event"), STORED)
def test_what_is_told_of_each_event(name: str, aggregate: Aggregate[Any, Any, Any], event: Any) -> None:
    told = TOLD.get(name)
    assert published(recorded(aggregate, event)) == (None if told is None else Published(*told))


@pytest.mark.parametrize(("name", "aggregate", "event"), STORED)
def test_what_is_told_fits_its_contract(name: str, aggregate: Aggregate[Any, Any, Any], event: Any) -> None:
    said = published(recorded(aggregate, event))
    if said is not None:
        public.CONTRACTS.dump(said.event)


def test_what_stays_inside() -> None:
    inside = set(ONE_OF_EACH) - set(TOLD)
    assert inside == {
        "routing.case_opened.v1",
        "routing.case_opened.v1.imported",
        "routing.urging_received.v1",
        "routing.letter_number_drawn.v1",
        "routing.rated.v1",
        "routing.left_to_dispatcher.v1",
        "routing.rules_drafted.v1",
        "routing.rules_switched_on.v1",
    }
