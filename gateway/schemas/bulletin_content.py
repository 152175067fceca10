"""What a bulletin says: the frozen figures of a column, or of the whole city, for a period."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import Schema, fields

from gateway.schemas.shared import day, instant, number, one_of
from gateway.schemas.statistics import (
    CompletionFigures,
    SatisfactionFigures,
    TimelinessFigures,
    WorkloadFigures,
    count,
    rate,
    said,
)

PERIOD_KINDS: Final = ("month", "quarter", "half", "year", "other")


class Frozen(fields.Nested):
    """Handed on exactly as it is, so that its digest can be computed from the answer."""

    def _serialize(self, nested_obj: Any, attr: Any, obj: Any, **_: Any) -> Any:  # type: ignore[override] # noqa: ARG002
        return nested_obj


class BulletinScope(Schema):
    """Which messages it is about: those of a column, or of all columns of the city."""

    column = fields.String(required=True, allow_none=True, metadata=said("Code of the column; null: the whole city"))
    name = fields.String(required=True, allow_none=True, metadata=said("The column's name at the cut-off"))
    jurisdiction = fields.String(
        required=True, allow_none=True, metadata=said("The city or county that the column belongs to")
    )


class BulletinPeriod(Schema):
    """From the first day on, and before the day `to`."""

    name = fields.String(required=True, metadata={**said("As it stands in the bulletin's id"), "example": "2019Q1"})
    kind = one_of(
        *PERIOD_KINDS,
        required=True,
        metadata=said(
            "How long it is. month: from the first of a month to its last day; quarter: three months; "
            "half: six; year: a calendar year; other: any other days"
        ),
    )
    begin = day("The first day, Asia/Shanghai", data_key="from", attribute="from", required=True)
    end = day("The day after the last one", data_key="to", attribute="to", required=True)


class BulletinShare(Schema):
    """A row whose messages are a part of the accepted ones."""

    key = fields.String(required=True, allow_none=True, metadata=said("Its code; null: the messages without one"))
    name = fields.String(
        required=True, allow_none=True, metadata=said("Its name at the cut-off; null: the reader's word for the key")
    )
    accepted = count("受理: accepted in the period, and not handed over since")
    share = rate("Its part of the accepted")
    closed = count("办结: closed at the cut-off")
    completion_rate = rate("办结率: closed ÷ accepted")


class AgencyShare(Schema):
    """承办单位: what an agency had to do."""

    key = fields.String(required=True, allow_none=True, metadata=said("Its code; null: cases that wait for an agency"))
    name = fields.String(required=True, allow_none=True, metadata=said("Its name at the cut-off"))
    accepted = count("承办: accepted in the period, and led by it")
    closed = count("办结: closed at the cut-off")
    in_hand = count("在办: not closed, and not overdue")
    overdue = count("超时未办: not closed, and past the deadline in force")
    completion_rate = rate("办结率: closed ÷ accepted")


class OverdueCase(Schema):
    """超时未办: one case that is not closed, and past its deadline at the cut-off."""

    number = number(required=True)
    column = fields.String(required=True, metadata=said("Code of its column"))
    column_name = fields.String(required=True, allow_none=True, metadata=said("The column's name at the cut-off"))
    agency = fields.String(required=True, allow_none=True, metadata=said("Code of who has the case; null: nobody"))
    agency_name = fields.String(required=True, allow_none=True, metadata=said("That agency's name at the cut-off"))
    due = day("The last day of the deadline in force", required=True)
    days = fields.Integer(required=True, metadata=said("Days by the calendar since then"))


class ColumnShare(Schema):
    """One column of the city."""

    key = fields.String(required=True, metadata=said("Code of the column"))
    name = fields.String(required=True, metadata=said("Its name at the cut-off"))
    jurisdiction = fields.String(required=True, allow_none=True, metadata=said("The city or county that it belongs to"))
    received = count("收到: submitted in the period")
    valid = count("有效: received, and not invalid")
    accepted = count("受理: accepted in the period, and not handed over since")
    closed = count("办结: closed at the cut-off")
    in_hand = count("在办: not closed, and not overdue")
    overdue = count("超时未办: not closed, and past the deadline in force")
    completion_rate = rate("办结率: closed ÷ accepted")
    on_time_rate = rate("按期办结率: on time ÷ closed")
    satisfaction_rate = rate("满意率: the first three levels ÷ evaluations")


class TrendPeriod(Schema):
    """One of the periods before, or this one, counted as long after its end as this one."""

    name = fields.String(required=True, metadata=said("The period"))
    begin = day("Its first day, Asia/Shanghai", data_key="from", attribute="from", required=True)
    end = day("The day after its last one", data_key="to", attribute="to", required=True)
    as_of = instant("The cut-off that it is counted at", required=True)
    received = count("收到: submitted in the period")
    valid = count("有效: received, and not invalid")
    accepted = count("受理: accepted in the period, and not handed over since")
    closed = count("办结: closed at the cut-off")
    completion_rate = rate("办结率: closed ÷ accepted")
    on_time_rate = rate("按期办结率: on time ÷ closed")
    satisfaction_rate = rate("满意率: the first three levels ÷ evaluations")


class FigureChange(Schema):
    """A figure that a correction changed."""

    path = fields.List(
        fields.String(), required=True, metadata=said("The part, in a table the key of the row, and the figure")
    )
    before = fields.Raw(required=True, allow_none=True, metadata=said("What it was; null: it was not there"))
    after = fields.Raw(required=True, allow_none=True, metadata=said("What it is; null: it is not there any more"))


class BulletinCorrection(Schema):
    """Which version is corrected, why, and what is different."""

    of = fields.Integer(required=True, metadata=said("The version that is corrected"))
    reason = fields.String(required=True, metadata=said("Why it is corrected"))
    changes = fields.List(fields.Nested(FigureChange), required=True, metadata=said("Every figure that is different"))


class BulletinContent(Schema):
    """What a bulletin says: its digest is SHA-256 of it as JSON with sorted keys and no spaces, in UTF-8."""

    bulletin = fields.String(required=True, metadata={**said("What it is known by"), "example": "2019Q1-mayor"})
    version = fields.Integer(required=True, metadata=said("Which version of it, from 1"))
    definitions = fields.Integer(required=True, metadata=said("By which definitions of the figures it was counted"))
    scope = fields.Nested(BulletinScope, required=True, metadata=said("Which messages it is about"))
    period = fields.Nested(BulletinPeriod, required=True, metadata=said("Which period it is about"))
    as_of = instant("The cut-off: what had happened by then", required=True)
    positions = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata=said("How much of each service's public log the figures rest on"),
    )
    workload = fields.Nested(WorkloadFigures, required=True, metadata=said("Of the messages received in the period"))
    completion = fields.Nested(CompletionFigures, required=True, metadata=said("Of those accepted in it"))
    timeliness = fields.Nested(TimelinessFigures, required=True, metadata=said("Of those accepted in it"))
    satisfaction = fields.Nested(SatisfactionFigures, required=True, metadata=said("Of those accepted in it"))
    kinds = fields.List(fields.Nested(BulletinShare), required=True, metadata=said("By kind of message"))
    fields_ = fields.List(
        fields.Nested(BulletinShare),
        data_key="fields",
        attribute="fields",
        required=True,
        metadata=said("By topmost field"),
    )
    agencies = fields.List(fields.Nested(AgencyShare), required=True, metadata=said("By lead agency"))
    overdue = fields.List(
        fields.Nested(OverdueCase), required=True, metadata=said("What is overdue, by number, the longest first")
    )
    columns = fields.List(
        fields.Nested(ColumnShare), required=True, metadata=said("Of the whole city: by column; otherwise empty")
    )
    trend = fields.List(
        fields.Nested(TrendPeriod), required=True, metadata=said("The four periods before, and this one at the end")
    )
    correction = fields.Nested(
        BulletinCorrection,
        required=True,
        allow_none=True,
        metadata=said("What this version corrects; null: it is the first"),
    )
