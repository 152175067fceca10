"""How the replies of a column are laid out: written by its administrator, and by the office."""

from __future__ import annotations

from sqlalchemy import select

from kernel.service import Answer, Payload
from kernel.store import Unit
from services.review import tables
from services.review.domain import replytemplate as t
from services.review.domain.refusals import UnknownColumn
from services.review.domain.scope import TEMPLATE, require_column
from services.review.domain.text import exact
from services.review.schema import TEMPLATES


def write_template(unit: Unit, payload: Payload) -> Answer:
    """{column, salutation, body, closing, signature, replaces} → {column, version}: replies are laid out like this.

    `replaces` is the version that was read, 0 for the first. Raises UnknownColumn, TemplateMovedOn, UnknownPlaceholder,
    what a text is refused for, OutOfScope.
    """
    column: str = payload["column"]
    require_column(unit.context.actor, TEMPLATE, column)
    if not unit.rows(select(tables.columns.c.column).where(tables.columns.c.column == column)):
        raise UnknownColumn(column)
    form = t.Form(*(exact(payload[part]) for part in ("salutation", "body", "closing", "signature")))
    unit.execute(TEMPLATES, column, t.Write(form, payload["replaces"], unit.context.actor.account, unit.now))
    template = unit.state(TEMPLATES, column)
    return {"column": column, "version": template.newest.version if isinstance(template, t.InUse) else 0}
