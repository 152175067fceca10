"""What anyone can read of the city: its columns, agencies and fields."""

from __future__ import annotations

from marshmallow import Schema, fields


class Column(Schema):
    """A leader's message board."""

    column = fields.String(metadata={"description": "The code to write to it by"})
    name = fields.String()
    jurisdiction = fields.String()
    leader = fields.String()
    accepts = fields.Boolean(metadata={"description": "Whether it takes messages at present"})
    title_limit = fields.Integer(metadata={"description": "The most characters of a title"})
    body_limit = fields.Integer(metadata={"description": "The most characters of a message"})
    contact_required = fields.Boolean(metadata={"description": "Whether a message needs a phone number or an e-mail"})
    portal = fields.String(allow_none=True)


class Columns(Schema):
    """All columns."""

    items = fields.List(fields.Nested(Column), required=True)
    total = fields.Integer()


class Agency(Schema):
    """An office that answers."""

    agency = fields.String()
    name = fields.String()
    parent = fields.String(allow_none=True)
    level = fields.String(metadata={"enum": ["city", "county", "department", "township"]})


class Agencies(Schema):
    """All agencies."""

    items = fields.List(fields.Nested(Agency), required=True)
    total = fields.Integer()


class Field(Schema):
    """What a message can be about."""

    field = fields.String(metadata={"description": "The code to choose it by"})
    name = fields.String()
    parent = fields.String(allow_none=True, metadata={"description": "The field above it"})
    level = fields.Integer(metadata={"description": "1 for the topmost, 3 at most"})
    path = fields.List(fields.String(), metadata={"description": "Its name after the names above it"})


class Fields(Schema):
    """The tree of fields, each after the one above it."""

    items = fields.List(fields.Nested(Field), required=True)
    total = fields.Integer()
