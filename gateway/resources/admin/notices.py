"""What the portal office tells its people, and who has read it; notices keeps both, the gateway has the accounts."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_babel import gettext

from gateway import audience
from gateway.access import staff
from gateway.asking import ask, command
from gateway.documents import readers_sheet
from gateway.documents.words import local
from gateway.door import Answer, Asked
from gateway.parts import parts
from gateway.resources.admin.blueprint import ADMIN
from gateway.schemas import notices as shapes
from gateway.schemas.shared import Page
from gateway.sentences.words import WORDS

READ = (404, 503)
LIST = (422, 503)
ACT = (400, 404, 409, 415, 422, 503)


def kind_named(notice: Answer) -> Answer:
    """The notice with its kind in words."""
    return {**notice, "kind_name": gettext(WORDS[notice["kind"]])}


@ADMIN.operation(
    "GET", "/notices", staff("notices.oversee"), query=shapes.NoticeFilter, answer=shapes.NoticeList, problems=LIST
)
def notices(query: Asked) -> Answer:
    """Every notice, drafts too, the newest first, each with how many have read it."""
    listed = ask("notices", "notices", query)
    return {**listed, "items": [kind_named(item) for item in listed["items"]]}


@ADMIN.operation(
    "POST",
    "/notices",
    staff("notices.write"),
    body=shapes.NoticeDraft,
    answer=shapes.NoticeStanding,
    status=201,
    problems=(409, 503),
)
def draft_notice(body: Asked) -> Answer:
    """Write a notice; nobody gets it before it is sent."""
    return _drafted(body)


@ADMIN.operation(
    "POST",
    "/notices/recipients",
    staff("notices.write"),
    body=shapes.RecipientQuery,
    answer=shapes.RecipientList,
    problems=LIST,
)
def notice_recipients(body: Asked) -> Answer:
    """Whom a notice for these roles and columns, or accounts, would meet now. Nothing is recorded."""
    people = audience.met(parts().accounts.present(), body)
    later = [account for account in people if account.username > body.get("after", "")]
    page = later[: body["limit"]]
    items = [
        {
            "username": account.username,
            "display_name": account.display_name,
            "role": account.role,
            "role_name": gettext(WORDS[account.role]),
        }
        for account in page
    ]
    return {"items": items, "next": page[-1].username if len(later) > len(page) else None, "total": len(people)}


@ADMIN.operation(
    "GET",
    "/notices/<notice:notice>",
    staff("notices.oversee"),
    query=Page,
    answer=shapes.Notice,
    problems=(404, *LIST),
)
def notice(notice: str, query: Asked) -> Answer:
    """A notice with its versions, the newest first, page by page."""
    return kind_named(ask("notices", "notice", {"notice": notice, **query}))


@ADMIN.operation(
    "PUT",
    "/notices/<notice:notice>/draft",
    staff("notices.write"),
    body=shapes.NoticeDraft,
    answer=shapes.NoticeStanding,
    problems=ACT,
)
def redraft_notice(notice: str, body: Asked) -> Answer:
    """Write a draft anew, all of it."""
    return _drafted({**body, "notice": notice})


@ADMIN.operation(
    "POST",
    "/notices/<notice:notice>/sending",
    staff("notices.write"),
    body=shapes.NoticeSending,
    answer=shapes.NoticeStanding,
    problems=ACT,
)
def send_notice(notice: str, body: Asked) -> Answer:
    """Send the draft that was looked at to everyone whom it is for. It is frozen from then on."""
    rule = ask("notices", "notice", {"notice": notice})
    people = audience.met(parts().accounts.present(), rule)
    recipients = [account.username for account in people]
    return command("notices", "send_notice", {"notice": notice, **body, "recipients": recipients})


@ADMIN.operation(
    "POST",
    "/notices/<notice:notice>/correction",
    staff("notices.write"),
    body=shapes.NoticeCorrection,
    answer=shapes.NoticeStanding,
    problems=ACT,
)
def correct_notice(notice: str, body: Asked) -> Answer:
    """Say it otherwise, as a new version that shows what it changed; everyone has it to read anew."""
    return command("notices", "correct_notice", {"notice": notice, **body})


@ADMIN.operation(
    "POST",
    "/notices/<notice:notice>/withdrawal",
    staff("notices.write"),
    body=shapes.NoticeWithdrawal,
    answer=shapes.NoticeStanding,
    problems=ACT,
)
def withdraw_notice(notice: str, body: Asked) -> Answer:
    """Withdraw what was sent, and say why."""
    return command("notices", "withdraw_notice", {"notice": notice, **body})


@ADMIN.operation(
    "POST",
    "/notices/<notice:notice>/reminder",
    staff("notices.write"),
    answer=shapes.NoticeReminded,
    problems=ACT,
)
def remind_readers(notice: str) -> Answer:
    """Remind whoever was addressed and has not read it, or not confirmed it; once a day."""
    return command("notices", "remind_readers", {"notice": notice, "disabled": parts().accounts.disabled()})


@ADMIN.operation(
    "GET",
    "/notices/<notice:notice>/readers",
    staff("notices.oversee"),
    query=shapes.ReaderPage,
    answer=shapes.NoticeReaders,
    problems=(404, *LIST),
)
def notice_readers(notice: str, query: Asked) -> Answer:
    """Who has read it and who has not; who joined later, or is disabled by now, counts apart."""
    listed = ask("notices", "readers", {"notice": notice, **query, "disabled": parts().accounts.disabled()})
    return {**listed, "items": _with_names(listed["items"])}


@ADMIN.operation(
    "GET",
    "/notices/<notice:notice>/readers.xlsx",
    staff("notices.oversee"),
    query=shapes.ReaderFilter,
    file=readers_sheet.CONTENT_TYPE,
    problems=(404, *LIST),
)
def notice_readers_as_sheet(notice: str, query: Asked) -> Response:
    """The same as a sheet, up to 5,000 people; it says the instant for which it holds."""
    listed = ask("notices", "readers_sheet", {"notice": notice, **query, "disabled": parts().accounts.disabled()})
    sheet = readers_sheet.readers_sheet({**listed, "items": _with_names(listed["items"])}, query.get("done"))
    name = f"readers-{notice}-{local(listed['as_of']):%Y%m%d-%H%M}.xlsx"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(sheet, content_type=readers_sheet.CONTENT_TYPE, headers=disposition)


def _drafted(body: Asked) -> Answer:
    audience.must_be_readers(parts().accounts.present(), body["accounts"])
    return command("notices", "draft_notice", body)


def _with_names(readers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Readers with the names and roles of their accounts, as these are now."""
    known = parts().accounts.known(reader["account"] for reader in readers)
    return [{**reader, **_named(known.get(reader["account"]))} for reader in readers]


def _named(account: Any) -> dict[str, Any]:
    if account is None:
        return {"display_name": None, "role_name": None}
    return {"display_name": account.display_name, "role_name": gettext(WORDS[account.role])}
