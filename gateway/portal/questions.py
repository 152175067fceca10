"""What a page is asked: addresses that people make with a form, or by hand, with fields left empty."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from flask import request
from flask_babel import gettext
from marshmallow import EXCLUDE, Schema, ValidationError, pre_load

from gateway.documents.words import SHANGHAI
from gateway.fields import Code, Day, Instant, Matching, Positions, flat
from gateway.problems import Problem
from gateway.schemas.bulletins import PERIOD, PERIOD_WRONG
from gateway.schemas.shared import one_of
from gateway.schemas.statistics import GROUPINGS, HOSTED
from gateway.sentences import N_

_ON_THE_WALL: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?")
_DAY: Final = timedelta(days=1)


class Moment(Instant):
    """An instant, or what a form sends: the clock on the wall in Beijing."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> str:
        if isinstance(value, str) and _ON_THE_WALL.fullmatch(value):
            value = f"{value if value.count(':') == 2 else f'{value}:00'}+08:00"  # noqa: PLR2004 - hours:minutes:seconds
        return super()._deserialize(value, attr, data, **rest)


class _Filled(Schema):
    """Only what is filled in counts, and only what the page knows: addresses gather marks of whoever hands them on."""

    class Meta:
        """How marshmallow is to read it."""

        unknown = EXCLUDE

    @pre_load
    def _without_blanks(self, said: Mapping[str, str], **_: Any) -> dict[str, str]:
        return {name: value.strip() for name, value in said.items() if value.strip()}


class FiguresAsked(_Filled):
    """Of the page of figures."""

    begin = Day(data_key="from")
    end = Day(data_key="to")
    as_of = Moment()
    positions = Positions()
    by = one_of(*GROUPINGS, load_default="column")
    column = Code()
    hosted = one_of(*HOSTED)


class BulletinsAsked(_Filled):
    """Of the list of bulletins."""

    column = Code()
    period = Matching(PERIOD, PERIOD_WRONG)
    after = Matching(r"^[\x21-\x7e]{1,1000}$")


class VersionAsked(_Filled):
    """Of one bulletin."""

    version = Matching(r"^[1-9][0-9]{0,5}$")


def asked(schema: type[Schema]) -> dict[str, Any]:
    """What the address asks. Raises Problem."""
    try:
        loaded: dict[str, Any] = schema().load(request.args.to_dict())
    except ValidationError as error:
        found: dict[str, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]
        raise Problem("gateway.invalid_input", errors=flat(found, "query", gettext)) from error
    return loaded


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `begin` to before `end`, with what they are called."""

    name: str
    begin: date
    end: date


THIS_YEAR: Final = N_("This year")


def usual(now: datetime) -> tuple[Period, ...]:
    """Periods that people ask about most, the first of them where nothing is asked; what goes on ends with today."""
    today = now.astimezone(SHANGHAI).date()
    month = today.replace(day=1)
    quarter = today.replace(month=today.month - (today.month - 1) % 3, day=1)
    year = today.replace(month=1, day=1)
    return (
        Period(THIS_YEAR, year, today + _DAY),
        Period(N_("This quarter"), quarter, today + _DAY),
        Period(N_("This month"), month, today + _DAY),
        Period(N_("Last month"), _before(month, 1), month),
        Period(N_("Last quarter"), _before(quarter, 3), quarter),
        Period(N_("Last year"), year.replace(year=year.year - 1), year),
    )


def _before(first: date, months: int) -> date:
    """The first day of the month so many months before."""
    place = first.year * 12 + first.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)
