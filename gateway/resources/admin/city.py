"""Columns and agencies as they are run: read, and changed in part; routing keeps them."""

from __future__ import annotations

from gateway.access import staff
from gateway.asking import ask, command
from gateway.door import Answer, Asked
from gateway.resources.admin.blueprint import ADMIN
from gateway.schemas import city as shapes
from gateway.schemas.shared import Page
from gateway.versions import Tagged, tagged, version_read

_CHANGED = (403, 404, 412, 428, 503)
_VERSION = ("IF_MATCH",)


@ADMIN.operation("GET", "/columns", staff("columns.read"), query=Page, answer=shapes.ColumnList, problems=(503,))
def configured_columns(query: Asked) -> Answer:
    """The columns that one administers, in the order in which they were opened; auditor, admin and office see all."""
    return ask("routing", "configured_columns", query)


@ADMIN.operation(
    "GET", "/columns/<code:column>", staff("columns.read"), answer=shapes.ColumnSettings, problems=(403, 404, 503)
)
def configured_column(column: str) -> Tagged:
    """How a column is run: limits, review levels, terms. Its ETag goes with a change."""
    return tagged(ask("routing", "configured_column", {"column": column}))


@ADMIN.operation(
    "PUT",
    "/columns/<code:column>",
    staff("columns.set"),
    body=shapes.ColumnChanges,
    answer=shapes.ColumnSettings,
    headers=_VERSION,
    problems=_CHANGED,
)
def set_column(column: str, body: Asked) -> Tagged:
    """Run a column otherwise from now on; what is not named stays. Deadlines that were given stay as they are.

    A column administrator changes the terms, limits and review levels of the own columns, the office everything of
    every column, and it alone opens new ones.
    """
    command("routing", "set_column", {"column": column, "version": version_read(), **body})
    return tagged(ask("routing", "configured_column", {"column": column}))


@ADMIN.operation("GET", "/agencies", staff("agencies.read"), query=Page, answer=shapes.AgencyList, problems=(503,))
def configured_agencies(query: Asked) -> Answer:
    """The agencies, in the order in which they were registered."""
    return ask("routing", "configured_agencies", query)


@ADMIN.operation(
    "GET", "/agencies/<code:agency>", staff("agencies.read"), answer=shapes.AgencySettings, problems=(403, 404, 503)
)
def configured_agency(agency: str) -> Tagged:
    """An agency, its level and the one above it. Its ETag goes with a change."""
    return tagged(ask("routing", "configured_agency", {"agency": agency}))


@ADMIN.operation(
    "PUT",
    "/agencies/<code:agency>",
    staff("agencies.set"),
    body=shapes.AgencyChanges,
    answer=shapes.AgencySettings,
    headers=_VERSION,
    problems=(*_CHANGED, 409),
)
def set_agency(agency: str, body: Asked) -> Tagged:
    """Give an agency another name, level or place from now on, or register a new one; what is not named stays."""
    command("routing", "set_agency", {"agency": agency, "version": version_read(), **body})
    return tagged(ask("routing", "configured_agency", {"agency": agency}))
