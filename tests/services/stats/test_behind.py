"""The messages behind a figure: as many as it says, and to whom they are shown."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.actor import CITIZEN, Actor
from kernel.paging import CursorUnusable
from services.stats.domain.cohort import Cohort
from services.stats.domain.figures import FIGURES, GROUPINGS
from tests.services.stats.counted import EVER, LONG_AFTER, Stats, without_shrinking
from tests.services.stats.histories import History, cohorts, histories, instants
from tests.services.stats.recount import Recount, label, live


@without_shrinking
@given(histories(), cohorts, instants, st.sampled_from(sorted(FIGURES)))
def test_the_messages_behind_a_figure_are_as_many_as_it_says(
    stats: Stats, history: History, cohort: Cohort, as_of: datetime, figure: str
) -> None:
    stats.hear(history)
    recount = Recount(live(history.facts, as_of, None), as_of)
    found, after = [], None
    while True:
        page = stats.behind(figure, cohort, as_of, limit=2, **({"after": after} if after else {}))
        found += page["items"]
        after = page["next"]
        if after is None:
            break
    assert Counter(each["number"] for each in found) == Counter(each.number for each in recount.figure(figure, cohort))
    assert (page["counted"], page["total"]) == (len(found), len(found))
    assert [each["since"] for each in found] == sorted(each["since"] for each in found)


def test_a_row_lists_its_own_messages_and_no_others(stats: Stats, full: History) -> None:
    recount = Recount(live(full.facts, LONG_AFTER, None), LONG_AFTER)
    for by in GROUPINGS:
        for row in stats.ask("completion", EVER, LONG_AFTER, by=by)["rows"]:
            if row["key"] is not None:
                page = stats.behind("closed", EVER, LONG_AFTER, by=by, key=row["key"], limit=200)
                mine = {each.number for each in recount.figure("closed", EVER) if label(each, by, "") == row["key"]}
                assert {each["number"] for each in page["items"]} == mine
                assert page["counted"] == row["closed"]


def test_who_has_a_scope_sees_the_numbers_in_it_and_the_whole_figure(stats: Stats, full: History) -> None:
    closed = Recount(live(full.facts, LONG_AFTER, None), LONG_AFTER).figure("closed", EVER)
    scopes = {
        Actor("ann", "clerk", columns=("mayor",)): [each for each in closed if each.column == "mayor"],
        Actor("ben", "handler", agencies=("roads",)): [each for each in closed if each.lead == "roads"],
        Actor("eve", "supervisor", columns=()): [],
        CITIZEN: [each for each in closed if each.replied_publicly],
    }
    for actor, mine in scopes.items():
        page = stats.behind("closed", EVER, LONG_AFTER, actor, limit=200)
        assert {each["number"] for each in page["items"]} == {each.number for each in mine}
        assert (page["total"], page["counted"]) == (len(mine), len(closed))
    assert 0 < len(scopes[CITIZEN]) < len(closed)


@pytest.mark.parametrize("after", ["what", "WyJhIl0", "WzFd", "WzEsMiwzXQ", "WzEsIjIiXQ"])
def test_a_cursor_that_no_list_gave_is_refused(stats: Stats, full: History, after: str) -> None:
    with pytest.raises(CursorUnusable):
        stats.behind("closed", EVER, LONG_AFTER, after=after)
