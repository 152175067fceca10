"""Everything that can happen to a message is told in words, with a name for each of its values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Any, get_args, get_type_hints

import pytest

from gateway.sentences.history import FACTS, HAPPENED, UNSAID
from kernel.aggregate import Aggregate
from services.intake.queries import history as intake
from services.intake.schema import ATTACHMENTS, MESSAGE, NOTIFYING, PUBLIC_TEXT, REVEALS
from services.review.queries import history as review
from services.review.schema import PARTS
from services.routing.queries import history as routing
from services.routing.schema import CASE

TOLD: tuple[tuple[tuple[Aggregate[Any, Any, Any], ...], tuple[type, ...]], ...] = (
    ((MESSAGE, PUBLIC_TEXT, REVEALS, ATTACHMENTS, NOTIFYING), intake.TOLD_ELSEWHERE),
    ((CASE,), routing.TOLD_ELSEWHERE),
    (tuple(PARTS.values()), review.TOLD_ELSEWHERE),
)
EVENTS = {
    name: event
    for aggregates, elsewhere in TOLD
    for aggregate in aggregates
    for name, event in aggregate.types.classes.items()
    if event not in elsewhere
}


def values(event: type, part: str = "") -> Iterator[str]:
    """The names of an event's values, those of a part of it as `part.name`."""
    hints = get_type_hints(event)
    for field in fields(event):
        hint = hints[field.name]
        inner = next((each for each in _options(hint) if isinstance(each, type) and is_dataclass(each)), None)
        yield f"{part}{field.name}"
        if inner is not None:
            yield from values(inner, f"{part}{field.name}.")


def _options(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if isinstance(hint, UnionType) else (hint,)


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_has_its_sentence(name: str) -> None:
    assert name in HAPPENED


@pytest.mark.parametrize("name", EVENTS)
def test_a_value_is_named_or_left_out_on_purpose(name: str) -> None:
    parts = {value.rpartition(".")[0] for value in values(EVENTS[name])}
    assert set(values(EVENTS[name])) - parts <= FACTS.keys() | UNSAID


def test_no_sentence_is_left_of_an_event_that_is_gone() -> None:
    assert set(HAPPENED) - set(EVENTS) == set()


def test_nothing_is_both_named_and_left_out() -> None:
    assert set(FACTS) & UNSAID == set()
