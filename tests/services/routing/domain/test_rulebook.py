"""The office's rules: written on what was read, switched on as they were tried out, within one's own columns."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.decider import Refusal
from services.routing.domain.dispatch import Rule
from services.routing.domain.refusals import LeadIsCoAgency
from services.routing.domain.rulebook import (
    DECIDER,
    EMPTY,
    Command,
    Declare,
    Draft,
    Drafted,
    Edition,
    Event,
    RuleBeyondColumns,
    RuleBook,
    RuleNameTaken,
    RulesMovedOn,
    Switch,
    SwitchedOn,
    SwitchOn,
)
from services.routing.schema import RULES
from tests.support import courses
from tests.support.courses import Course

AT = datetime(2024, 3, 1, 1, 30, tzinfo=UTC)
WATER = Rule("供水", "water", columns=("mayor",))
WAGES = Rule("欠薪", "labour", columns=("secretary",))
REST = Rule("其他", "office")


def draft(*rules: Rule, replaces: int = 0, within: tuple[str, ...] | None = None) -> Draft:
    return Draft(rules, replaces, within, "office", AT)


def switch_on(version: int, within: tuple[str, ...] | None = None) -> SwitchOn:
    return SwitchOn(version, within, "office", AT)


def after(*commands: Command) -> RuleBook:
    book = DECIDER.initial
    for command in commands:
        book = DECIDER.fold(DECIDER.decide(command, book), book)
    return book


def refused(command: Command, book: RuleBook) -> Refusal:
    with pytest.raises(Refusal) as caught:
        DECIDER.decide(command, book)
    return caught.value


def test_every_office_begins_with_no_rules_in_force() -> None:
    assert after() == RuleBook(EMPTY, EMPTY, None)


def test_a_draft_leaves_what_is_in_force_until_it_is_switched_on() -> None:
    drafted = after(draft(WATER))
    assert (drafted.newest, drafted.on) == (Edition(1, (WATER,), "office", AT), EMPTY)
    assert after(draft(WATER), switch_on(1)) == RuleBook(drafted.newest, drafted.newest, Switch("office", AT))


def test_the_same_draft_or_switch_again_records_nothing() -> None:
    assert DECIDER.decide(draft(WATER), after(draft(WATER))) == []
    assert DECIDER.decide(switch_on(1), after(draft(WATER), switch_on(1), draft(REST, replaces=1))) == []
    assert DECIDER.decide(draft(), after()) == []


def test_a_draft_is_written_on_the_newest_edition() -> None:
    refusal = refused(draft(REST, replaces=0), after(draft(WATER)))
    assert isinstance(refusal, RulesMovedOn)
    assert (refusal.asked, refusal.newest, refusal.by) == (0, 1, "office")


@pytest.mark.parametrize("version", [1, 3])
def test_what_is_switched_on_is_the_newest_edition(version: int) -> None:
    assert isinstance(refused(switch_on(version), after(draft(WATER), draft(REST, replaces=1))), RulesMovedOn)


def test_each_rule_has_a_name_of_its_own_and_a_lead_that_does_not_help_itself() -> None:
    assert isinstance(refused(draft(WATER, replace(REST, name=WATER.name)), after()), RuleNameTaken)
    assert isinstance(refused(draft(replace(WATER, co_agencies=("water",))), after()), LeadIsCoAgency)


def test_a_column_administrator_adds_changes_and_drops_rules_of_their_columns() -> None:
    book = after(draft(WATER, REST))
    faster = replace(WATER, working_days=2)
    assert DECIDER.decide(draft(faster, REST, replaces=1, within=("mayor",)), book) == [
        Drafted(2, (faster, REST), "office", AT)
    ]
    assert DECIDER.decide(draft(REST, replaces=1, within=("mayor",)), book) == [Drafted(2, (REST,), "office", AT)]
    assert DECIDER.decide(draft(REST, WATER, replaces=1, within=("mayor",)), book) == [
        Drafted(2, (REST, WATER), "office", AT)
    ]


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        ((WATER, replace(REST, lead="water")), ("其他",)),
        ((WATER,), ("其他",)),
        ((WATER, REST, WAGES), ("欠薪",)),
        ((WATER, REST, replace(WATER, name="又", columns=("mayor", "secretary"))), ("又",)),
        ((WATER, REST, replace(WATER, name="又", columns=())), ("又",)),
    ],
)
def test_a_column_administrator_does_not_touch_what_reaches_further(
    rules: tuple[Rule, ...], named: tuple[str, ...]
) -> None:
    refusal = refused(draft(*rules, replaces=1, within=("mayor",)), after(draft(WATER, REST)))
    assert isinstance(refusal, RuleBeyondColumns)
    assert (refusal.rules, refusal.columns) == (named, ("mayor",))


def test_nor_the_order_of_what_reaches_further() -> None:
    book = after(draft(WAGES, REST))
    assert isinstance(refused(draft(REST, WAGES, replaces=1, within=("mayor",)), book), RuleBeyondColumns)


def test_a_column_administrator_does_not_switch_on_what_the_office_has_drafted() -> None:
    faster = replace(WATER, working_days=2)
    drafted = (draft(WATER, REST), switch_on(1), draft(WATER, WAGES, replaces=1), draft(faster, WAGES, replaces=2))
    refusal = refused(switch_on(3, within=("mayor",)), after(*drafted))
    assert isinstance(refusal, RuleBeyondColumns)
    assert refusal.rules == ("其他", "欠薪")


def test_a_city_file_s_rules_hold_whatever_was_drafted_and_say_nothing_new_twice() -> None:
    declare = Declare((REST,), "office", AT)
    drafted = after(draft(WATER))
    assert DECIDER.decide(declare, drafted) == [Drafted(2, (REST,), "office", AT), SwitchedOn(2, "office", AT)]
    assert DECIDER.decide(declare, after(draft(REST))) == [SwitchedOn(1, "office", AT)]
    assert DECIDER.decide(declare, after(declare, draft(WATER, replaces=1))) == []


rules = st.lists(st.sampled_from([WATER, WAGES, REST]), unique=True, max_size=3).map(tuple)
within = st.sampled_from([None, ("mayor",), ("mayor", "secretary")])
COMMANDS: dict[type, st.SearchStrategy[Command]] = {
    Draft: st.builds(Draft, rules, st.integers(0, 5), within, st.just("office"), st.just(AT)),
    SwitchOn: st.builds(SwitchOn, st.integers(0, 5), within, st.just("office"), st.just(AT)),
    Declare: st.builds(Declare, rules, st.just("office"), st.just(AT)),
}
onward = st.builds(lambda said: lambda book: Draft(said, book.newest.version, None, "office", AT), rules)
drawn: st.SearchStrategy[Course[Command, Event, RuleBook]] = courses.courses(RULES, COMMANDS, onward)


@given(drawn)
def test_editions_are_numbered_without_gaps_and_only_the_newest_is_switched_on(
    course: Course[Command, Event, RuleBook],
) -> None:
    newest = 0
    for event in course.history:
        if isinstance(event, Drafted):
            newest += 1
        assert event.version == newest


@given(drawn)
def test_within_one_column_nothing_changes_for_another(course: Course[Command, Event, RuleBook]) -> None:
    for step in course.steps:
        if isinstance(step.command, Draft | SwitchOn) and step.command.within == ("mayor",):
            for of in ("newest", "on"):
                before, then = (
                    [rule for rule in getattr(book, of).rules if rule is not WATER]
                    for book in (step.before, step.after)
                )
                assert before == then
