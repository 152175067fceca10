"""What routing is asked: columns, agencies, worklists, one case with its steps, and why a deadline is what it is."""

from services.routing.queries.cases import case, cases, deadline
from services.routing.queries.city import agencies, column, columns
from services.routing.queries.fields import fields

__all__ = ["agencies", "case", "cases", "column", "columns", "deadline", "fields"]
