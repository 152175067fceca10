"""Every figure is that of a plain recount, over histories at random: late, reopened, merged and released, imported."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.stats.counting.figures import COUNTED, counted, population
from services.stats.counting.grouping import chosen, grouped
from services.stats.domain.cohort import Cohort, Cutoff
from services.stats.domain.figures import FIGURES, GROUPINGS, REPORTS, Base
from tests.services.stats.folding import SOURCES, fold, known
from tests.services.stats.histories import FIRST, History, cohorts, histories, history, instants
from tests.services.stats.recount import Recount, label, live

cutoffs = st.builds(Cutoff, instants, st.none() | instants)


@settings(max_examples=600, deadline=None)
@given(histories(), cohorts, cutoffs)
def test_every_figure_lists_the_messages_that_a_recount_finds(history: History, cohort: Cohort, cutoff: Cutoff) -> None:
    tables = fold(history.facts)
    recount = Recount(live(history.facts, cutoff.as_of, cutoff.known_at), cutoff.as_of)
    state = known(tables, cutoff)
    for figure in FIGURES:
        behind = [state.facts.numbers.words[subject] for subject in counted(figure, state, cohort).subjects]
        assert Counter(behind) == Counter(each.number for each in recount.figure(figure, cohort)), figure


@settings(max_examples=200, deadline=None)
@given(histories(), cohorts, cutoffs, st.sampled_from(GROUPINGS))
def test_every_row_counts_its_messages_and_each_once(history: History, cohort: Cohort, cutoff: Cutoff, by: str) -> None:
    recount = Recount(live(history.facts, cutoff.as_of, cutoff.known_at), cutoff.as_of)
    state = known(fold(history.facts), cutoff)
    for report in REPORTS.values():
        members = population(state, cohort, report.base)
        rows = grouped(members, by)
        base = "received" if report.base is Base.RECEIVED else "accepted"
        for figure in report.figures:
            counts = rows.counts(COUNTED[figure](members))
            expected = Counter(label(each, by, base) for each in recount.figure(figure, cohort))
            assert {group.key: count for group, count in zip(rows.groups, counts, strict=True) if count} == expected
            of_one = {
                group.key: int((COUNTED[figure](members) & chosen(members, by, group.key)).sum())
                for group in rows.groups
                if group.key is not None and by != "field"
            }
            assert all(expected[key] == count for key, count in of_one.items())


@settings(max_examples=200, deadline=None)
@given(histories(), cohorts, instants)
def test_accepted_is_closed_and_in_hand_and_overdue(history: History, cohort: Cohort, as_of: Any) -> None:
    state = known(fold(history.facts), Cutoff(as_of))
    accepted, *parts = (
        len(counted(figure, state, cohort).subjects) for figure in ("accepted", "closed", "in_hand", "overdue")
    )
    assert accepted == sum(parts)


@settings(max_examples=200, deadline=None)
@given(histories(), cohorts, instants, st.randoms(use_true_random=False))
def test_what_was_heard_up_to_some_positions_counts_the_same_for_ever(
    history: History, cohort: Cohort, as_of: Any, chance: random.Random
) -> None:
    positions = {source: chance.randrange(len(history.log(source)) + 1) for source in SOURCES}
    early = [fact for source in SOURCES for fact in history.log(source)[: positions[source]]]
    then = known(fold(early), Cutoff(as_of))
    later = known(fold(history.facts), Cutoff(as_of, positions=tuple(positions.items())))
    for figure in FIGURES:
        before, after = (
            sorted(state.facts.numbers.words[subject] for subject in counted(figure, state, cohort).subjects)
            for state in (then, later)
        )
        assert before == after, figure


def test_the_histories_tell_of_everything_there_is_to_count() -> None:
    as_of = FIRST + timedelta(days=400)
    found: Counter[str] = Counter()
    for seed in range(300):
        recount = Recount(live(history(seed).facts, as_of, None), as_of)
        cohort = Cohort(FIRST.date() - timedelta(days=5), as_of.date())
        found.update({figure: len(recount.figure(figure, cohort)) for figure in FIGURES})
    assert [figure for figure in FIGURES if found[figure] < 10] == []


@pytest.mark.parametrize("figure", FIGURES)
def test_every_figure_has_its_rule(figure: str) -> None:
    assert figure in COUNTED
