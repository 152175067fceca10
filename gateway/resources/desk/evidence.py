"""What changed in a text, what it is laid out like, and the evidence of how it went out; review keeps all of it."""

from __future__ import annotations

from typing import Final

from flask import Response
from flask_babel import force_locale, gettext

from gateway import evidences
from gateway.access import staff
from gateway.asking import ask, people
from gateway.documents.evidence_record import evidence_record
from gateway.documents.official import CONTENT_TYPE
from gateway.door import Answer, Asked
from gateway.language import CHINESE
from gateway.parts import parts
from gateway.resources.desk.blueprint import DESK
from gateway.schemas import evidence as shapes
from gateway.schemas.templates import FilledTemplate
from gateway.sentences import N_

_ONE: Final = "/replies/<number:number>"
_HOW: Final = N_(
    "The hash of a published text is SHA-256 over the text in UTF-8, with a line feed at each line's end but the last: "
    "whoever has the text computes it anew. With files it is SHA-256 over that hash in hexadecimal followed by a line "
    "feed and the SHA-256 of the file, likewise, for each file in its order. The digest of a journal row is SHA-256 "
    "over `previous` followed by `content`. That nobody changed the journal since is shown by: "
    "huiyin verify review --anchor %(anchor)s"
)


@DESK.operation(
    "GET",
    f"{_ONE}/difference",
    staff("replies.read"),
    query=shapes.DifferenceQuery,
    answer=shapes.TextDifference,
    problems=(404, 409, 503),
)
def reply_difference(number: str, query: Asked) -> Answer:
    """What changed between two drafts; by default since the draft that the account has had before it."""
    return ask("review", "difference", {"number": number, **query})


@DESK.operation(
    "GET",
    f"{_ONE}/template",
    staff("replies.read"),
    query=shapes.PartQuery,
    answer=FilledTemplate,
    problems=(404, 503),
)
def filled_reply_template(number: str, query: Asked) -> Answer:
    """The column's reply template, filled in for who drafts this reply."""
    return ask("review", "template_for", {"number": number, **query})


@DESK.operation(
    "GET",
    f"{_ONE}/evidence",
    staff("replies.evidence"),
    query=shapes.PartQuery,
    answer=shapes.Evidence,
    problems=(404, 503),
)
def reply_evidence(number: str, query: Asked) -> Answer:
    """Who did what to which text, what went out, and where in the journal it can be proved."""
    found = _evidence(number, query)
    return {**found, "how": gettext(_HOW, anchor=found["journal"]["anchor"])}


@DESK.operation(
    "GET",
    f"{_ONE}/evidence.docx",
    staff("replies.evidence"),
    query=shapes.PartQuery,
    file=CONTENT_TYPE,
    problems=(404, 503),
)
def reply_evidence_record(number: str, query: Asked) -> Response:
    """The same as a document, in the form of official documents: in Chinese, whoever fetches it."""
    with force_locale(CHINESE):
        found = _evidence(number, query)
    name = f"evidence-{number}.docx" if query["part"] == "reply" else f"evidence-{number}-{query['part']}.docx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(evidence_record(found), content_type=CONTENT_TYPE, headers=headers)


def _evidence(number: str, query: Asked) -> Answer:
    """What review tells, with names, and with who is known to routing to have set it in motion; whole or not at all."""
    found = ask("review", "evidence", {"number": number, **query})
    case = evidences.case_of(lambda service, payload: ask(service, "history", payload), number)
    steps = evidences.with_causes(found["steps"], case)
    acted = evidences.accounts(steps)
    roles = {username: account.role for username, account in parts().accounts.known(acted).items()}
    return {**found, "steps": evidences.with_people(steps, people(acted), roles, gettext)}
