"""What routing stores: three aggregates and the frozen names of their events. Names are only ever added to."""

from __future__ import annotations

from kernel.aggregate import Aggregate
from kernel.codec import EventTypes
from services.routing.domain import agency, case, casework, column, standing

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

CASE: Aggregate[casework.Command, casework.Event, standing.Case] = Aggregate(
    "case",
    case.DECIDER,
    EventTypes(
        {
            "routing.case_opened.v1": casework.Opened,
            "routing.assigned.v1": casework.Assigned,
            "routing.return_asked.v1": casework.ReturnAsked,
            "routing.returned.v1": casework.Returned,
            "routing.return_refused.v1": casework.ReturnRefused,
            "routing.extension_asked.v1": casework.ExtensionAsked,
            "routing.extension_granted.v1": casework.ExtensionGranted,
            "routing.extension_refused.v1": casework.ExtensionRefused,
            "routing.urged.v1": casework.Urged,
            "routing.deadline_missed.v1": casework.DeadlineMissed,
            "routing.closed.v1": casework.Closed,
            "routing.reopened.v1": casework.Reopened,
        }
    ),
)

AGGREGATES = (AGENCY, COLUMN, CASE)
