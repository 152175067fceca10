"""Fields: what messages are about, as a tree of at most three levels that the portal office arranges as a whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from kernel.decider import Decider
from services.routing.domain.refusals import FieldsUnsound
from services.routing.domain.words import FieldId

OFFICE = "office"
"""There is one tree, the portal office's: the id of its stream."""

MOST_LEVELS = 3

_CODE = re.compile(r"[a-z][a-z0-9_.-]{0,63}")
_NAME = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,100}")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the tree; `parent` is the field above it, which is named before it."""

    field: FieldId
    name: str
    parent: FieldId | None


# commands


@dataclass(frozen=True, slots=True)
class Arrange:
    """These are the fields from now on, in this order."""

    fields: tuple[Field, ...]
    by: str
    at: datetime


Command = Arrange


# events


@dataclass(frozen=True, slots=True)
class Arranged:
    """These are the fields from now on; a message keeps the field that it was accepted under."""

    fields: tuple[Field, ...]
    by: str
    at: datetime


Event = Arranged


# state


@dataclass(frozen=True, slots=True)
class Unarranged:
    """Nobody has arranged any fields."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The fields as they are arranged; `former` ones are left out of it now, and still name what was accepted."""

    fields: tuple[Field, ...]
    former: tuple[Field, ...] = ()


Fields = Unarranged | Tree


# rules


def paths_of(fields: Sequence[Field]) -> dict[FieldId, tuple[str, ...]]:
    """Each field's name with the names above it, the topmost first."""
    known = {field.field: field for field in fields}

    def path(field: Field) -> tuple[str, ...]:
        above = None if field.parent is None else known.get(field.parent)
        return (field.name,) if above is None else (*path(above), field.name)

    return {field.field: path(field) for field in fields}


def must_be_sound(fields: Sequence[Field]) -> None:
    """Codes are codes, each names one field below one that stands before it, at most three deep.

    Raises FieldsUnsound for the first field that is not so.
    """
    levels: dict[FieldId, int] = {}
    for field in fields:
        if not _CODE.fullmatch(field.field):
            raise FieldsUnsound(field.field, "not_a_code")
        if not _NAME.fullmatch(field.name):
            raise FieldsUnsound(field.field, "no_name")
        if field.field in levels:
            raise FieldsUnsound(field.field, "code_twice")
        if field.parent is not None and field.parent not in levels:
            raise FieldsUnsound(field.field, "unknown_parent")
        level = 1 if field.parent is None else levels[field.parent] + 1
        if level > MOST_LEVELS:
            raise FieldsUnsound(field.field, "too_deep")
        levels[field.field] = level
    if not levels:
        raise FieldsUnsound("", "no_field")


# decide, evolve


def decide(command: Command, fields: Fields) -> list[Event]:
    """An arrangement is recorded when it is sound and says something new."""
    must_be_sound(command.fields)
    match fields:
        case Tree(fields=command.fields):
            return []  # already so
        case Unarranged() | Tree():
            return [Arranged(command.fields, command.by, command.at)]
        case _:
            assert_never(fields)


def evolve(fields: Fields, event: Event) -> Fields:
    """The last arrangement holds."""
    before = () if isinstance(fields, Unarranged) else (*fields.former, *fields.fields)
    now = {field.field for field in event.fields}
    return Tree(event.fields, tuple(field for field in before if field.field not in now))


DECIDER: Decider[Command, Event, Fields] = Decider(Unarranged(), decide, evolve)
