"""Every public event has golden JSON files: what was published once can be read for ever."""

from __future__ import annotations

import importlib
import json
import pkgutil
from pathlib import Path

import pytest

import contracts
from contracts.registry import Contracts

GOLDEN = Path(__file__).parent / "golden"
PUBLISHED: dict[str, Contracts] = {
    module.name: found
    for module in pkgutil.iter_modules(contracts.__path__)
    if (found := getattr(importlib.import_module(f"contracts.{module.name}"), "CONTRACTS", None)) is not None
}
FILES = [path for service in PUBLISHED for path in sorted((GOLDEN / service).glob("*.json"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_what_was_published_is_read_and_written_the_same(path: Path) -> None:
    golden = json.loads(path.read_text(encoding="utf-8"))
    registry = PUBLISHED[path.parent.name]
    event = registry.load_as(golden["dataschema"], golden["data"])
    assert registry.dataschema(event) == golden["dataschema"]
    assert registry.dump(event) == golden["data"]
    assert registry.decode(golden["dataschema"], json.dumps(golden["data"])) == event
    assert json.loads(registry.encode(event)) == golden["data"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_consumer_tolerates_fields_that_it_does_not_know(path: Path) -> None:
    golden = json.loads(path.read_text(encoding="utf-8"))
    registry = PUBLISHED[path.parent.name]
    event = registry.load_as(golden["dataschema"], golden["data"])
    assert registry.load_as(golden["dataschema"], {**golden["data"], "added_later": {"any": ["thing"]}}) == event


@pytest.mark.parametrize(("service", "registry"), PUBLISHED.items(), ids=PUBLISHED)
def test_every_contract_has_a_golden_file(service: str, registry: Contracts) -> None:
    written = {json.loads(path.read_text(encoding="utf-8"))["dataschema"] for path in (GOLDEN / service).glob("*.json")}
    assert written == {registry.dataschema(contract) for contract in registry}
