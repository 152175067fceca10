"""Pages of a list: sorted and counted by the database, continued by a cursor that says where the last page ended."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Generic, TypeVar

import msgspec
from sqlalchemy import Column, ColumnElement, RowMapping, Select, func, literal, select, tuple_

from kernel.decider import Refusal
from kernel.tables import Instant, from_micros, to_micros
from kernel.unit import Reading

DEFAULT_LIMIT = 50
LONGEST = 200
AT_ONCE = 1000  # rows gone through in one query
MOST_QUERIES = 50  # for one page of a list that the database cannot narrow
_BIGINT = 2**63
_LONGEST_TEXT = 200

T = TypeVar("T")


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


@dataclass(frozen=True, slots=True)
class Sifted(Generic[T]):
    """What was found in some rows of a list, the cursor of the next page, and how many rows this page looked at."""

    items: Sequence[T]
    next: str | None
    looked_at: int


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
    limit = page_limit(payload)
    part = wanted
    if payload.get("after"):
        part = part.where(_beyond(_place(payload, order), order, newest_first=newest_first))
    sorted_ = part.order_by(*(column.desc() if newest_first else column.asc() for column in order))
    rows = reading.rows(sorted_.limit(limit + 1))
    following = _cursor(rows[limit - 1], order) if len(rows) > limit else None
    return Page(rows[:limit], following, counted(reading, wanted) if total is None else total)


def counted(reading: Reading, wanted: Select[Any]) -> int:
    """How many rows a list has."""
    rows = reading.rows(select(func.count().label("rows")).select_from(wanted.order_by(None).subquery()))
    return int(rows[0]["rows"])


def sifted(
    reading: Reading,
    wanted: Select[Any],
    order: tuple[Column[Any], ...],
    payload: Mapping[str, Any],
    found_in: Callable[[RowMapping], T | None],
    *,
    queries: int | None = None,
) -> Sifted[T]:
    """As `page`, of what is found in the rows, where the database cannot say in which; `found_in` gives None for most.

    The list is gone through from the cursor on, some rows at a time, until the page is full; or until it has been long
    enough, and then a page may hold less, even nothing, and still have a next one. Raises CursorUnusable.
    """
    limit = page_limit(payload)
    place = _place(payload, order) if payload.get("after") else None
    items: list[T] = []
    full: tuple[int, RowMapping] | None = None
    rows: Sequence[RowMapping] = ()
    looked_at = 0
    wide = min(limit + 1, AT_ONCE)  # enough where every row has something
    for _ in range(queries or MOST_QUERIES):
        part = wanted if place is None else wanted.where(_beyond(place, order))
        rows = reading.rows(part.order_by(*order).limit(wide))
        for row in rows:
            looked_at += 1
            item = found_in(row)
            if item is None:
                continue
            if full is not None:
                return Sifted(items, _cursor(full[1], order), full[0])
            items.append(item)
            full = (looked_at, row) if len(items) == limit else None
        if len(rows) < wide:
            return Sifted(items, None, looked_at)
        place, wide = [rows[-1][column.name] for column in order], AT_ONCE
    return Sifted(items, _cursor(rows[-1], order), looked_at)


def page_limit(payload: Mapping[str, Any]) -> int:
    """How long a page may be: 50 where nobody asked, 200 at most."""
    return min(max(payload.get("limit") or DEFAULT_LIMIT, 1), LONGEST)


def _beyond(place: Sequence[Any], order: tuple[Column[Any], ...], *, newest_first: bool = False) -> ColumnElement[bool]:
    """The rows that come after a place."""
    ended = tuple_(*(literal(value, column.type) for value, column in zip(place, order, strict=True)))
    return tuple_(*order) < ended if newest_first else tuple_(*order) > ended


def _cursor(row: RowMapping, order: tuple[Column[Any], ...]) -> str:
    values = [to_micros(value) if isinstance(value, datetime) else value for value in (row[c.name] for c in order)]
    return cursor_of(values)


def cursor_of(values: Sequence[int | str | date]) -> str:
    """The cursor of a list that is not the database's: the values by which its rows are sorted."""
    return base64.urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")


def numbers_of(cursor: str, many: int) -> list[int]:
    """The `many` whole numbers of such a cursor; raises CursorUnusable."""
    try:
        values = msgspec.convert(_values_of(cursor), list[int])
    except (binascii.Error, ValueError):
        raise CursorUnusable from None
    if len(values) != many or not all(-_BIGINT <= value < _BIGINT for value in values):
        raise CursorUnusable
    return values


def _place(payload: Mapping[str, Any], order: tuple[Column[Any], ...]) -> list[Any]:
    """The values of the row that a cursor names; raises CursorUnusable."""
    try:
        values = _values_of(str(payload["after"]))
        return [_value(value, column) for value, column in zip(values, order, strict=True)]
    except (binascii.Error, ValueError, TypeError, OverflowError):
        raise CursorUnusable from None


def _values_of(cursor: str) -> Any:
    return msgspec.json.decode(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))


def _value(value: Any, column: Column[Any]) -> Any:
    match value:
        case bool():
            raise TypeError
        case int() if -_BIGINT <= value < _BIGINT and isinstance(column.type, Instant):
            return from_micros(value)
        case int() if -_BIGINT <= value < _BIGINT and column.type.python_type is int:
            return value
        case str() if column.type.python_type is date:
            return date.fromisoformat(value)
        case str() if len(value) <= _LONGEST_TEXT and value.isprintable() and column.type.python_type is str:
            return value
        case _:
            raise TypeError
