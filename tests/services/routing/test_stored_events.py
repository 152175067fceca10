"""Every stored event has a golden JSON file: what was recorded once can be read for ever."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kernel.aggregate import Aggregate
from kernel.testing import roundtrip
from services.routing.schema import AGGREGATES
from tests.services.routing.stored import ONE_OF_EACH

GOLDEN = Path(__file__).parent / "golden"
STORED = [pytest.param(name, *stored, id=name) for name, stored in ONE_OF_EACH.items()]


@pytest.mark.parametrize(("file", "aggregate", "event"), STORED)
def test_what_was_stored_is_read_and_written_the_same(
    file: str, aggregate: Aggregate[Any, Any, Any], event: Any
) -> None:
    golden = json.loads((GOLDEN / f"{file}.json").read_text(encoding="utf-8"))
    name, data = aggregate.types.encode(event)
    assert (name, json.loads(data)) == (golden["type"], golden["data"])
    assert aggregate.types.decode(golden["type"], json.dumps(golden["data"])) == event


@pytest.mark.parametrize(("file", "aggregate", "event"), STORED)
def test_an_event_is_itself_after_a_trip_through_the_journal(
    file: str, aggregate: Aggregate[Any, Any, Any], event: Any
) -> None:
    assert roundtrip(aggregate.types, event) == event


def test_every_stored_type_has_a_golden_file_and_every_file_is_read() -> None:
    files = sorted(GOLDEN.glob("*.json"))
    assert {path.stem for path in files} == set(ONE_OF_EACH)
    stored = {json.loads(path.read_text(encoding="utf-8"))["type"] for path in files}
    assert stored == frozenset().union(*(aggregate.types.names for aggregate in AGGREGATES))
