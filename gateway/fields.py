"""Fields of requests and answers: each says in the reader's language what is wrong, and shows its limits in OpenAPI."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from flask_babel import LazyString, lazy_gettext
from marshmallow import ValidationError, fields, validate

from gateway.sentences import N_

# control and formatting characters that no name, title or text needs; bidirectional overrides can disguise a text
_LINE: Final = r"^[^\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]*$"
_LINES: Final = r"^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]*$"
_CODE: Final = r"^[a-z][a-z0-9_.-]{0,63}$"
_LINE_RE: Final = re.compile(_LINE)
_LINES_RE: Final = re.compile(_LINES)
_INSTANT_RE: Final = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?([Zz]|[+-]\d{2}:\d{2})")

# what marshmallow itself says; translated when the problem is written
MARSHMALLOW_MESSAGES: Final = (
    N_("Missing data for required field."),
    N_("Field may not be null."),
    N_("Unknown field."),
    N_("Invalid input type."),
    N_("Not a valid string."),
    N_("Not a valid utf-8 string."),
    N_("Not a valid integer."),
    N_("Not a valid number."),
    N_("Not a valid boolean."),
    N_("Not a valid list."),
    N_("Not a valid mapping type."),
    N_("Number too large."),
    N_("Invalid value."),
)


def wrong(message: LazyString) -> ValidationError:
    """A validation error whose text is chosen in the reader's language when the problem is written."""
    return ValidationError([message])


class Length(validate.Length):
    """Between `min` and `max` items."""

    def __call__(self, value: Any) -> Any:
        """The value; raises ValidationError."""
        length = len(value)
        if self.max is not None and length > self.max:
            raise wrong(lazy_gettext("At most %(max)d; this has %(length)d.", max=self.max, length=length))
        if self.min is not None and length < self.min:
            raise wrong(lazy_gettext("At least %(min)d; this has %(length)d.", min=self.min, length=length))
        return value


class Letters(validate.Length):
    """A text of between `min` and `max` characters; where it has none, it is to be filled in."""

    def __call__(self, value: Any) -> Any:
        """The value; raises ValidationError."""
        length = len(value)
        if self.max is not None and length > self.max:
            raise wrong(lazy_gettext("At most %(max)d characters; this has %(length)d.", max=self.max, length=length))
        if self.min is not None and length == 0:
            raise wrong(lazy_gettext("Please fill this in."))
        if self.min is not None and length < self.min:
            raise wrong(lazy_gettext("At least %(min)d characters; this has %(length)d.", min=self.min, length=length))
        return value


class Range(validate.Range):
    """A number between `min` and `max`, both included."""

    def __call__(self, value: Any) -> Any:
        """The value; raises ValidationError."""
        if (self.min is not None and value < self.min) or (self.max is not None and value > self.max):
            raise wrong(lazy_gettext("Between %(min)s and %(max)s.", min=self.min, max=self.max))
        return value


class OneOf(validate.OneOf):
    """One of the listed codes."""

    def __call__(self, value: Any) -> Any:
        """The value; raises ValidationError."""
        if value not in self.choices:
            raise wrong(lazy_gettext("One of: %(choices)s.", choices=", ".join(str(choice) for choice in self.choices)))
        return value


class Text(fields.String):
    """Text without control characters, trimmed; one line unless `lines`. Lengths are counted after trimming."""

    def __init__(self, *, least: int = 0, most: int, lines: bool = False, **rest: Any) -> None:
        metadata = {"pattern": _LINES if lines else _LINE, **rest.pop("metadata", {})}
        super().__init__(validate=Letters(min=least or None, max=most), metadata=metadata, **rest)
        self._admits = (_LINES_RE if lines else _LINE_RE).match

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest).replace("\r\n", "\n").strip()
        if not self._admits(text):
            raise wrong(lazy_gettext("Contains characters that cannot be used in a text."))
        return text


class Matching(fields.String):
    """A short string of one shape, such as a code or a number; `form` says the shape to a person."""

    def __init__(self, pattern: str, form: str = N_("Does not have the expected form."), **rest: Any) -> None:
        metadata = {"pattern": pattern, **rest.pop("metadata", {})}
        super().__init__(metadata=metadata, **rest)
        self._form = form
        self._matches = re.compile(pattern.removesuffix("$"), re.ASCII).fullmatch

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        if not self._matches(text):
            raise wrong(lazy_gettext(self._form))
        return text


