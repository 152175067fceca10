"""The shape of a city file, and what to say where a value does not fit it. What it means: docs/city-file.md."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from contracts.words import CODE, LABEL, Shape
from gateway.account import EMAIL
from gateway.roles import ROLES
from services.routing.domain.words import COMPLEXITIES, KINDS, LEVELS, URGENCIES

MOST_LEVELS, MOST_DAYS, LONGEST_TITLE, LONGEST_BODY, MOST_RULES = 9, 366, 500, 20_000, 500

_PRESENCE: dict[str, Any] = {"required": "is missing", "null": "is empty"}


def _messages(invalid: str) -> Any:
    return {**_PRESENCE, "invalid": invalid}


def _text(**rest: Any) -> fields.String:
    return fields.String(error_messages=_messages("must be text; put it in quotes"), **rest)


class _Whole(fields.Integer):
    """A whole number; not "5", not 5.0, not true."""

    def __init__(self, least: int, most: int, **rest: Any) -> None:
        in_range = validate.Range(least, most, error=f"must be between {least} and {most:,}")
        super().__init__(validate=in_range, error_messages=_messages("must be a whole number"), **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **rest)


class _YesNo(fields.Boolean):
    """True or false; not 1, not "yes"."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(error_messages=_messages("must be true or false"), **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **rest)


def _at_least_one(value: list[Any] | None) -> None:
    if value == []:
        raise ma.ValidationError("must have at least one entry")


def _list(of: fields.Field[Any], *, validate: Any = _at_least_one, **rest: Any) -> fields.List[Any]:
    said = "must be a list: one entry a line, each after a hyphen"
    return fields.List(of, error_messages=_messages(said), validate=validate, **rest)


class _AllOr(fields.List[Any]):
    """A list, or the word `all`, which is None afterwards."""

    def __init__(self, of: fields.Field[Any]) -> None:
        said = "must be `all`, or a list: one entry a line, each after a hyphen"
        super().__init__(of, error_messages=_messages(said), validate=_at_least_one)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **rest: Any) -> Any:
        return None if value == "all" else super()._deserialize(value, attr, data, **rest)


