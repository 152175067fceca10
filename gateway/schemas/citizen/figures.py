"""The completion rates that everyone can see."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.fields import Day, Instant
from gateway.schemas.shared import day, instant, one_of


class Cohort(Schema):
    """Messages accepted from `from` on and before `to`."""

    begin = day(data_key="from", required=True)
    end = day(data_key="to", required=True)


class CompletionQuery(Schema):
    """Which cohort, counted as of when."""

    begin = Day(data_key="from", required=True, metadata={"description": "The first day of acceptance, Asia/Shanghai"})
    end = Day(data_key="to", required=True, metadata={"description": "The day after the last one"})
    as_of = Instant(metadata={"description": "The cut-off; now when it is left out"})
    by = one_of("column", load_default="column")


class Figures(Schema):
    """Counts, and the rate as a decimal string; null where there is nothing to divide by."""

    accepted = fields.Integer(required=True)
    closed = fields.Integer(required=True)
    handed_over = fields.Integer(
        required=True, metadata={"description": "Accepted, but another system's at the cut-off: in neither of the two"}
    )
    completion_rate = fields.String(allow_none=True, required=True, metadata={"example": "97.98"})


class ColumnFigures(Figures):
    """The figures of one column."""

    column = fields.String(required=True)
    name = fields.String(allow_none=True, required=True, metadata={"description": "null until it is heard of"})


class Completion(Schema):
    """Completion rates; cohort and cut-off belong to every figure."""

    cohort = fields.Nested(Cohort, required=True)
    as_of = instant(required=True)
    rows = fields.List(fields.Nested(ColumnFigures), required=True)
    total = fields.Nested(Figures, required=True)