class Code(Matching):
    """A configured code: a column, an agency, a field."""

    def __init__(self, **rest: Any) -> None:
        form = N_("A code: a lower-case letter, then at most 63 more of them, digits, dots, hyphens and underscores.")
        super().__init__(_CODE, form, **rest)


class Hash(Matching):
    """A SHA-256 digest of a text."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(r"^[0-9a-f]{64}$", N_("A SHA-256 digest: 64 digits and letters from a to f."), **rest)


class Whole(fields.Integer):
    """A whole number in a range; a JSON number, never text or true/false, in a body."""

    def __init__(self, *, least: int, most: int, **rest: Any) -> None:
        super().__init__(strict=True, validate=Range(min=least, max=most), **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> int:
        if isinstance(value, bool) or (isinstance(value, str) and isinstance(data, dict)):
            raise self.make_error("invalid", input=value)
        if isinstance(value, str):
            if not re.fullmatch(r"-?[0-9]{1,15}", value, re.ASCII):
                raise self.make_error("invalid", input=value)
            value = int(value)
        return super()._deserialize(value, attr, data, **rest)


class YesNo(fields.Boolean):
    """A JSON true or false, nothing that merely looks like it."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Day(fields.String):
    """A calendar date, ISO 8601; stays text."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(metadata={"format": "date", **rest.pop("metadata", {})}, **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> str:
        text = super()._deserialize(value, attr, data, **rest)
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                return date.fromisoformat(text).isoformat()
        except ValueError:
            pass
        raise wrong(lazy_gettext("Not a date; write it as 2019-03-31."))


class Instant(fields.String):
    """A moment with its offset, RFC 3339; handed on in UTC."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(metadata={"format": "date-time", **rest.pop("metadata", {})}, **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> str:
        # "+" in a query string is a blank unless it was percent-encoded
        text = super()._deserialize(value, attr, data, **rest)
        if " " in text[11:]:
            text = text[:11] + text[11:].replace(" ", "+")
        try:
            if _INSTANT_RE.fullmatch(text):
                return datetime.fromisoformat(text.upper()).astimezone(UTC).isoformat()
        except (ValueError, OverflowError):
            pass
        raise wrong(lazy_gettext("Not an instant; write it as 2019-03-31T17:30:00+08:00, with its offset."))


class Positions(fields.String):
    """How much of each service's public log an answer rests on: intake:123,review:45; handed on by service."""

    _PATTERN: Final = r"^[a-z]{1,20}:[0-9]{1,15}(,[a-z]{1,20}:[0-9]{1,15}){0,9}$"

    def __init__(self, **rest: Any) -> None:
        metadata = {"pattern": self._PATTERN, "example": "intake:123,review:45,routing:99", **rest.pop("metadata", {})}
        super().__init__(metadata=metadata, **rest)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **rest: Any) -> Any:
        text = super()._deserialize(value, attr, data, **rest)
        if re.fullmatch(self._PATTERN, text, re.ASCII):
            said = [part.partition(":") for part in text.split(",")]
            found = {source: int(position) for source, _, position in said}
            if len(found) == len(said):
                return found
        raise wrong(lazy_gettext("Not the positions of an answer; write them as intake:123,review:45,routing:99."))


def items(field: fields.Field[Any] | type[fields.Field[Any]], *, most: int, least: int = 0, **rest: Any) -> Any:
    """A list of at most `most` such fields."""
    return fields.List(field, validate=Length(min=least or None, max=most), **rest)


def flat(messages: Any, where: str, translate: Callable[[str], str]) -> list[dict[str, str]]:
    """Marshmallow's nested messages as a flat list: where, which field, what is wrong."""
    return [
        {"in": where, "field": path, "message": translate(str(message))}
        for path, message in sorted(_walk(messages, ()), key=lambda found: found[0])
    ]


def _walk(messages: Any, path: tuple[str, ...]) -> Iterable[tuple[str, Any]]:
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _walk(inner, path if key == "_schema" else (*path, str(key)))
    elif isinstance(messages, list | tuple):
        for message in messages:
            yield ".".join(path), message
    else:
        yield ".".join(path), messages
