"""The files of a reply, of a follow-up's answer and of an interim reply: part of the draft, passed with the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import Response, request

from gateway.access import staff
from gateway.asking import ask, command
from gateway.door import Answer, View
from gateway.parts import parts
from gateway.resources.attachments import FILE
from gateway.resources.desk.blueprint import ACT, DESK, READ
from gateway.schemas import replies as texts

PARTS: Final[dict[str, tuple[str, Mapping[str, str]]]] = {
    "reply": ("/replies", {}),
    "follow_up": ("/follow-ups", {"part": "follow_up"}),
    "interim_reply": ("/interim-replies", {"part": "interim"}),
}


def _declare(name: str, path: str, part: Mapping[str, str]) -> None:
    files = f"{path}/<number:number>/attachments"
    one = f"{files}/<attachment:attachment>"
    post = DESK.operation(
        "POST", files, staff("replies.draft"), upload=True, answer=texts.FileAttached, status=201, problems=ACT
    )
    post(_named(f"attach_to_{name}", "Add a file to the draft: the passes are void, as after an edit.", _attach(part)))
    get = DESK.operation("GET", one, staff("replies.read"), file=FILE, problems=READ)
    get(_named(f"drafted_{name}_attachment", "A file of a draft, to be saved.", _read(part)))
    delete = DESK.operation("DELETE", one, staff("replies.draft"), answer=texts.ReplyStanding, problems=(404, 409, 503))
    delete(_named(f"remove_{name}_attachment", "Take a file from the draft: the passes are void.", _remove(part)))


def _attach(part: Mapping[str, str]) -> View:
    def view(number: str) -> Answer:
        about = {"number": number, **part}
        ask("review", "may_attach", {**about, "again": "Idempotency-Key" in request.headers})
        uploads = parts().uploads
        received = uploads.receive("review", number)
        return uploads.confirm(received, lambda told: command("review", "attach", {**about, **told}))

    return view


def _read(part: Mapping[str, str]) -> View:
    def view(number: str, attachment: str) -> Response:
        asked = {"number": number, **part, "attachment": attachment}
        return parts().uploads.hand_out(ask("review", "attachment", asked))

    return view


def _remove(part: Mapping[str, str]) -> View:
    def view(number: str, attachment: str) -> Answer:
        return command("review", "remove_attachment", {"number": number, **part, "attachment": attachment})

    return view


def _named(name: str, does: str, view: View) -> View:
    view.__name__, view.__doc__ = name, does
    return view


for _name, (_path, _part) in PARTS.items():
    _declare(_name, _path, _part)
