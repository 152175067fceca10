"""One stored event of each kind (a variant where a flag changes its meaning), by the name of its golden file."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from kernel.aggregate import Aggregate
from services.routing.domain import agency, column, events, fields, letters, rulebook
from services.routing.domain.calendar import Deadline
from services.routing.domain.dispatch import Rule
from services.routing.domain.limits import Allowance, LimitException, Limits
from services.routing.domain.matter import Agreed
from services.routing.schema import AGENCY, CASE, COLUMN, FIELDS, RULES, SERIES, WORKCALENDAR
from tests.services.routing.domain import facts as f

JANUARY = datetime(2024, 1, 2, 0, 30, tzinfo=UTC)
MAYOR = column.Configuration(
    name="市长信箱",
    jurisdiction="栖川市",
    leader="市长",
    office="egov-office",
    review_levels=3,
    limits=Limits(),
    title_limit=50,
    body_limit=3000,
    accepts=True,
)
EXCEPTIONAL = Limits(exceptions=(LimitException(3, "complaint", "urgent"), LimitException(7, complexity="complex")))
WAGES = Rule(
    name="欠薪",
    lead="human-resources",
    co_agencies=("housing",),
    working_days=3,
    columns=("mayor",),
    territories=("栖川市",),
    kinds=("request", "complaint"),
    fields=("labour.wages",),
    urgency="urgent",
    complexity="ordinary",
)
ACROSS_THE_YEARS = Deadline(date(2026, 12, 30), 5, date(2027, 1, 7), provisional=True, calendar="test 1")

Stored = tuple[Aggregate[Any, Any, Any], Any]

ONE_OF_EACH: dict[str, Stored] = {
    "routing.agency_registered.v1": (AGENCY, agency.Registered("housing", "住建局", "city", "office", JANUARY)),
    "routing.agency_registered.v1.top": (AGENCY, agency.Registered("city", "市政府", None, "office", JANUARY)),
    "routing.agency_registered.v1.county": (
        AGENCY,
        agency.Registered("linqi", "临栖区人民政府", "city", "office", JANUARY, "county"),
    ),
    "routing.agency_amended.v1": (AGENCY, agency.Amended("housing", "住房保障局", "city", "office", f.LATER)),
    "routing.column_opened.v1": (COLUMN, column.Opened("mayor", MAYOR, "office", JANUARY)),
    "routing.column_rearranged.v1": (
        COLUMN,
        column.Rearranged("mayor", replace(MAYOR, review_levels=2, accepts=False), "office", f.LATER),
    ),
    "routing.fields_arranged.v1": (
        FIELDS,
        fields.Arranged(
            (fields.Field("city", "城乡建设", None), fields.Field("city.heating", "供暖", "city")), "office", JANUARY
        ),
    ),
    "routing.column_opened.v1.exceptions": (
        COLUMN,
        column.Opened("mayor", replace(MAYOR, limits=EXCEPTIONAL), "office", JANUARY),
    ),
    "routing.calendar_amended.v1": (WORKCALENDAR, f.amended),
    "routing.case_opened.v1": (CASE, f.opened),
    "routing.case_opened.v1.imported": (
        CASE,
        events.Opened(replace(f.LEAK, field=None, complexity="complex", imported=True), f.FRIDAY_MORNING),
    ),
    "routing.assigned.v1": (CASE, f.assigned_to_housing),
    "routing.assigned.v1.imported": (CASE, f.taken_over_by_housing),
    "routing.assigned.v1.provisional": (
        CASE,
        replace(f.assigned_to_housing, deadline=ACROSS_THE_YEARS, round=2),
    ),
    "routing.assigned.v1.allowance": (
        CASE,
        replace(f.assigned_to_housing, allowance=Allowance(5, 15, "exception", "complaint", None, "complex")),
    ),
    "routing.assigned.v1.stands": (
        CASE,
        replace(f.assigned_to_housing, deadline=f.TO_THE_14TH, at=f.TUESDAY, stands=Agreed(5, date(2024, 3, 14))),
    ),
    "routing.assignment_withdrawn.v1": (CASE, f.withdrawn),
    "routing.help_arranged.v1": (CASE, f.police_helps),
    "routing.assigned.v1.by_rule": (CASE, f.dispatched_to_housing),
    "routing.left_to_dispatcher.v1": (CASE, f.left_to_dispatcher),
    "routing.return_asked.v1": (CASE, f.housing_asked_to_return),
    "routing.returned.v1": (CASE, f.housing_returned),
    "routing.return_refused.v1": (CASE, f.return_refused),
    "routing.extension_asked.v1": (CASE, f.extension_asked),
    "routing.extension_granted.v1": (CASE, f.extension_granted),
    "routing.extension_refused.v1": (CASE, f.extension_refused),
    "routing.deadline_recounted.v1": (CASE, f.recounted),
    "routing.urged.v1": (CASE, f.reminded),
    "routing.urged.v1.letter": (CASE, f.warned),
    "routing.urging_received.v1": (CASE, f.urging_received),
    "routing.due_soon_noted.v1": (CASE, f.due_soon),
    "routing.deadline_missed.v1": (CASE, f.deadline_missed),
    "routing.closed.v1": (CASE, f.closed_in_time),
    "routing.closed.v1.office": (CASE, f.given_up),
    "routing.rated.v1": (CASE, f.dissatisfied),
    "routing.reopened.v1": (CASE, f.reopened),
    "routing.letter_number_drawn.v1": (
        SERIES,
        letters.Drawn("egov-office", 2024, 12, "20240301-000001", "letter", "supervisor", f.LATER),
    ),
    "routing.reopened.v1.handed_back": (CASE, f.handed_back),
    "routing.handed_over.v1": (CASE, f.handed_over),
    "routing.rules_drafted.v1": (RULES, rulebook.Drafted(2, (WAGES, Rule("其他", "city")), "office", JANUARY)),
    "routing.rules_switched_on.v1": (RULES, rulebook.SwitchedOn(2, "office", f.LATER)),
}
