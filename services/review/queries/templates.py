"""Reply templates: those of the columns, the editions of one, and one filled in for who drafts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping, Select, select

from kernel.decider import plain
from kernel.paging import DEFAULT_LIMIT, LONGEST, CursorUnusable, page
from kernel.service import Answer, Payload
from kernel.store import Reading
from services.review import tables
from services.review.domain import replytemplate as t
from services.review.domain.refusals import UnknownColumn
from services.review.domain.scope import READ_TEMPLATES, require, require_column
from services.review.handlers import part_of
from services.review.queries.texts import visible
from services.review.schema import TEMPLATES

COLUMNS, WRITTEN = tables.columns.c, tables.reply_templates.c
SHANGHAI = ZoneInfo("Asia/Shanghai")
_NONE = {"version": 0, **asdict(t.Form()), "by": None, "at": None}


def reply_templates(reading: Reading, payload: Payload) -> Answer:
    """{after?, limit?} → {items, next, total}: every column of the person's with its template, by the column's code.

    Items are {column, column_name, version, salutation, body, closing, signature, by, at}; `version` 0 says that none
    was written. Raises CursorUnusable, OutOfScope.
    """
    person = reading.context.actor
    require(person, READ_TEMPLATES)
    wanted = _with_columns()
    if person.columns is not None:
        wanted = wanted.where(COLUMNS.column.in_(person.columns))
    found = page(reading, wanted, (COLUMNS.column,), payload)
    return {"items": [_item(row) for row in found.rows], "next": found.next, "total": found.total}


def reply_template(reading: Reading, payload: Payload) -> Answer:
    """{column} → the column's template as in reply_templates. Raises UnknownColumn, OutOfScope."""
    column: str = payload["column"]
    require_column(reading.context.actor, READ_TEMPLATES, column)
    rows = reading.rows(_with_columns().where(COLUMNS.column == column))
    if not rows:
        raise UnknownColumn(column)
    return _item(rows[0])


def template_editions(reading: Reading, payload: Payload) -> Answer:
    """{column, after?, limit?} → {items, next, total}: every edition, the newest first, as in reply_templates.

    Raises CursorUnusable, OutOfScope.
    """
    column: str = payload["column"]
    require_column(reading.context.actor, READ_TEMPLATES, column)
    template = reading.state(TEMPLATES, column)
    editions = template.editions[::-1] if isinstance(template, t.InUse) else ()
    after, limit = payload.get("after"), min(payload.get("limit") or DEFAULT_LIMIT, LONGEST)
    if after and not (after.isascii() and after.isdecimal() and len(after) <= len(str(2**31))):
        raise CursorUnusable
    rest = [each for each in editions if not after or each.version < int(after)]
    return {
        "items": [_edition(each) for each in rest[:limit]],
        "next": str(rest[limit - 1].version) if len(rest) > limit else None,
        "total": len(editions),
    }


def template_for(reading: Reading, payload: Payload) -> Answer:
    """{number, part?} → {number, part, column, version, text, salutation, body, closing, signature}, filled in.

    The column's template for who drafts this reply, of this day; the text is empty and the version 0 where the column
    has none. Raises NotFound, OutOfScope.
    """
    number: str = payload["number"]
    part = part_of(payload).category
    row = visible(reading, number, part)
    template = reading.state(TEMPLATES, row["column"])
    newest = template.newest if isinstance(template, t.InUse) else None
    day = reading.now.astimezone(SHANGHAI)
    names = reading.rows(select(COLUMNS.name).where(COLUMNS.column == row["column"]))
    leads = reading.rows(select(tables.agencies.c.name).where(tables.agencies.c.agency == row["lead"]))
    blanks = t.Blanks(
        number,
        names[0]["name"] if names else None,
        leads[0]["name"] if leads else None,
        t.day_in_words(day),
    )
    form = t.filled(newest.form if newest else t.Form(), blanks)
    of = {"number": number, "part": part, "column": row["column"], "version": newest.version if newest else 0}
    return {**of, "text": t.laid_out(form), **asdict(form)}


def _with_columns() -> Select[Any]:
    """Every column there is, with its template where there is one."""
    parts = [WRITTEN.version, WRITTEN.salutation, WRITTEN.body, WRITTEN.closing, WRITTEN.signature]
    joined = tables.columns.outerjoin(tables.reply_templates, WRITTEN.column == COLUMNS.column)
    chosen = select(COLUMNS.column, COLUMNS.name.label("column_name"), *parts, WRITTEN.by, WRITTEN.at)
    return chosen.select_from(joined)


def _item(row: RowMapping) -> Answer:
    shown: Answer = plain(row)
    return shown if shown["version"] is not None else {**shown, **_NONE}


def _edition(edition: t.Edition) -> Answer:
    written: Answer = plain({"version": edition.version, "by": edition.by, "at": edition.at})
    return {**written, **asdict(edition.form)}
