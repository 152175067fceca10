"""Stored events: frozen type names on one side, frozen dataclasses on the other."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import msgspec


class UnknownEventType(LookupError):
    """A journal row or an event object whose type is not in the table: the code is older than the data, or wrong."""


class UnstorableEvent(ValueError):
    """An event object that its own type cannot read back, a word outside its Literal say: it is never recorded."""


class EventTypes:
    """The stored events of one aggregate: type name (`routing.assigned.v1`) to dataclass, and back.

    Encoding is msgspec's JSON of the dataclass: instants as RFC 3339 in UTC, dates as ISO 8601, enums by value.
    """

    def __init__(self, types: Mapping[str, type]) -> None:
        self.classes: Mapping[str, type] = MappingProxyType(dict(types))
        self._decoders: dict[str, msgspec.json.Decoder[Any]] = {
            name: msgspec.json.Decoder(type_) for name, type_ in self.classes.items()
        }
        self._names = {type_: name for name, type_ in self.classes.items()}
        if len(self._names) != len(self.classes):
            raise ValueError("two type names share one dataclass")
        self._encode = msgspec.json.Encoder().encode

    @property
    def names(self) -> frozenset[str]:
        """Every type name in the table."""
        return frozenset(self.classes)

    def name(self, event: object) -> str:
        """The frozen type name of an event object; raises UnknownEventType."""
        try:
            return self._names[type(event)]
        except KeyError:
            raise UnknownEventType(type(event).__qualname__) from None

    def encode(self, event: object) -> tuple[str, str]:
        """(type name, JSON text) of an event object; raises UnknownEventType, UnstorableEvent.

        The text is read back before it is handed out: a dataclass holds whatever it is given, and what was recorded
        once has to be readable for ever.
        """
        name = self.name(event)
        text = self._encode(event)
        try:
            self._decoders[name].decode(text)
        except msgspec.ValidationError as error:
            raise UnstorableEvent(f"{name} could not be read back: {error}") from error
        return name, text.decode()

    def decode(self, name: str, data: str) -> Any:
        """The event object of a stored row; raises UnknownEventType, or msgspec.ValidationError on a foreign shape."""
        try:
            decoder = self._decoders[name]
        except KeyError:
            raise UnknownEventType(name) from None
        return decoder.decode(data)
