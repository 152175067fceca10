"""The messages behind a figure: as many as it says, and to whom they are shown."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import intake
from kernel.actor import CITIZEN, Actor
from kernel.paging import CursorUnusable, cursor_of
from services.stats.domain.cohort import Cohort
from services.stats.domain.figures import FIGURES, GROUPINGS
from tests.services.stats.counted import EVER, LONG_AFTER, Stats, envelopes, without_shrinking
from tests.services.stats.histories import FIRST, Fact, History, cohorts, histories, instants
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
        Actor("ben", "handler", agencies=("roads",)): [
            each for each in closed if "roads" in (each.lead, *each.helpers)
        ],
        Actor("eve", "supervisor", columns=()): [],
        CITIZEN: [each for each in closed if each.replied_publicly],
    }
    for actor, mine in scopes.items():
        page = stats.behind("closed", EVER, LONG_AFTER, actor, limit=200)
        assert {each["number"] for each in page["items"]} == {each.number for each in mine}
        assert (page["total"], page["counted"]) == (len(mine), len(closed))
    assert 0 < len(scopes[CITIZEN]) < len(closed)


def test_who_no_longer_has_a_case_does_not_see_it_in_the_past(stats: Stats, full: History) -> None:
    now = live(full.facts, LONG_AFTER, None)
    for days in (20, 40, 60, 80, 100):
        then = FIRST + timedelta(days=days)
        accepted = Recount(live(full.facts, then, None), then).figure("accepted", EVER)
        mine = {each.number for each in accepted if "roads" in (now[each.number].lead, *now[each.number].helpers)}
        page = stats.behind("accepted", EVER, then, Actor("ben", "handler", agencies=("roads",)), limit=200)
        assert {each["number"] for each in page["items"]} == mine
        had = {each.number for each in accepted if each.lead == "roads"}
        if had - mine:
            return
    raise AssertionError("no history in which a case was taken from roads")


@pytest.mark.parametrize("figure", ["evaluations", "dissatisfied", "handed_over", "overdue", "withdrawn"])
def test_everyone_sees_no_numbers_behind_what_is_not_public(stats: Stats, full: History, figure: str) -> None:
    recount = Recount(live(full.facts, LONG_AFTER, None), LONG_AFTER)
    page = stats.behind(figure, EVER, LONG_AFTER, CITIZEN, limit=200)
    assert (page["counted"], page["total"], page["items"]) == (len(recount.figure(figure, EVER)), 0, [])


def test_the_row_without_a_key_lists_its_messages(stats: Stats, full: History) -> None:
    accepted = Recount(live(full.facts, LONG_AFTER, None), LONG_AFTER).figure("accepted", EVER)
    page = stats.behind("accepted", EVER, LONG_AFTER, by="agency", keyless=True, limit=200)
    assert {each["number"] for each in page["items"]} == {each.number for each in accepted if each.lead is None}
    assert page["row"] == {"key": None, "name": None}
    assert page["counted"] > 0


def test_a_field_itself_lists_what_is_of_none_below_it(stats: Stats, full: History) -> None:
    accepted = Recount(live(full.facts, LONG_AFTER, None), LONG_AFTER).figure("accepted", EVER)
    for key, fields in (("city", {"city"}), ("roads", {"roads", "lamps"})):
        page = stats.behind("accepted", EVER, LONG_AFTER, by="field", field="city", key=key, limit=200)
        assert {each["number"] for each in page["items"]} == {each.number for each in accepted if each.field in fields}
        assert page["row"]["key"] == key


def test_a_list_that_is_being_read_does_not_change(stats: Stats, full: History) -> None:
    first = stats.behind("accepted", EVER, LONG_AFTER, limit=1)
    number, at = "20180601-000001", FIRST - timedelta(days=100)
    submitted = intake.MessageSubmittedV1(number, "mayor", "request", at, "web", True)
    accepted = intake.MessageAcceptedV1(
        number, "mayor", "request", None, "ordinary", "ordinary", publishable=True, accepted_at=at, imported=True
    )
    more = [Fact("intake", number, event, at, LONG_AFTER) for event in (submitted, accepted)]
    stats.logs["intake"] += envelopes("intake", History((*full.facts, *more)))[-2:]
    stats.catch_up()
    second = stats.behind("accepted", EVER, LONG_AFTER, limit=1, after=first["next"])
    assert (second["counted"], second["total"]) == (first["counted"], first["total"])
    assert stats.behind("accepted", EVER, LONG_AFTER, limit=1)["counted"] == first["counted"] + 1


@pytest.mark.parametrize(
    "after", ["what", "WyJhIl0", "WzFd", "WzEsMiwzXQ", "WzEsIjIiXQ", cursor_of([2**62, 1, 1, 1, 1, 1])]
)
def test_a_cursor_that_no_list_gave_is_refused(stats: Stats, full: History, after: str) -> None:
    with pytest.raises(CursorUnusable):
        stats.behind("closed", EVER, LONG_AFTER, after=after)