class _Part(ma.Schema):
    """A mapping whose keys are known."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        keys = ", ".join(field.data_key or name for name, field in self._declared_fields.items())
        self.error_messages["unknown"] = f"is no key here; the keys are {keys}"
        self.error_messages["type"] = f"must be a mapping with the keys {keys}"


def _shaped(shape: Shape, error: str) -> Any:
    def check(value: str) -> None:
        if not shape.admits(value):
            raise ma.ValidationError(error)

    return check


_an_id = _shaped(CODE, "must be 1 to 64 lower-case letters, digits, dots, hyphens and underscores, a letter first")
_a_name = _shaped(LABEL, "must be a name of 1 to 100 characters on one line")


def _one_of(words: tuple[str, ...], **rest: Any) -> fields.String:
    return _text(**rest, validate=validate.OneOf(words, error=f"must be one of {', '.join(words)}"))


class _Agency(_Part):
    id = _text(required=True, validate=_an_id)
    name = _text(required=True, validate=_a_name)
    parent = _text(load_default=None, validate=_an_id)
    level = _text(
        load_default="department",
        validate=validate.OneOf(LEVELS, error=f"is no level; the levels are {', '.join(LEVELS)}"),
    )


class _LimitException(_Part):
    days = _Whole(1, MOST_DAYS, required=True)
    kind = _one_of(KINDS)
    urgency = _one_of(URGENCIES)
    complexity = _one_of(COMPLEXITIES)


class _Limits(_Part):
    ordinary_days = _Whole(1, MOST_DAYS, load_default=5)
    complex_days = _Whole(1, MOST_DAYS, load_default=10)
    max_days = _Whole(1, MOST_DAYS, load_default=15)
    exceptions = _list(fields.Nested(_LimitException), validate=None, load_default=list)


class _Terms(_Part):
    """Left out, a term stays as it is; routing says what holds where nothing was ever said."""

    evaluation_days = _Whole(1, MOST_DAYS)
    follow_up_days = _Whole(1, MOST_DAYS)
    reopening_days = _Whole(1, MOST_DAYS)
    reopens_itself = _YesNo()
    return_working_days = _Whole(1, MOST_DAYS)
    assigns_itself = _YesNo()
    due_soon_working_days = _Whole(1, MOST_DAYS)
    yellow_working_days = _Whole(1, MOST_DAYS)
    letter_working_days = _Whole(1, MOST_DAYS)
    criticism_working_days = _Whole(1, MOST_DAYS)
    repeat_days = _Whole(1, MOST_DAYS)
    contact_required = _YesNo()
    letter_mark = _text(validate=_a_name)
    portal = _text(validate=_a_name, allow_none=True)


class _Column(_Part):
    """Left out, what is not required stays as it is."""

    id = _text(required=True, validate=_an_id)
    name = _text(required=True, validate=_a_name)
    jurisdiction = _text(required=True, validate=_a_name)
    leader = _text(required=True, validate=_a_name)
    office = _text(required=True, validate=_an_id)
    review_levels = _Whole(1, MOST_LEVELS)
    limits = fields.Nested(_Limits, error_messages=_PRESENCE)
    title_limit = _Whole(1, LONGEST_TITLE)
    body_limit = _Whole(1, LONGEST_BODY)
    accepts = _YesNo()
    terms = fields.Nested(_Terms, error_messages=_PRESENCE)


_rule_count = validate.Length(max=MOST_RULES, error=f"must have at most {MOST_RULES} entries")


class _Rule(_Part):
    name = _text(required=True, validate=_a_name)
    columns = _list(_text(validate=_an_id), load_default=list)
    territories = _list(_text(validate=_a_name), load_default=list)
    kinds = _list(_one_of(KINDS), load_default=list)
    topics = _list(_text(validate=_an_id), data_key="fields", attribute="fields", load_default=list)
    urgency = _one_of(URGENCIES, load_default=None)
    complexity = _one_of(COMPLEXITIES, load_default=None)
    lead = _text(required=True, validate=_an_id)
    co_agencies = _list(_text(validate=_an_id), load_default=list)
    working_days = _Whole(1, MOST_DAYS, load_default=None)


_an_address = validate.Regexp(EMAIL.removesuffix("$") + r"\Z", error="must be an e-mail address, in ASCII")


class _Account(_Part):
    username = _text(
        required=True,
        validate=validate.Regexp(
            r"[a-z0-9][a-z0-9._-]{1,39}\Z",
            error="must be 2 to 40 lower-case letters, digits, dots, hyphens and underscores",
        ),
    )
    name = _text(required=True, validate=_a_name)
    role = _text(
        required=True,
        validate=validate.OneOf(ROLES, error=f"is no role; the roles are {', '.join(ROLES)}"),
    )
    columns = _AllOr(_text(validate=_an_id))
    agencies = _list(_text(validate=_an_id))
    levels = _list(_Whole(1, MOST_LEVELS))
    email = _text(load_default=None, validate=_an_address)
    password = _text(load_default=None)


class _Subfield(_Part):
    id = _text(required=True, validate=_an_id)
    name = _text(required=True, validate=_a_name)


class _Fields(_Subfield):
    below = _list(fields.Nested(_Subfield), data_key="fields", load_default=list)


class _Field(_Subfield):
    below = _list(fields.Nested(_Fields), data_key="fields", load_default=list)


class CitySchema(_Part):
    """A whole city file."""

    city = _text(required=True, validate=_a_name)
    demonstration = _YesNo(load_default=False)
    agencies = _list(fields.Nested(_Agency), required=True)
    columns = _list(fields.Nested(_Column), required=True)
    rules = _list(fields.Nested(_Rule), validate=_rule_count, load_default=None)
    accounts = _list(fields.Nested(_Account), validate=None, load_default=list)
    tree = _list(fields.Nested(_Field), data_key="fields", load_default=None)
