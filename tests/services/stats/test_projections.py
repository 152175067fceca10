"""Stats' tables are the same however the three logs arrive (architecture.md, law 5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kernel.inbox import Incoming
from services.stats.projections import FOREIGN
from tests.services.stats.histories import Fact, History, histories, message_facts, pauses

SOURCES = ("intake", "routing", "review")
# owner of each column of `matters`, as its comment in tables.py says
OWNERS = {
    column.name: str(column.comment).partition(":")[0] for column in FOREIGN[0].table.columns if not column.primary_key
}

Tables = dict[str, dict[tuple[Any, ...], dict[str, Any]]]


def incoming(fact: Fact, position: int = 1) -> Incoming:
    source, subject, event, at = fact
    name = type(event).__name__.removesuffix("V1")
    return Incoming(source, position, name, subject, event, at, f"{source}-{position}", "test")


def fold(facts: Iterable[Fact]) -> Tables:
    """The tables in memory: what the kernel does with a projection, without its batches."""
    tables: Tables = defaultdict(dict)
    for fact in facts:
        for projection in FOREIGN:
            found = projection.fold.get(type(fact[2]))
            if found is None:
                continue
            key_of, row_of = found
            key = key_of(incoming(fact))
            if key is None:
                continue
            names = [column.name for column in projection.table.primary_key]
            row = row_of(tables[projection.table.name].get(key), incoming(fact))
            assert row is not None
            blank = dict.fromkeys(column.name for column in projection.table.columns)
            tables[projection.table.name][key] = blank | dict(row) | dict(zip(names, key, strict=True))
    return tables


@given(histories())
def test_any_order_of_the_sources_gives_the_same_tables(history: History) -> None:
    expected = fold(history.facts)
    for order in permutations(SOURCES):
        assert fold(fact for source in order for fact in history.log(source)) == expected


@given(histories(), st.randoms(use_true_random=False))
def test_any_interleaving_of_the_sources_gives_the_same_tables(history: History, chance: Any) -> None:
    logs = {source: list(reversed(history.log(source))) for source in SOURCES}
    mixed = []
    while any(logs.values()):
        mixed.append(logs[chance.choice([source for source, log in logs.items() if log])].pop())
    assert fold(mixed) == fold(history.facts)


@given(histories())
def test_each_column_of_a_message_is_written_by_one_source(history: History) -> None:
    for source in SOURCES:
        alone = fold(history.log(source))
        for row in alone["matters"].values():
            written = {name for name, value in row.items() if value is not None} - {"number"}
            assert {OWNERS[name] for name in written} <= {source}


@given(pauses)
def test_a_reopened_round_no_longer_stands_and_the_next_one_does(steps: Any) -> None:
    closings = fold(message_facts("20190101-000001", "mayor", "again", steps, imported=False))["closings"]
    first, second = closings["20190101-000001", 1], closings["20190101-000001", 2]
    assert first["reopened_at"] is not None
    assert first["closed_at"] <= first["reopened_at"] <= second["closed_at"]
    assert second["reopened_at"] is None


@given(pauses)
def test_the_first_reply_and_the_first_assignment_stay_on_record(steps: Any) -> None:
    facts = message_facts("20190101-000001", "mayor", "again", steps, imported=False)
    (row,) = fold(facts)["matters"].values()
    published = [event.published_at for source, _, event, _ in facts if source == "review"]
    assigned = [event.assigned_at for _, _, event, _ in facts if hasattr(event, "assigned_at")]
    assert (row["replied_at"], row["replied_publicly_at"], row["assigned_at"]) == (
        published[0],
        published[0],
        assigned[0],
    )
