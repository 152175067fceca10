"""What the contract says of every field: one word means one thing in the whole API, and is explained in one place.

A field that needs more than its name tells says so where it is declared. All others are explained here: by schema and
field where the word means something else in that schema, otherwise by the field's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

from marshmallow import Schema
from marshmallow.fields import Field, String

from gateway.glossary.addresses import ADDRESSES, EXAMPLES
from gateway.glossary.among_people import AMONG_PEOPLE
from gateway.glossary.at_the_desk import AT_THE_DESK
from gateway.glossary.choices import COMMON, VALUES
from gateway.glossary.in_figures import IN_FIGURES
from gateway.glossary.in_review import IN_REVIEW
from gateway.glossary.in_the_city import IN_THE_CITY
from gateway.glossary.matters import MATTERS
from gateway.glossary.texts import TEXTS

__all__ = ["ADDRESSES", "CHOICES", "EXACTLY", "EXAMPLES", "WORDS", "explained"]

Entry = TypeVar("Entry")

CHOICES: Final[dict[str, str]] = {**COMMON, **IN_FIGURES}
"""What a value means, in a few words, as they stand behind it; as field:value where it means several things."""

WORDS: Final[dict[str, str]] = {**TEXTS, **MATTERS}
"""What a field's name means wherever it stands."""

EXACTLY: Final[dict[str, str]] = {**IN_THE_CITY, **AT_THE_DESK, **IN_REVIEW, **AMONG_PEOPLE}
"""What it means in one schema, by schema and field."""


def explained(field: Field[Any], ret: Mapping[str, Any]) -> dict[str, Any]:
    """What the contract says of a field beyond `ret`: its meaning, that of each of its values, and an example."""
    if not isinstance(field.parent, Schema) or field.name is None:
        return {}
    schema, name = type(field.parent), field.data_key or field.name
    own, exact = ret.get("description"), _of(schema, name, EXACTLY)
    said = str(own or exact or WORDS.get(name, ""))
    values = _values(ret) or _of(schema, name, VALUES) or (() if own or exact else VALUES.get(name, ()))
    found = {"description": _with_values(name, said, values)} if said else {}
    example = _of(schema, name, EXAMPLES) or EXAMPLES.get(name)
    if example is None or not isinstance(field, String) or {"enum", "format", "example"} & set(ret):
        return found
    return {**found, "example": example}


def _of(schema: type, name: str, table: Mapping[str, Entry]) -> Entry | None:
    """What a table has for this field of a schema, or of one that it extends."""
    entries = (table.get(f"{each.__name__}.{name}") for each in schema.__mro__)
    return next((entry for entry in entries if entry is not None), None)


def _values(ret: Mapping[str, Any]) -> tuple[str, ...]:
    """The values that the field, or each item of its list, can have."""
    choice = ret.get("enum") or ret.get("items", {}).get("enum") or []
    return tuple(value for value in choice if isinstance(value, str))


def _with_values(name: str, said: str, values: Iterable[str]) -> str:
    known = {value: CHOICES.get(f"{name}:{value}") or CHOICES.get(value) for value in values if f"{value}:" not in said}
    told = "; ".join(f"{value}: {meaning}" for value, meaning in known.items() if meaning)
    return f"{said}. {told}" if told else said
