"""How the replies of a column are laid out, and one laid out for who drafts."""

from __future__ import annotations

from marshmallow import Schema, fields

from gateway.fields import Text, Whole
from gateway.schemas.shared import PARTS, Listed, instant, number, one_of

_PATTERN = {
    "description": "Alternatives are separated by `|`, the first is given to who drafts; `*` is anything in a line. "
    "Placeholders: `{number}`, `{column}`, `{agency}`, `{date}`. Proofreading asks for it; blank: any way will do"
}


class TemplateText(Schema):
    """The parts of a reply in their order; a blank part is left out."""

    salutation = Text(most=100, lines=True, required=True, metadata=_PATTERN)
    body = Text(most=5000, lines=True, required=True, metadata={"description": "May hold the same placeholders"})
    closing = Text(most=500, lines=True, required=True, metadata={"description": "May hold the same placeholders"})
    signature = Text(most=100, lines=True, required=True, metadata=_PATTERN)


class TemplateWriting(TemplateText):
    """A new edition, written on the one that was read."""

    replaces = Whole(
        least=0, most=2**31 - 1, required=True, metadata={"description": "Version that was read; 0: none yet"}
    )


class TemplateStanding(Schema):
    """The version in force."""

    column = fields.String(required=True)
    version = fields.Integer(required=True)


class TemplateParts(Schema):
    """The parts as they were written, or filled in."""

    version = fields.Integer(required=True, metadata={"description": "0: none was written"})
    salutation = fields.String(required=True)
    body = fields.String(required=True)
    closing = fields.String(required=True)
    signature = fields.String(required=True)


class TemplateEdition(TemplateParts):
    """One edition, and who wrote it."""

    by = fields.String(allow_none=True)
    at = instant(allow_none=True)


class TemplateView(TemplateEdition):
    """A column's template."""

    column = fields.String(required=True)
    column_name = fields.String(allow_none=True)


class TemplateList(Listed):
    """The columns within the account's scope with their templates, by the columns' codes."""

    items = fields.List(fields.Nested(TemplateView), required=True)


class TemplateEditions(Listed):
    """The editions of a template, the newest first."""

    items = fields.List(fields.Nested(TemplateEdition), required=True)


class FilledTemplate(TemplateParts):
    """The column's template for one reply; what is left to the drafter is ＿＿."""

    number = number(required=True)
    part = one_of(*PARTS)
    column = fields.String()
    text = fields.String(required=True, metadata={"description": "All parts one below the other; blank without one"})
