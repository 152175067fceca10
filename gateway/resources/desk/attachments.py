"""The files of a message, for staff: read by whoever sees the message, made public by a clerk."""

from __future__ import annotations

from flask import Response

from gateway.access import staff
from gateway.asking import ask, command
from gateway.door import Answer, Asked
from gateway.parts import parts
from gateway.resources.attachments import FILE
from gateway.resources.desk.blueprint import ACT, DESK, READ
from gateway.schemas import attachments as shapes

_FILES = "/messages/<number:number>/attachments"
_ONE = f"{_FILES}/<attachment:attachment>"


@DESK.operation("GET", _FILES, staff("messages.read"), answer=shapes.AttachmentList, problems=READ)
def attachments(number: str) -> Answer:
    """The files that came with a message, with their digests."""
    return ask("intake", "attachments", {"number": number})


@DESK.operation("GET", _ONE, staff("messages.read"), file=FILE, problems=READ)
def attachment(number: str, attachment: str) -> Response:
    """One of these files, to be saved."""
    return parts().uploads.hand_out(ask("intake", "attachment", {"number": number, "attachment": attachment}))


@DESK.operation(
    "POST",
    f"{_ONE}/publication",
    staff("messages.confirm_public_text"),
    body=shapes.Publication,
    answer=shapes.AttachmentShown,
    problems=ACT,
)
def show_attachment(number: str, attachment: str, body: Asked) -> Answer:
    """Make a file public beside the message's public text, or private again."""
    return command("intake", "show_attachment", {"number": number, "attachment": attachment, **body})
