"""Stats' tables are the same however the three logs arrive (architecture.md, law 5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contracts import review, routing
from kernel.inbox import Incoming
from services.stats.projections import FOREIGN
from tests.services.stats.histories import Fact, History, columns_opened, histories, message_facts, pauses

SOURCES = ("intake", "routing", "review")
Tables = dict[str, dict[tuple[Any, ...], dict[str, Any]]]


def incoming(fact: Fact, position: int) -> Incoming:
    source, subject, event, at = fact
    name = type(event).__name__.removesuffix("V1")
    return Incoming(source, position, name, subject, event, at, f"{source}-{position}", "test")


def fold(facts: Iterable[Fact]) -> Tables:
    """The tables in memory: what the kernel does with a projection, without its batches."""
    tables: Tables = defaultdict(dict)
    positions: dict[str, int] = defaultdict(int)
    for fact in facts:
        positions[fact[0]] += 1
        heard = incoming(fact, positions[fact[0]])
        for projection in FOREIGN:
            found = projection.fold.get(type(fact[2]))
            if found is None:
                continue
            key_of, row_of = found
            key = key_of(heard)
            if key is None:
                continue
            names = [column.name for column in projection.table.primary_key]
            row = row_of(tables[projection.table.name].get(key), heard)
            if row is None:
                continue
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
def test_each_table_is_written_by_one_source(history: History) -> None:
    whole = fold(history.facts)
    alone = [fold(history.log(source)) for source in SOURCES]
    for name, rows in whole.items():
        assert [tables[name] for tables in alone if tables.get(name)] == ([rows] if rows else [])


@given(histories())
def test_an_interim_reply_changes_no_table(history: History) -> None:
    without = [fact for fact in history.facts if not isinstance(fact[2], review.InterimReplyPublishedV1)]
    assert fold(without) == fold(history.facts)


@given(pauses)
def test_a_reopened_round_no_longer_stands_and_the_next_one_does(steps: Any) -> None:
    closings = fold(message_facts("20190101-000001", "mayor", "again", steps, imported=False))["closings"]
    first, second = closings["20190101-000001", 1], closings["20190101-000001", 2]
    assert first["reopened_at"] is not None
    assert first["closed_at"] <= first["reopened_at"] <= second["closed_at"]
    assert second["reopened_at"] is None


def test_a_column_keeps_its_place_when_it_is_renamed() -> None:
    facts = columns_opened()
    (_, subject, opened, at) = facts[1]
    same = {name: getattr(opened, name) for name in opened.__slots__ if name not in {"name", "opened_at"}}
    renamed = routing.ColumnRearrangedV1(**same, name="市长信箱", rearranged_at=at)
    before, after = fold(facts)["columns"], fold([*facts, ("routing", subject, renamed, at)])["columns"]
    assert after == before | {(opened.column,): {**before[opened.column,], "name": "市长信箱"}}
