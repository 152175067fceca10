"""Pages of a list: sorted and counted by the database, continued by a cursor that says where the last page ended."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import msgspec
from sqlalchemy import Column, RowMapping, Select, func, literal, select, tuple_

from kernel.decider import Refusal
from kernel.tables import Instant, from_micros, to_micros
from kernel.unit import Reading

DEFAULT_LIMIT = 50
LONGEST = 200
_BIGINT = 2**63
_LONGEST_TEXT = 200


@dataclass(eq=False)
class CursorUnusable(Refusal):
    """`after` is no cursor that this list has given out."""

    code: ClassVar[str] = "list.cursor_unusable"


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a list, the cursor of the next page (None after the last), and how many rows the list has."""

    rows: Sequence[RowMapping]
    next: str | None
    total: int


def page(
    reading: Reading,
    wanted: Select[Any],
    order: tuple[Column[Any], ...],
    payload: Mapping[str, Any],
    *,
    newest_first: bool = False,
    total: int | None = None,
) -> Page:
    """The page of `wanted` that `payload` asks for by `after` and `limit` (50 where it asks for none, 200 at most).

    `order` names columns of the rows that are never null and together unique. Whoever has counted the rows already says
    so by `total`. Raises CursorUnusable.
    """
    limit = min(max(payload.get("limit") or DEFAULT_LIMIT, 1), LONGEST)
    part = wanted
    if payload.get("after"):
        ended = tuple_(
            *(literal(value, column.type) for value, column in zip(_place(payload, order), order, strict=True))
        )
        part = part.where(tuple_(*order) < ended if newest_first else tuple_(*order) > ended)
    sorted_ = part.order_by(*(column.desc() if newest_first else column.asc() for column in order))
    rows = reading.rows(sorted_.limit(limit + 1))
    following = _cursor(rows[limit - 1], order) if len(rows) > limit else None
    return Page(rows[:limit], following, _counted(reading, wanted) if total is None else total)


def _counted(reading: Reading, wanted: Select[Any]) -> int:
    rows = reading.rows(select(func.count().label("rows")).select_from(wanted.order_by(None).subquery()))
    return int(rows[0]["rows"])


def _cursor(row: RowMapping, order: tuple[Column[Any], ...]) -> str:
    values = [to_micros(value) if isinstance(value, datetime) else value for value in (row[c.name] for c in order)]
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")


def _place(payload: Mapping[str, Any], order: tuple[Column[Any], ...]) -> list[Any]:
    """The values of the row that a cursor names; raises CursorUnusable."""
    text = str(payload["after"])
    try:
        values = msgspec.json.decode(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
        return [_value(value, column) for value, column in zip(values, order, strict=True)]
    except (binascii.Error, ValueError, TypeError, OverflowError):
        raise CursorUnusable from None


def _value(value: Any, column: Column[Any]) -> Any:
    match value:
        case bool():
            raise TypeError
        case int() if -_BIGINT <= value < _BIGINT and isinstance(column.type, Instant):
            return from_micros(value)
        case int() if -_BIGINT <= value < _BIGINT and column.type.python_type is int:
            return value
        case str() if len(value) <= _LONGEST_TEXT and value.isprintable() and column.type.python_type is str:
            return value
        case _:
            raise TypeError
