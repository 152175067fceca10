"""What the portal office tells whoever is at the desk; notices keeps it."""

from __future__ import annotations

from flask import request

from gateway.access import staff
from gateway.asking import ask, command
from gateway.door import Answer, Asked
from gateway.resources.admin.notices import kind_named
from gateway.resources.desk.blueprint import ACT, DESK, LIST, READ
from gateway.schemas import notices as shapes
from gateway.schemas.shared import Page


@DESK.operation("GET", "/notices", staff("notices.read"), query=Page, answer=shapes.MyNotices, problems=LIST)
def my_notices(query: Asked) -> Answer:
    """The notices that are for you, the unread first, and how many of these there are."""
    listed = ask("notices", "my_notices", query)
    return {**listed, "items": [kind_named(item) for item in listed["items"]]}


@DESK.operation(
    "GET",
    "/notices/<notice:notice>",
    staff("notices.read"),
    query=Page,
    answer=shapes.MyNotice,
    problems=(*READ, 422),
)
def my_notice(notice: str, query: Asked) -> Answer:
    """A notice that is for you. That you have read this version is recorded, once, and the office sees it."""
    found = ask("notices", "my_notice", {"notice": notice, **query})
    # HEAD comes here too, and shows nobody anything
    if request.method == "GET" and found["state"] == "sent" and found["read_at"] is None:
        done = command("notices", "read_notice", {"notice": notice, "version": found["version"]})
        found["read_at"] = done["read_at"] if done["version"] == found["version"] else None
    return kind_named(found)


@DESK.operation(
    "POST",
    "/notices/<notice:notice>/receipt",
    staff("notices.confirm"),
    body=shapes.NoticeReceipt,
    answer=shapes.NoticeDone,
    problems=ACT,
)
def confirm_notice(notice: str, body: Asked) -> Answer:
    """Confirm the version that you have read, where the office asks for a receipt."""
    return command("notices", "confirm_notice", {"notice": notice, **body})
