"""What several parts of the API share: cursors, words, the frame of a list."""

from __future__ import annotations

from typing import Any, Final, get_args

from marshmallow import Schema, fields

from contracts import SERVICES, intake, review, words
from gateway.fields import Code, Matching, OneOf, Whole
from gateway.sentences import N_

KINDS: Final[tuple[str, ...]] = get_args(words.Kind)
URGENCIES: Final[tuple[str, ...]] = get_args(words.Urgency)
COMPLEXITIES: Final[tuple[str, ...]] = get_args(words.Complexity)
REASONS: Final[tuple[str, ...]] = get_args(intake.Reason)
MESSAGE_STATES: Final = ("waiting", "in_progress", "closed", "declined", "redirected", "merged", "withdrawn", "erased")
REPLY_STATES: Final = ("unassigned", "waiting", "drafted", "in_review", "sent_back", "published", "erased")
PARTS: Final[tuple[str, ...]] = get_args(review.Part)
CORRECTION_REASONS: Final[tuple[str, ...]] = get_args(review.Reason)
SOURCES: Final = SERVICES

SATISFACTION_META: Final = {
    "description": "1 very dissatisfied, 2 dissatisfied, 3 fairly satisfied, 4 satisfied, 5 very satisfied; "
    "1 and 2 allow the case to be reopened"
}

LIMIT: Final = 200
NUMBER_FORM: Final = r"^[0-9]{8}-[0-9]{6}$"
NUMBER_META: Final = {"pattern": NUMBER_FORM, "example": "20190307-482913"}
NUMBER_WRONG: Final = N_("A message number is eight digits, a hyphen and six digits: 20190307-482913.")
INSTANT_META: Final = {"format": "date-time"}
DAY_META: Final = {"format": "date"}


def one_of(*choices: str, **rest: Any) -> fields.String:
    """One of these codes."""
    return fields.String(validate=OneOf(choices), **rest)


def number(**rest: Any) -> fields.String:
    """A message number in an answer."""
    return fields.String(metadata=NUMBER_META, **rest)


def instant(description: str = "", **rest: Any) -> fields.String:
    """A moment in an answer, RFC 3339 in UTC."""
    said = {"description": description} if description else {}
    return fields.String(metadata={**INSTANT_META, **said}, **rest)


def day(description: str = "", **rest: Any) -> fields.String:
    """A date in an answer, in Asia/Shanghai."""
    said = {"description": description} if description else {}
    return fields.String(metadata={**DAY_META, **said}, **rest)


class Page(Schema):
    """Which part of a list: from where on, and how many."""

    after = Matching(
        r"^[\x21-\x7e]{1,1000}$", metadata={"description": "`next` of the page before; it means nothing by itself"}
    )
    limit = Whole(least=1, most=LIMIT, load_default=50)


class ColumnPage(Page):
    """A part of a list, of one column if wanted."""

    column = Code()


class Listed(Schema):
    """The frame of a list; `items` comes with each list."""

    next = fields.String(
        allow_none=True, metadata={"description": "`after` for the next page; null: this is the last one"}
    )
    total = fields.Integer(metadata={"description": "How many there are in all"})
