"""A rebuild goes on with copies only where all code that they rest on is what it was when they were begun."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from kernel.projection import Projection
from kernel.rebuild import Start, compare
from kernel.rebuild.fingerprint import OURS, sources
from kernel.service import Definition
from tests.kernel import library
from tests.kernel.conftest import World
from tests.kernel.library import Acquired, shelf
from tests.kernel.test_rebuild import a_day, no_source
from tests.test_house import PACKAGES

FOLDS = """
from ledger.titles import written

def on(recorded):
    return (recorded.id,)

def row(_, recorded):
    return {"title": written(recorded.event.title), "times": 0}
"""
TITLES = """
def written(title):
    from ledger import signs
    return title + signs.END
"""


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package whose folds import a module that imports another one; nobody imports the last."""
    folder = tmp_path / "code" / "ledger"
    folder.mkdir(parents=True)
    files = {"__init__": "", "folds": FOLDS, "titles": TITLES, "signs": "END = '.'\n", "apart": "END = '.'\n"}
    for name, source in files.items():
        (folder / f"{name}.py").write_text(source)
    monkeypatch.syspath_prepend(str(folder.parent))
    yield folder
    for name in [name for name in sys.modules if name.partition(".")[0] == "ledger"]:
        del sys.modules[name]


def definition() -> Definition:
    folds: ModuleType = importlib.import_module("ledger.folds")
    return replace(library.LIBRARY, projections=(Projection(shelf, {Acquired: (folds.on, folds.row)}),))


@pytest.mark.parametrize(
    ("changed", "start"),
    [
        (None, Start.RESUMED),
        ("folds", Start.CHANGED),
        ("titles", Start.CHANGED),
        ("signs", Start.CHANGED),
        ("__init__", Start.CHANGED),
        ("apart", Start.RESUMED),
    ],
)
def test_what_a_fold_imports_is_part_of_what_the_copies_are_made_by(
    world: World, ledger: Path, changed: str | None, start: Start
) -> None:
    lending = world.service(definition())
    a_day(lending, seed=1, commands=10)
    starts: list[Start] = []
    compare(lending, no_source, began=starts.append)
    if changed is not None:
        with (ledger / f"{changed}.py").open("a") as file:
            file.write("# another one\n")
    compare(lending, no_source, began=starts.append)
    assert starts == [Start.BEGUN, start]


def test_the_folds_of_figures_rest_on_the_calendar_and_on_the_domain() -> None:
    found = sources({"services.stats.projections"})
    assert {
        "services.stats.projections",
        "services.stats.domain.facts",
        "workdays.calendar",
        "contracts.intake",
        "kernel.projection",
    } <= found.keys()
    assert {name.partition(".")[0] for name in found} <= OURS


def test_folds_may_rest_on_every_package_below_the_doors() -> None:
    assert PACKAGES - {"bench", "cli", "gateway", "scripts", "tests"} == OURS
