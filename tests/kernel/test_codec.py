"""What was recorded once can be read for ever: an event that its own type could not read back is not recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

import pytest

from kernel.codec import EventTypes, UnknownEventType, UnstorableEvent


@dataclass(frozen=True, slots=True)
class Lit:
    """A light was lit."""

    colour: Literal["green", "red"]
    steps: tuple[int, ...]
    at: datetime


TYPES = EventTypes({"lamp.lit.v1": Lit})
NOON = datetime(2024, 3, 1, 4, 0, tzinfo=UTC)


def test_an_event_is_the_same_when_it_is_read_back() -> None:
    lit = Lit("red", (1, 2), NOON)
    assert TYPES.decode(*TYPES.encode(lit)) == lit


@pytest.mark.parametrize("wrong", [{"colour": "blue"}, {"steps": ("one",)}, {"steps": None}, {"at": None}])
def test_an_event_that_could_not_be_read_back_is_not_written(wrong: dict[str, Any]) -> None:
    values: dict[str, Any] = {"colour": "green", "steps": (), "at": NOON, **wrong}
    with pytest.raises(UnstorableEvent, match=r"^lamp\.lit\.v1 could not be read back: "):
        TYPES.encode(Lit(**values))


def test_an_event_that_is_not_in_the_table_has_no_name() -> None:
    with pytest.raises(UnknownEventType):
        TYPES.encode(cast("Any", object()))
