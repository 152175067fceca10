"""Stats' tables are the same however the three logs arrive (architecture.md, law 5)."""

from __future__ import annotations

from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contracts import review, routing
from tests.services.stats.folding import SOURCES, fold
from tests.services.stats.histories import FIRST, Fact, History, city, histories


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
def test_an_interim_reply_is_no_reply(history: History) -> None:
    told = [fact for fact in history.facts if not isinstance(fact.event, review.InterimReplyPublishedV1)]
    replies = [fact for fact in told if isinstance(fact.event, review.ReplyPublishedV1)]
    assert len(fold(history.facts)["reply_facts"]) == len(replies)


def test_a_name_that_is_changed_is_kept_beside_the_old_one() -> None:
    facts = city()
    opened = facts[1].event
    same = {name: getattr(opened, name) for name in opened.__slots__ if name not in {"name", "opened_at"}}
    renamed = routing.ColumnRearrangedV1(**same, name="市长信箱", rearranged_at=FIRST)
    rows = fold([*facts, Fact("routing", facts[1].subject, renamed, FIRST, FIRST)])["columns"].values()
    assert [row["name"] for row in rows if row["column"] == opened.column] == [opened.name, "市长信箱"]
