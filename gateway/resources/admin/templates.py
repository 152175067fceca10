"""How the replies of a column are laid out: read, written anew, and what was before; review keeps it."""

from __future__ import annotations

from gateway.access import staff
from gateway.asking import ask, command
from gateway.door import Answer, Asked
from gateway.resources.admin.blueprint import ADMIN
from gateway.schemas import templates as shapes
from gateway.schemas.shared import Page

_ONE = "/reply-templates/<code:column>"


@ADMIN.operation(
    "GET", "/reply-templates", staff("templates.read"), query=Page, answer=shapes.TemplateList, problems=(503,)
)
def reply_templates(query: Asked) -> Answer:
    """The columns within the account's scope, each with its reply template."""
    return ask("review", "reply_templates", query)


@ADMIN.operation("GET", _ONE, staff("templates.read"), answer=shapes.TemplateView, problems=(404, 409, 503))
def reply_template(column: str) -> Answer:
    """The reply template of a column; version 0 and blank where none was written."""
    return ask("review", "reply_template", {"column": column})


@ADMIN.operation(
    "PUT",
    _ONE,
    staff("templates.write"),
    body=shapes.TemplateWriting,
    answer=shapes.TemplateStanding,
    problems=(404, 409, 503),
)
def write_reply_template(column: str, body: Asked) -> Answer:
    """Write the reply template of a column anew. Drafts stay as they are; proofreading goes by the new one at once."""
    return command("review", "write_template", {"column": column, **body})


@ADMIN.operation(
    "GET",
    f"{_ONE}/editions",
    staff("templates.read"),
    query=Page,
    answer=shapes.TemplateEditions,
    problems=(404, 503),
)
def reply_template_editions(column: str, query: Asked) -> Answer:
    """Every edition of a column's reply template, with who wrote it when."""
    return ask("review", "template_editions", {"column": column, **query})
