"""Figures, each with its cohort and its cut-off, and the messages behind them."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import Schema, fields

from gateway.fields import Code, Day, Instant, Matching, Positions, items
from gateway.schemas.shared import KINDS, Listed, Page, day, instant, number, one_of

HOSTED: Final = ("here", "elsewhere")
MOST: Final = 50  # labels of one filter
GROUPINGS: Final = ("column", "jurisdiction", "agency", "kind", "field", "month")
OF_ACCEPTED: Final = ("accepted", "handed_over", "closed", "in_hand", "overdue", "on_time")
OF_EVALUATED: Final = (
    *("evaluations", "very_satisfied", "satisfied", "fairly_satisfied", "dissatisfied", "very_dissatisfied", "content"),
)
OF_RECEIVED: Final = (
    *("received", "screened", "invalid", "declined", "merged", "valid", "redirected", "withdrawn", "waiting"),
    *("taken_on", "replied", "replied_publicly", "unanswered"),
)
PUBLIC: Final = (
    *("accepted", "closed", "on_time", "received", "screened", "valid", "taken_on", "replied", "replied_publicly"),
)
FIGURES: Final = (*OF_ACCEPTED, *OF_EVALUATED, *OF_RECEIVED)


def said(description: str) -> dict[str, Any]:
    """What the contract says of a value."""
    return {"description": description}


def count(description: str) -> fields.Integer:
    """How many messages."""
    return fields.Integer(required=True, metadata=said(description))


def rate(description: str) -> fields.String:
    """A share in per cent."""
    told = f"{description}; per cent, two decimals at most, half up; null where there is nothing to divide by"
    return fields.String(required=True, allow_none=True, metadata={**said(told), "example": "97.98"})


# questions


def several(of: fields.Field[Any], description: str) -> fields.List[Any]:
    """A filter that may be given several times: what has one of the labels counts."""
    field: fields.List[Any] = items(of, most=MOST, metadata=said(f"{description}; may be given several times"))
    return field


class IndicatorsQuestion(Schema):
    """As of when, and of which columns."""

    as_of = Instant(metadata=said("The cut-off: what had happened by then; now when it is left out"))
    known_at = Instant(metadata=said("Leaves out what was recorded later than this, whenever it happened"))
    positions = Positions(
        metadata=said("The `positions` of an earlier answer: leaves out whatever was heard behind them")
    )
    column = several(Code(), "Only messages of this column")
    jurisdiction = several(Matching(r"^[^\x00-\x1f\x7f]{1,200}$"), "Only columns of this city or county, by name")
    hosted = one_of(*HOSTED, metadata=said("Only columns that are hosted so at the cut-off"))


class Question(IndicatorsQuestion):
    """Which messages, counted as of when, told apart by what."""

    begin = Day(data_key="from", required=True, metadata=said("The first day of the cohort, Asia/Shanghai"))
    end = Day(data_key="to", required=True, metadata=said("The day after its last one"))
    by = one_of(*GROUPINGS, load_default="column", metadata=said("What the rows are"))
    agency = several(Code(), "Only cases that this agency leads, or led when they ended")
    kind = several(one_of(*KINDS), "Only messages of this kind")
    field = Code(metadata=said("Only this field and those below it; by field, the rows are those below it"))


class PublicQuestion(Question):
    """Which figure, and of which row, as everyone may ask."""

    figure = one_of(*PUBLIC, required=True, metadata=said("The figure, as a report names it"))
    key = Matching(
        r"^[^\x00-\x1f\x7f]{1,200}$", metadata=said("The row's key; left out, the messages behind the total are listed")
    )
    keyless = fields.Boolean(truthy={"true"}, falsy={"false"}, metadata=said("Asks for the row that has no key"))


class PublicPage(PublicQuestion, Page):
    """A part of the list that everyone may read."""


class BehindQuestion(PublicQuestion):
    """The same for staff, who may ask about every figure."""

    figure = one_of(*FIGURES, required=True, metadata=said("The figure, as a report names it"))


class BehindPage(BehindQuestion, Page):
    """A part of the list."""


# answers


def filters() -> fields.Dict:
    """Which messages only."""
    told = said("The filters that were asked for: each with its labels, of which a message has one")
    return fields.Dict(keys=fields.String(), values=fields.List(fields.String()), required=True, metadata=told)


class Cohort(Schema):
    """The messages accepted, or received, from `from` on and before `to`."""

    of = one_of("accepted", "received", required=True, metadata=said("By which day messages belong to it"))
    begin = day("The first day, Asia/Shanghai", data_key="from", required=True)
    end = day("The day after the last one", data_key="to", required=True)


class Told(Schema):
    """What a figure means nothing without."""

    cohort = fields.Nested(Cohort, required=True, metadata=said("Which messages the figures are about"))
    as_of = instant("The cut-off: what had happened by then", required=True)
    known_at = instant("What was recorded later is left out; null: nothing is", required=True, allow_none=True)
    positions = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata=said("How much of each service's public log the figures rest on"),
    )
    missing = count("Events heard that could not be applied yet: figures may still change by them")
    filters = filters()
    by = one_of(*GROUPINGS, required=True, metadata=said("What the rows are"))


class Row(Schema):
    """What a row is of."""

    key = fields.String(required=True, allow_none=True, metadata=said("A code, a name or a month; null: has none"))
    name = fields.String(required=True, allow_none=True, metadata=said("Its name at the cut-off; null: not known"))


class CompletionFigures(Schema):
    """办结: accepted = closed + in hand + overdue."""

    accepted = count("受理: accepted in the period, and not handed over since")
    handed_over = count("移交: accepted, but another system's at the cut-off; in none of the others")
    closed = count("办结: closed at the cut-off")
    in_hand = count("在办: not closed, and not overdue")
    overdue = count("超时未办: not closed, and past the deadline in force")
    completion_rate = rate("办结率: closed ÷ accepted")


class Span(Schema):
    """How long matters took, in days."""

    average = fields.String(required=True, allow_none=True, metadata=said("The mean, two decimals at most, half up"))
    median = fields.Integer(required=True, allow_none=True, metadata=said("Half of them took no longer"))
    p90 = fields.Integer(required=True, allow_none=True, metadata=said("Nine in ten took no longer"))


class TimelinessFigures(Schema):
    """按期: what was closed in time, and how long it took."""

    accepted = count("受理: accepted in the period, and not handed over since")
    closed = count("办结: closed at the cut-off")
    on_time = count("按期办结: closed before the deadline in force was over")
    in_hand = count("在办: not closed, and not overdue")
    overdue = count("超时未办: not closed, and past the deadline in force")
    on_time_rate = rate("按期办结率: on time ÷ closed")
    calendar_days = fields.Nested(Span, required=True, metadata=said("From acceptance to closing, every day counted"))
    working_days = fields.Nested(Span, required=True, metadata=said("The same, working days only"))


class SatisfactionFigures(Schema):
    """满意度: the evaluations of the accepted messages, one for each closing."""

    evaluations = count("Evaluations received")
    very_satisfied = count("非常满意")
    satisfied = count("满意")
    fairly_satisfied = count("基本满意")
    dissatisfied = count("不满意")
    very_dissatisfied = count("非常不满意")
    content = count("The first three together")
    satisfaction_rate = rate("满意率: the first three ÷ evaluations")


def _unless_few(description: str) -> fields.Integer:
    return fields.Integer(required=True, allow_none=True, metadata=said(f"{description}; null: withheld"))


class SatisfactionTold(Schema):
    """满意度, as everyone is told: nobody learns how one of a few citizens rated."""

    evaluations = count("Evaluations received")
    very_satisfied = _unless_few("非常满意")
    satisfied = _unless_few("满意")
    fairly_satisfied = _unless_few("基本满意")
    dissatisfied = _unless_few("不满意")
    very_dissatisfied = _unless_few("非常不满意")
    content = _unless_few("The first three together")
    satisfaction_rate = rate("满意率: the first three ÷ evaluations")
    withheld = fields.Boolean(
        required=True,
        metadata=said("Whether all but the number is withheld: of fewer than five evaluations, or to hide such a row"),
    )


class WorkloadFigures(Schema):
    """What came in, and what became of it."""

    received = count("收到: submitted in the period")
    screened = count("审核: a clerk has decided")
    invalid = count("无效: declined or merged")
    declined = count("不予受理")
    merged = count("重复合并, and not released again")
    valid = count("有效: received, and not invalid")
    redirected = count("指引: valid, and not accepted, or handed over later")
    withdrawn = count("Taken back or erased by the citizen before anybody decided")
    waiting = count("待受理: nobody has decided yet")
    taken_on = count("Of those received: accepted, and not handed over since")
    replied = count("Valid, and a reply went out, to everyone or to the citizen alone")
    replied_publicly = count("Valid, and a reply went out to everyone")
    unanswered = count("Waiting, or accepted and not closed, without a reply")
    reply_rate = rate("答复率: replied publicly ÷ valid")


class CompletionRow(Row, CompletionFigures):
    """One row."""


class TimelinessRow(Row, TimelinessFigures):
    """One row."""


class SatisfactionRow(Row, SatisfactionTold):
    """One row."""


class WorkloadRow(Row, WorkloadFigures):
    """One row."""


def _rows(row: type[Schema]) -> fields.List[Any]:
    return fields.List(fields.Nested(row), required=True, metadata=said("Each message is in one of them"))


def _total(figures: type[Schema]) -> fields.Nested:
    return fields.Nested(figures, required=True, metadata=said("All rows together: counts add up, rates do not"))


class Completion(Told):
    """Completion of the messages accepted in a period."""

    rows = _rows(CompletionRow)
    total = _total(CompletionFigures)


class Timeliness(Told):
    """How timely the messages accepted in a period were closed."""

    rows = _rows(TimelinessRow)
    total = _total(TimelinessFigures)


class Satisfaction(Told):
    """How the citizens whose messages were accepted in a period rated what was done."""

    rows = _rows(SatisfactionRow)
    total = _total(SatisfactionTold)


class Workload(Told):
    """What was received in a period."""

    rows = _rows(WorkloadRow)
    total = _total(WorkloadFigures)


class Standing(Schema):
    """Since when something stands."""

    since = instant("When it began", required=True)
    days = fields.Integer(required=True, metadata=said("Days by the calendar from then to the cut-off"))
    is_over = fields.Boolean(required=True, metadata=said("Longer than its limit"))


class ColumnIndicators(Row):
    """What stands too long in a column."""

    oldest_unanswered = fields.Nested(
        Standing, required=True, allow_none=True, metadata=said("最久未答复, limit three months; null: none waits")
    )
    last_reply = fields.Nested(
        Standing, required=True, allow_none=True, metadata=said("上次公开答复, limit two weeks; null: none yet")
    )
    last_bulletin = fields.Nested(
        Standing, required=True, allow_none=True, metadata=said("上次办理情况通报, limit one quarter; null: none yet")
    )


class Indicators(Schema):
    """The standing indicators of the columns."""

    as_of = instant("The cut-off: what had happened by then", required=True)
    known_at = instant("What was recorded later is left out; null: nothing is", required=True, allow_none=True)
    positions = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata=said("How much of each service's public log they rest on"),
    )
    missing = count("Events heard that could not be applied yet: they may still change by them")
    filters = filters()
    rows = fields.List(fields.Nested(ColumnIndicators), required=True, metadata=said("One for each column"))


class Behind(Schema):
    """One message that a figure counts."""

    number = number(required=True)
    column = fields.String(required=True, metadata=said("Its column's code"))
    kind = fields.String(required=True, metadata=said("The clerk's word, before acceptance the citizen's"))
    agency = fields.String(required=True, allow_none=True, metadata=said("Who has the case, or had it when it ended"))
    since = instant("By which it is of the cohort: accepted or submitted", required=True)


class BehindList(Told, Listed):
    """The messages behind a figure, oldest first."""

    figure = one_of(*FIGURES, required=True, metadata=said("The figure"))
    row = fields.Nested(Row, required=True, allow_none=True, metadata=said("The row it is of; null: the total"))
    counted = count("The figure itself; `total` is how many of its messages the reader may see")
    items = fields.List(fields.Nested(Behind), required=True, metadata=said("A message once for each time it counts"))
