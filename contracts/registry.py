"""Contracts: the published events by name and version, and their way to JSON and back.

A contract is a frozen dataclass named `<Event>V<version>`; its marshmallow schema is derived from its fields, so that
the two cannot disagree. Loading ignores fields it does not know (a newer producer may add some) and refuses everything
else that does not fit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, datetime
from functools import partial
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import marshmallow as ma
import msgspec

from contracts.words import Instant, Shape

_CLASS_NAME = re.compile(r"([A-Z][A-Za-z]*)V([1-9][0-9]*)")
_encode = msgspec.json.Encoder().encode
# a value, in what msgspec says: 'quoted', or as it is, up to where it stood
_QUOTED = re.compile(r"(?<=Invalid enum value ).*?(?=( - at `[^`]*`)?\Z)|'.*'", re.DOTALL)
_DATASCHEMA = re.compile(r"urn:huiyin:event:([A-Z][A-Za-z]*):v([1-9][0-9]*)")


class UnknownContract(LookupError):
    """An event or a dataschema that this registry does not list."""


class InvalidEvent(ValueError):
    """Data that does not fit its contract; the message says which fields and why, and never quotes their values."""


class _Instant(ma.fields.AwareDateTime):
    """An instant as RFC 3339 in UTC (`2024-03-01T01:00:00Z`); a time without an offset is refused."""

    def _serialize(self, value: datetime | None, attr: str | None, obj: Any, **_: Any) -> str | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise InvalidEvent(f"{attr}: an instant without an offset")
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        instant: datetime = super()._deserialize(value, attr, data, **kwargs)
        return instant.astimezone(UTC)


class _Many(ma.fields.List[Any]):
    """A JSON list that is a tuple in the dataclass."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(value, attr, data, **kwargs))


class _Flag(ma.fields.Boolean):
    """True or false; not 1, not "yes"."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> bool:  # noqa: ARG002
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


_PLAIN: Mapping[Any, Callable[..., ma.fields.Field[Any]]] = {
    bool: _Flag,
    int: partial(ma.fields.Integer, strict=True),
    date: ma.fields.Date,
}


def _field(annotation: Any, where: str, **options: Any) -> ma.fields.Field[Any]:
    """The marshmallow field of one annotation; raises TypeError for what a contract may not hold."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType) and NoneType in arguments:
        (inner,) = (argument for argument in arguments if argument is not NoneType)
        return _field(inner, where, allow_none=True, **options)
    if origin is Annotated and isinstance(arguments[1], Shape):
        shape = arguments[1]
        return ma.fields.String(validate=_shaped(shape), metadata={"description": shape.meaning}, **options)
    if annotation == Instant:
        return _Instant(**options)
    if origin is Literal:
        one_of = ma.validate.OneOf(arguments)
        if isinstance(arguments[0], int):
            return ma.fields.Integer(strict=True, validate=one_of, **options)
        return ma.fields.String(validate=one_of, **options)
    if origin is tuple and arguments[1:] == (Ellipsis,):
        return _Many(_field(arguments[0], where), **options)
    if isinstance(annotation, type) and is_dataclass(annotation):
        return ma.fields.Nested(_schema(annotation), **options)
    if annotation in _PLAIN:
        return _PLAIN[annotation](**options)
    raise TypeError(f"{where}: a contract holds codes, numbers, dates and hashes, not {annotation}")


def _shaped(shape: Shape) -> ma.validate.Regexp:
    return ma.validate.Regexp(rf"(?:{shape.pattern})\Z", error=f"Not {shape.meaning}.")


def _schema(contract: type) -> type[ma.Schema]:
    """The schema whose fields are the dataclass's, and whose `load` gives an object of it."""
    hints = get_type_hints(contract, include_extras=True)

    def build(_: ma.Schema, data: dict[str, Any], **__: Any) -> Any:
        return contract(**data)

    class Meta:
        unknown = ma.EXCLUDE

    members: dict[str, Any] = {
        field.name: _field(hints[field.name], f"{contract.__name__}.{field.name}", **_presence(field))
        for field in fields(contract)
    }
    return type(f"{contract.__name__}Schema", (ma.Schema,), {**members, "Meta": Meta, "build": ma.post_load(build)})


