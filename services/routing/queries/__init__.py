"""What routing is asked: columns, agencies, worklists, the ledger, urgings, a case and its deadline explained."""

from services.routing.queries.calendar import calendar, calendar_difference, deadline
from services.routing.queries.cases import case, cases, proposal
from services.routing.queries.city import agencies, column, columns
from services.routing.queries.configuring import (
    city_changes,
    configured_agencies,
    configured_agency,
    configured_column,
    configured_columns,
)
from services.routing.queries.fields import fields
from services.routing.queries.handover import handover
from services.routing.queries.history import case_history
from services.routing.queries.rules import cases_for_rules, dispatch_rules, trial
from services.routing.queries.supervising import ledger, ledger_sheet, urging_proposals
from services.routing.queries.urging import urging_inbox, urging_letter, urgings

__all__ = [
    "agencies",
    "calendar",
    "calendar_difference",
    "case",
    "case_history",
    "cases",
    "cases_for_rules",
    "city_changes",
    "column",
    "columns",
    "configured_agencies",
    "configured_agency",
    "configured_column",
    "configured_columns",
    "deadline",
    "dispatch_rules",
    "fields",
    "handover",
    "ledger",
    "ledger_sheet",
    "proposal",
    "trial",
    "urging_inbox",
    "urging_letter",
    "urging_proposals",
    "urgings",
]
