"""The shape of a problem document (RFC 9457)."""

from __future__ import annotations

from marshmallow import Schema, fields


class FieldError(Schema):
    """One thing that is wrong with a request."""

    where = fields.String(data_key="in", metadata={"description": "body, query or headers"})
    field = fields.String(metadata={"description": "The field, with dots for what is inside it"})
    message = fields.String(metadata={"description": "What is wrong, in the language of Accept-Language"})


class ProblemDocument(Schema):
    """A refusal or a failure: `code` is stable, the sentences are for people."""

    type = fields.String(required=True, metadata={"description": "urn:huiyin:problem: and the code"})
    title = fields.String(required=True, metadata={"description": "What is wrong, in a few words"})
    status = fields.Integer(required=True, metadata={"description": "The status of the answer, once more"})
    detail = fields.String(required=True, metadata={"description": "A sentence that says what happened and what to do"})
    hint = fields.String(
        metadata={"description": "For who writes programs: what to send or to ask, in the API's words"}
    )
    code = fields.String(
        required=True,
        metadata={"description": "Stable name of the problem, for programs", "example": "intake.already_screened"},
    )
    values = fields.Dict(metadata={"description": "The values behind the sentence"})
    errors = fields.List(fields.Nested(FieldError), metadata={"description": "With gateway.invalid_input"})
    request_id = fields.String(metadata={"description": "Names this request in the program's records"})
