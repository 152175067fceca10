"""What was stored once can be read for ever: a golden file for each stored event, only ever added to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kernel.testing import roundtrip
from services.stats.schema import AGGREGATES
from tests.services.stats.stored import ONE_OF_EACH

GOLDEN = Path(__file__).parent / "golden"
KNOWN = {name: aggregate.types for aggregate in AGGREGATES for name in aggregate.types.names}


@pytest.mark.parametrize(("name", "event"), ONE_OF_EACH.items(), ids=ONE_OF_EACH)
def test_an_event_is_stored_as_its_golden_file_says_and_read_back(name: str, event: Any) -> None:
    golden = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    types = KNOWN[golden["type"]]
    stored_as, data = types.encode(event)
    assert {"type": stored_as, "data": json.loads(data)} == golden
    assert types.decode(golden["type"], json.dumps(golden["data"])) == event
    assert roundtrip(types, event) == event


def test_every_stored_type_has_a_golden_file_and_every_file_is_read() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(ONE_OF_EACH)
    assert {json.loads(path.read_text(encoding="utf-8"))["type"] for path in GOLDEN.glob("*.json")} == set(KNOWN)