def _presence(field: Field[Any]) -> dict[str, Any]:
    """A field added later carries a default, which is what events from before it mean."""
    return {"required": True} if field.default is MISSING else {"load_default": field.default}


class Contracts:
    """The published events of one or more services: (name, version) to dataclass and schema, and back."""

    def __init__(self, events: Iterable[type]) -> None:
        self._classes: dict[tuple[str, int], type] = {}
        self._schemas: dict[type, ma.Schema] = {}
        for event in events:
            match = _CLASS_NAME.fullmatch(event.__name__)
            if match is None or not is_dataclass(event):
                raise TypeError(f"{event.__name__}: a contract is a dataclass named <Event>V<version>")
            key = (match[1], int(match[2]))
            if key in self._classes:
                raise TypeError(f"{event.__name__} is listed twice")
            self._classes[key] = event
            self._schemas[event] = _schema(event)()
        self._keys = {event: key for key, event in self._classes.items()}
        self._decoders: dict[str, Callable[[bytes | str | msgspec.Raw], Any]] = {
            f"urn:huiyin:event:{name}:v{version}": msgspec.json.Decoder(event).decode
            for (name, version), event in self._classes.items()
        }

    def __iter__(self) -> Iterator[type]:
        return iter(self._keys)

    def __or__(self, other: Contracts) -> Contracts:
        return Contracts([*self, *other])

    def key(self, event: object) -> tuple[str, int]:
        """(name, version) of an event object or contract class; raises UnknownContract."""
        contract = event if isinstance(event, type) else type(event)
        try:
            return self._keys[contract]
        except KeyError:
            raise UnknownContract(contract.__qualname__) from None

    def name(self, event: object) -> str:
        """The name without version, which is the CloudEvents type and the routing key; raises UnknownContract."""
        return self.key(event)[0]

    def dataschema(self, event: object) -> str:
        """`urn:huiyin:event:<Name>:v<version>`; raises UnknownContract."""
        name, version = self.key(event)
        return f"urn:huiyin:event:{name}:v{version}"

    def schema(self, contract: type) -> ma.Schema:
        """The marshmallow schema of a contract class; raises UnknownContract."""
        self.key(contract)
        return self._schemas[contract]

    def dump(self, event: object) -> dict[str, Any]:
        """The event as JSON-able data; raises UnknownContract, or InvalidEvent when a value does not fit."""
        name, _ = self.key(event)
        schema = self._schemas[type(event)]
        data: dict[str, Any] = schema.dump(event)
        wrong = schema.validate(data)
        if wrong:
            raise InvalidEvent(f"{name}: {wrong}")
        return data

    def load(self, name: str, version: int, data: Mapping[str, Any]) -> Any:
        """The event object of `data`; raises UnknownContract or InvalidEvent."""
        try:
            contract = self._classes[name, version]
        except KeyError:
            raise UnknownContract(f"{name} v{version}") from None
        try:
            return self._schemas[contract].load(data)
        except ma.ValidationError as error:
            raise InvalidEvent(f"{name}: {error.messages}") from None

    def load_as(self, dataschema: str, data: Mapping[str, Any]) -> Any:
        """The event object of an envelope's `dataschema` and `data`; raises UnknownContract or InvalidEvent."""
        match = _DATASCHEMA.fullmatch(dataschema)
        if match is None:
            raise UnknownContract(dataschema)
        return self.load(match[1], int(match[2]), data)

    def encode(self, event: object) -> bytes:
        """The event as JSON, fifty times as fast as `dump`; raises UnknownContract, or InvalidEvent as `dump` does."""
        data = _encode(event)
        self.decode(self.dataschema(event), data)
        return data

    def decode(self, dataschema: str, data: bytes | str | msgspec.Raw) -> Any:
        """The event object of JSON; accepts and refuses what `load_as` does. Raises UnknownContract or InvalidEvent."""
        try:
            decode = self._decoders[dataschema]
        except KeyError:
            raise UnknownContract(dataschema) from None
        try:
            return decode(data)
        except msgspec.DecodeError as error:
            raise InvalidEvent(f"{dataschema}: {_QUOTED.sub('…', str(error))}") from None
