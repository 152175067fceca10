"""Files with a message or a reply."""

from __future__ import annotations

from typing import Final

from marshmallow import Schema, fields

from gateway.fields import YesNo
from gateway.inspection import MIME
from gateway.schemas.shared import instant, number

DESCRIBED: Final = {
    "description": "What the file is in the reader's language: name, type and size",
    "example": "水管.jpg（JPEG 图片，1.2 MiB）",
}
_NAME: Final = {"description": "Cleaned, with the extension of what the file is", "example": "水管.jpg"}


class Enclosure(Schema):
    """A file that goes with a text."""

    attachment = fields.String(required=True, metadata={"description": "The file's id"})
    name = fields.String(allow_none=True, metadata=_NAME)
    type = fields.String(metadata={"enum": list(MIME)})
    size = fields.Integer(metadata={"description": "In bytes"})
    digest = fields.String(metadata={"description": "SHA-256 of the file as it is kept, in hexadecimal"})
    described = fields.String(metadata=DESCRIBED)


class Attachment(Enclosure):
    """A file as it is kept: pictures are drawn anew, without where and by what they were taken."""

    public = fields.Boolean(metadata={"description": "Whether everyone may read it"})
    at = instant()


class NewAttachment(Attachment):
    """The file as it was added."""

    number = number(required=True)


class AttachmentList(Schema):
    """The files, in the order of their coming."""

    number = number(required=True)
    items = fields.List(fields.Nested(Attachment), required=True)
    total = fields.Integer()


class Publication(Schema):
    """Whether everyone may read the file, for as long as the message's public text can be read."""

    public = YesNo(required=True)


class AttachmentShown(Schema):
    """Who may read the file now."""

    number = number(required=True)
    attachment = fields.String(required=True)
    type = fields.String()
    size = fields.Integer()
    digest = fields.String()
    described = fields.String(metadata=DESCRIBED)
    public = fields.Boolean()
    at = instant()
