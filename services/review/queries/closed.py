"""Texts that are retold sealed, so that it is known which of them are wanted before any is opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

Edition = tuple[int, int]
"""Of what went out to everyone, which turn and which version."""

Read = Callable[[str, Edition | None], str | None]
"""Unseals a text under the key of the version as which it went to everyone, or of the message; None once erased."""

Opens = Callable[[Any], Any]
"""The same value with every text in it opened, their keys fetched at once."""


def itself(text: str | None) -> str | None:
    """The text is what is told."""
    return text


def name_in(text: str | None) -> str | None:
    """Of a file's name and key, the name."""
    if text is None:
        return None
    name: str = orjson.loads(text)["name"]
    return name


@dataclass(frozen=True, slots=True)
class Closed:
    """A sealed text, and what is made of it once it is opened, or None once it is erased."""

    sealed: str
    edition: Edition | None = None
    told: Callable[[str | None], Any] = itself


def closed_in(value: Any) -> Iterator[Closed]:
    """Every sealed text in it."""
    match value:
        case Closed():
            yield value
        case dict():
            for each in value.values():
                yield from closed_in(each)
        case list():
            for each in value:
                yield from closed_in(each)
        case _:
            pass


def opened_with(read: Read, value: Any) -> Any:
    """The same value with every text in it opened."""
    match value:
        case Closed(sealed, edition, told):
            return told(read(sealed, edition))
        case dict():
            return {name: opened_with(read, each) for name, each in value.items()}
        case list():
            return [opened_with(read, each) for each in value]
        case _:
            return value
