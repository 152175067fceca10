"""The files of a message, for its citizen and for everyone."""

from __future__ import annotations

from flask import Response, request

from gateway.access import ANYONE, WRITERS
from gateway.asking import ask, command, query_code
from gateway.door import Answer
from gateway.parts import parts
from gateway.resources.citizen import CITIZEN
from gateway.schemas import attachments as shapes

__all__ = ["CITIZEN", "FILE"]

FILE = "application/octet-stream"
_CODE = ("QUERY_CODE",)
_OWN = "/messages/<number:number>/attachments"
_ONE = "<attachment:attachment>"


@CITIZEN.operation(
    "POST", _OWN, WRITERS, upload=True, answer=shapes.NewAttachment, status=201, headers=_CODE, problems=(404, 409, 503)
)
def attach(number: str) -> Answer:
    """Add a file to a message that waits: a picture, a document, a recording. Five at most."""
    own = {"number": number, "query_code": query_code()}
    ask("intake", "may_attach", {**own, "again": "Idempotency-Key" in request.headers})
    uploads = parts().uploads
    received = uploads.receive("intake", number)
    return uploads.confirm(received, lambda told: command("intake", "attach", {**own, **told}))


@CITIZEN.operation("GET", _OWN, ANYONE, answer=shapes.AttachmentList, headers=_CODE, problems=(404, 503))
def own_attachments(number: str) -> Answer:
    """The files that were sent with a message."""
    return ask("intake", "own_attachments", {"number": number, "query_code": query_code()})


@CITIZEN.operation("GET", f"{_OWN}/{_ONE}", ANYONE, file=FILE, headers=_CODE, problems=(404, 503))
def own_attachment(number: str, attachment: str) -> Response:
    """One of these files, to be saved."""
    asked = {"number": number, "query_code": query_code(), "attachment": attachment}
    return parts().uploads.hand_out(ask("intake", "own_attachment", asked))


@CITIZEN.operation("DELETE", f"{_OWN}/{_ONE}", ANYONE, status=204, headers=_CODE, problems=(404, 409, 503))
def remove_attachment(number: str, attachment: str) -> None:
    """Take a file back while the message waits."""
    asked = {"number": number, "query_code": query_code(), "attachment": attachment}
    command("intake", "remove_attachment", asked)


@CITIZEN.operation(
    "GET",
    f"/messages/<number:number>/reply-attachments/{_ONE}",
    ANYONE,
    file=FILE,
    headers=_CODE,
    problems=(404, 503),
)
def reply_attachment(number: str, attachment: str) -> Response:
    """A file that went out with a reply to the message, with an interim one or with the answer to the follow-up."""
    follows = ask("intake", "follow", {"number": number, "query_code": query_code()}).get("follows")
    of = {"number": number, "own": True} if follows is None else {"number": follows["number"], "own": False}
    return parts().uploads.hand_out(ask("review", "published_attachment", {**of, "attachment": attachment}))


@CITIZEN.operation(
    "GET", f"/published/<number:number>/reply-attachments/{_ONE}", ANYONE, file=FILE, problems=(404, 503)
)
def published_reply_attachment(number: str, attachment: str) -> Response:
    """A file that went out to everyone with a reply, with an interim one or with the answer to a follow-up."""
    asked = {"number": number, "own": False, "attachment": attachment}
    return parts().uploads.hand_out(ask("review", "published_attachment", asked))


@CITIZEN.operation(
    "GET", "/published/<number:number>/attachments", ANYONE, answer=shapes.AttachmentList, problems=(404, 503)
)
def public_attachments(number: str) -> Answer:
    """The files of a message that a clerk made public; none while its public text cannot be read."""
    return ask("intake", "public_attachments", {"number": number})


@CITIZEN.operation("GET", f"/published/<number:number>/attachments/{_ONE}", ANYONE, file=FILE, problems=(404, 503))
def public_attachment(number: str, attachment: str) -> Response:
    """One of these files, to be saved."""
    asked = {"number": number, "attachment": attachment}
    return parts().uploads.hand_out(ask("intake", "public_attachment", asked))
