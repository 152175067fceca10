"""Dispatch rules: what they are, what they propose, and what they would have done."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.fields import Code, Day, Text, Whole, items
from gateway.schemas.shared import COMPLEXITIES, KINDS, URGENCIES, Listed, Page, day, instant, number, one_of


class DispatchRule(Schema):
    """Cases that meet every condition go to `lead`; a condition that names nothing is met by all."""

    name = Text(least=1, most=100, required=True)
    columns = items(Code(), most=200, load_default=list)
    territories = items(
        Text(least=1, most=100),
        most=200,
        load_default=list,
        metadata={"description": "Jurisdictions of columns"},
    )
    kinds = items(one_of(*KINDS), most=len(KINDS), load_default=list)
    fields_ = items(
        Code(),
        most=200,
        load_default=list,
        data_key="fields",
        attribute="fields",
        metadata={"description": "A field stands for those under it as well"},
    )
    urgency = one_of(*URGENCIES, allow_none=True, load_default=None)
    complexity = one_of(*COMPLEXITIES, allow_none=True, load_default=None)
    lead = Code(required=True)
    co_agencies = items(Code(), most=20, load_default=list)
    working_days = Whole(
        least=1,
        most=366,
        allow_none=True,
        load_default=None,
        metadata={"description": "Working days; null: the column's limit; never more than the column allows"},
    )


class DispatchRules(Schema):
    """All rules in their order, written on the edition that was read."""

    rules = items(fields.Nested(DispatchRule), most=500, required=True)
    replaces = Whole(least=0, most=2**31 - 1, required=True, metadata={"description": "`version` of what was read"})


class RuleSwitch(Schema):
    """Which edition is to be in force: the one that was tried out."""

    version = Whole(least=0, most=2**31 - 1, required=True)


class BookStanding(Schema):
    """Which edition was written last, and which one is in force."""

    version = fields.Integer(required=True)
    on = fields.Integer(required=True)


class Edition(Schema):
    """The rules of one version, and who wrote them when."""

    version = fields.Integer(required=True)
    rules = fields.List(fields.Nested(DispatchRule), required=True)
    written_by = fields.String(allow_none=True)
    written_at = instant(allow_none=True)


class EditionInForce(Edition):
    """And who put them in force."""

    switched_on_by = fields.String(allow_none=True)
    switched_on_at = instant(allow_none=True)


class RuleBook(Schema):
    """The edition in force, and the draft where there is a newer one; version 0 is without rules."""

    version = fields.Integer(required=True, metadata={"description": "Of the edition written last"})
    on = fields.Nested(EditionInForce, required=True)
    draft = fields.Nested(Edition, allow_none=True)


class TrialPage(Page):
    """Cases accepted on which days, and which part of the list of those that differ."""

    begin = Day(data_key="from", metadata={"description": "Its first day"})
    end = Day(data_key="to", metadata={"description": "The day after its last; without both: the last full quarter"})


class TrialCounts(Schema):
    """How many cases would have gone there, and where they went in truth."""

    sent = fields.Integer(metadata={"description": "Cases that it would have sent: same + other + waiting"})
    same = fields.Integer(metadata={"description": "Went to the same agency in truth"})
    other = fields.Integer(metadata={"description": "Went to another"})
    waiting = fields.Integer(metadata={"description": "No agency has them yet"})


class RuleTrial(TrialCounts):
    """What one rule would have done."""

    rule = fields.String(required=True)
    lead = fields.String()


class DifferingCase(Schema):
    """A case that went to `lead`, and would have gone to `proposed`."""

    number = number(required=True)
    title = fields.String(allow_none=True, metadata={"description": "null while intake is away"})
    column = fields.String()
    kind = fields.String()
    field = fields.String(allow_none=True)
    urgency = fields.String()
    complexity = fields.String()
    accepted_at = instant()
    lead = fields.String()
    rule = fields.String()
    proposed = fields.String()
    ambiguous = fields.Boolean()


class Trial(Listed, TrialCounts):
    """What the edition written last would have done with the cases of a period; `items` are those of `other`."""

    version = fields.Integer(required=True)
    on = fields.Boolean(metadata={"description": "Whether this edition is in force"})
    begin = day("First day of the period", data_key="from")
    end = day("The day after its last", data_key="to")
    cases = fields.Integer(metadata={"description": "Accepted in the period: sent + unmatched"})
    unmatched = fields.Integer(metadata={"description": "No rule fits"})
    ambiguous = fields.Integer(
        metadata={"description": "Two fitting rules name different leads; counted with the first one as well"}
    )
    rules = fields.List(fields.Nested(RuleTrial))
    items = fields.List(fields.Nested(DifferingCase), required=True)


class ProposedAssignment(Schema):
    """What a rule would have done with a waiting case."""

    rule = fields.String(required=True)
    lead = fields.String()
    co_agencies = fields.List(fields.String())
    working_days = fields.Integer()


class BriefProposal(ProposedAssignment):
    """What the first rule that fits proposes."""

    ambiguous = fields.Boolean(metadata={"description": "Another rule that fits names another lead"})


class RuleReason(Schema):
    """A condition that was met: the rule names `named`, and the case has `value`, which is the same or under it."""

    condition = fields.String()
    named = fields.String()
    value = fields.String()


class FittingRule(ProposedAssignment):
    """A rule that fits, and why."""

    reasons = fields.List(fields.Nested(RuleReason), metadata={"description": "Empty for a rule without conditions"})


class DispatchProposal(Schema):
    """What the rules in force say of a waiting case."""

    number = number(required=True)
    round = fields.Integer()
    version = fields.Integer(metadata={"description": "Of the edition in force"})
    proposed = fields.Nested(ProposedAssignment, allow_none=True, metadata={"description": "null: no rule fits"})
    ambiguous = fields.Boolean()
    fitting = fields.List(fields.Nested(FittingRule), metadata={"description": "In the order of the rules"})
