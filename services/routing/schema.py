"""What routing stores: six aggregates and the frozen names of their events. Names are only ever added to."""

from __future__ import annotations

from kernel.aggregate import Aggregate
from kernel.codec import EventTypes
from services.routing.domain import (
    agency,
    case,
    column,
    commands,
    events,
    fields,
    letters,
    rulebook,
    state,
    workcalendar,
)

AGENCY: Aggregate[agency.Command, agency.Event, agency.Agency] = Aggregate(
    "agency",
    agency.DECIDER,
    EventTypes(
        {
            "routing.agency_registered.v1": agency.Registered,
            "routing.agency_amended.v1": agency.Amended,
        }
    ),
)

COLUMN: Aggregate[column.Command, column.Event, column.Column] = Aggregate(
    "column",
    column.DECIDER,
    EventTypes(
        {
            "routing.column_opened.v1": column.Opened,
            "routing.column_rearranged.v1": column.Rearranged,
        }
    ),
)

FIELDS: Aggregate[fields.Command, fields.Event, fields.Fields] = Aggregate(
    "fields",
    fields.DECIDER,
    EventTypes({"routing.fields_arranged.v1": fields.Arranged}),
)

CASE: Aggregate[commands.Command, events.Event, state.Case] = Aggregate(
    "case",
    case.DECIDER,
    EventTypes(
        {
            "routing.case_opened.v1": events.Opened,
            "routing.assigned.v1": events.Assigned,
            "routing.assignment_withdrawn.v1": events.AssignmentWithdrawn,
            "routing.help_arranged.v1": events.HelpArranged,
            "routing.left_to_dispatcher.v1": events.LeftToDispatcher,
            "routing.return_asked.v1": events.ReturnAsked,
            "routing.returned.v1": events.Returned,
            "routing.return_refused.v1": events.ReturnRefused,
            "routing.extension_asked.v1": events.ExtensionAsked,
            "routing.extension_granted.v1": events.ExtensionGranted,
            "routing.extension_refused.v1": events.ExtensionRefused,
            "routing.deadline_recounted.v1": events.DeadlineRecounted,
            "routing.urged.v1": events.Urged,
            "routing.urging_received.v1": events.UrgingReceived,
            "routing.deadline_missed.v1": events.DeadlineMissed,
            "routing.due_soon_noted.v1": events.DueSoonNoted,
            "routing.closed.v1": events.Closed,
            "routing.rated.v1": events.Rated,
            "routing.reopened.v1": events.Reopened,
            "routing.handed_over.v1": events.HandedOver,
        }
    ),
)

SERIES: Aggregate[letters.Command, letters.Event, letters.Series] = Aggregate(
    "series", letters.DECIDER, EventTypes({"routing.letter_number_drawn.v1": letters.Drawn})
)

RULES: Aggregate[rulebook.Command, rulebook.Event, rulebook.RuleBook] = Aggregate(
    "rules",
    rulebook.DECIDER,
    EventTypes(
        {
            "routing.rules_drafted.v1": rulebook.Drafted,
            "routing.rules_switched_on.v1": rulebook.SwitchedOn,
        }
    ),
)

WORKCALENDAR: Aggregate[workcalendar.Command, workcalendar.Event, workcalendar.Amendments] = Aggregate(
    "workcalendar",
    workcalendar.DECIDER,
    EventTypes({"routing.calendar_amended.v1": workcalendar.Amended}),
)

CITY_CALENDAR = "city"
"""The one calendar there is: the portal office amends it for all columns."""

AGGREGATES = (AGENCY, COLUMN, FIELDS, CASE, RULES, SERIES, WORKCALENDAR)
