"""Law 7 where people read what happened: what is sealed stays out of a history, however deep in an event it lies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest

from kernel.aggregate import Aggregate
from kernel.codec import EventTypes
from kernel.decider import Decider
from kernel.history import history, nothing_sealed
from kernel.service import Service
from kernel.unit import Reading, Unit
from tests.kernel import library
from tests.kernel.conftest import World
from tests.kernel.library import NOON, context

SECRET = "回音 secret"


@dataclass(frozen=True, slots=True)
class Page:
    """Part of an entry."""

    number: int
    words: str


@dataclass(frozen=True, slots=True)
class Written:
    """An entry with what is sealed in every place there is: alone, in a list, in a part, in the parts of a list."""

    day: int
    words: str
    lines: tuple[str, ...]
    cover: Page
    pages: tuple[Page, ...]
    at: datetime
    marks: tuple[str, ...] = ("torn",)


DIARY: Aggregate[Written, Written, int] = Aggregate(
    "diary",
    Decider(0, lambda command, _: [command], lambda written, _: written + 1),
    EventTypes({"library.written.v1": Written}),
)


def write(unit: Unit, payload: Any) -> dict[str, Any]:
    """A handler that seals everything that was said."""
    sealed = unit.seal("1", payload["words"])
    entry = Written(7, sealed, ("plain", sealed), Page(1, sealed), (Page(2, "plain"), Page(3, sealed)), NOON)
    unit.execute(DIARY, "1", entry)
    return {}


def erase(unit: Unit, _: Any) -> dict[str, Any]:
    unit.erase("1")
    return {}


def told(reading: Reading, payload: Any) -> dict[str, Any]:
    """The history, to a reader who is told the words themselves or nothing that is sealed."""
    tells = (lambda event, name: event is Written and name in payload["tells"]) if payload["tells"] else nothing_sealed
    return history(reading, "1", [(DIARY, "1")], {"limit": 10}, tells=tells)


@pytest.fixture
def keeping(world: World) -> Service:
    """The library, which keeps a diary as well."""
    return world.service(replace(library.LIBRARY, aggregates=(*library.LIBRARY.aggregates, DIARY)))


def shown(service: Service, *tells: str) -> dict[str, Any]:
    """The one entry as it is told."""
    (item,) = service.ask(told, {"tells": tells}, context())["items"]
    return dict(item)


def test_what_is_sealed_is_withheld_also_in_lists_and_in_parts(keeping: Service) -> None:
    keeping.handle(write, {"words": SECRET}, context())
    item = shown(keeping)
    assert item["facts"] == {"day": 7, "cover.number": 1, "at": "2026-03-02T04:00:00Z", "marks": ["torn"]}
    assert item["withheld"] == ["words", "lines", "cover.words", "pages"]
    assert "v1:" not in str(item)


def test_a_reader_is_told_the_one_sealed_value_that_is_theirs_and_no_list_with_it(keeping: Service) -> None:
    keeping.handle(write, {"words": SECRET}, context())
    item = shown(keeping, "words", "lines", "pages")
    assert (item["facts"]["words"], item["withheld"]) == (SECRET, ["lines", "cover.words", "pages"])
    assert "v1:" not in str(item)


def test_what_was_erased_is_told_to_nobody(keeping: Service) -> None:
    keeping.handle(write, {"words": SECRET}, context())
    keeping.handle(erase, {}, context())
    assert shown(keeping, "words")["facts"]["words"] is None
