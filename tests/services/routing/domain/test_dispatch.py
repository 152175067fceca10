"""Which agency the office's rules propose, and why."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from services.routing.domain.dispatch import (
    Fit,
    Proposal,
    Reason,
    Rule,
    Traits,
    allowance_by,
    is_within,
    met,
    normal,
    propose,
    upwards,
)
from services.routing.domain.limits import Allowance, Limits

ABOVE = {"labour": None, "labour.wages": "labour", "labour.wages.building": "labour.wages", "water": None}
WAGES = Traits("mayor", "栖川市", "complaint", "labour.wages.building", "urgent", "ordinary")
ANY = Rule("其他", "office")


def reasons(rule: Rule, traits: Traits = WAGES) -> tuple[Reason, ...] | None:
    return met(rule, traits, ABOVE)


def test_a_rule_without_conditions_fits_every_case_for_no_reason() -> None:
    assert reasons(ANY) == ()


def test_every_condition_has_to_be_met_and_is_told_as_a_reason() -> None:
    rule = Rule(
        name="欠薪",
        lead="labour-office",
        columns=("secretary", "mayor"),
        territories=("栖川市",),
        kinds=("complaint",),
        fields=("labour.wages.building",),
        urgency="urgent",
        complexity="ordinary",
    )
    assert reasons(rule) == (
        Reason("columns", "mayor", "mayor"),
        Reason("territories", "栖川市", "栖川市"),
        Reason("kinds", "complaint", "complaint"),
        Reason("fields", "labour.wages.building", "labour.wages.building"),
        Reason("urgency", "urgent", "urgent"),
        Reason("complexity", "ordinary", "ordinary"),
    )
    for other in (
        replace(rule, columns=("secretary",)),
        replace(rule, territories=("望川县",)),
        replace(rule, kinds=("thanks",)),
        replace(rule, fields=("water",)),
        replace(rule, urgency="ordinary"),
        replace(rule, complexity="complex"),
    ):
        assert reasons(other) is None


def test_a_field_covers_those_under_it_and_not_the_one_above() -> None:
    assert reasons(replace(ANY, fields=("labour",))) == (Reason("fields", "labour", "labour.wages.building"),)
    assert reasons(replace(ANY, fields=("labour.wages",)), replace(WAGES, field="labour")) is None
    assert reasons(replace(ANY, fields=("labour",)), replace(WAGES, field=None)) is None


def test_where_a_rule_names_several_the_nearest_is_the_reason() -> None:
    found = reasons(replace(ANY, fields=("labour", "labour.wages")))
    assert found == (Reason("fields", "labour.wages", "labour.wages.building"),)


def test_a_field_that_the_tree_does_not_know_stands_for_itself() -> None:
    assert list(upwards("roads", {})) == ["roads"]
    assert reasons(replace(ANY, fields=("roads",)), replace(WAGES, field="roads")) == (
        Reason("fields", "roads", "roads"),
    )


def test_the_first_that_fits_proposes_and_the_further_ones_are_shown() -> None:
    wages = Rule("欠薪", "labour-office", fields=("labour.wages",))
    water = Rule("供水", "water", fields=("water",))
    found = propose((water, wages, ANY), WAGES, ABOVE)
    assert [fit.rule for fit in found.fitting] == [wages, ANY]
    assert found.first is not None
    assert found.first.rule == wages


def test_two_leads_are_ambiguous_two_rules_of_one_lead_are_not() -> None:
    assert propose((ANY, replace(ANY, name="又", lead="water")), WAGES, ABOVE).is_ambiguous
    assert not propose((ANY, replace(ANY, name="又")), WAGES, ABOVE).is_ambiguous
    assert not propose((), WAGES, ABOVE).is_ambiguous


def test_who_has_returned_the_case_is_neither_lead_nor_helper_again() -> None:
    helped = Rule("欠薪", "labour-office", co_agencies=("housing", "police"))
    assert propose((helped, ANY), WAGES, ABOVE, ["labour-office"]) == Proposal((Fit(ANY, (), ()),))
    assert propose((helped,), WAGES, ABOVE, ["housing"]) == Proposal((Fit(helped, ("police",), ()),))


def test_a_rule_gives_its_own_days_but_never_more_than_the_column_allows() -> None:
    limits = Limits(5, 10, 15)
    assert allowance_by(replace(ANY, working_days=3), limits, WAGES) == Allowance(3, 15, "rule")
    assert allowance_by(replace(ANY, working_days=30), limits, WAGES) == Allowance(15, 15, "rule")
    assert allowance_by(ANY, limits, WAGES) == Allowance(5, 15, "ordinary")
    assert allowance_by(ANY, limits, replace(WAGES, complexity="complex")) == Allowance(10, 15, "complex")


def test_a_rule_is_within_columns_that_it_names_and_among_which_all_of_its_own_are() -> None:
    assert is_within(replace(ANY, columns=("mayor",)), ("mayor", "secretary"))
    assert not is_within(replace(ANY, columns=("mayor", "governor")), ("mayor", "secretary"))
    assert not is_within(ANY, ("mayor", "secretary"))


def test_nothing_is_named_twice() -> None:
    assert normal(replace(ANY, fields=("b", "a", "b"))).fields == ("b", "a")


names = st.sampled_from(["a", "b", "c"])
some = st.lists(names, max_size=2).map(tuple)
TREE: dict[str, str | None] = {"a": None, "b": "a", "c": "b"}
drawn_rules = st.lists(
    st.builds(
        Rule,
        name=st.text(min_size=1, max_size=5),
        lead=names,
        co_agencies=some,
        columns=some,
        territories=some,
        kinds=st.lists(st.sampled_from(["request", "thanks"]), max_size=2).map(tuple),
        fields=some,
        urgency=st.sampled_from([None, "urgent", "ordinary"]),
        complexity=st.sampled_from([None, "complex", "ordinary"]),
    ),
    max_size=6,
)
drawn_traits = st.builds(
    Traits,
    column=names,
    territory=names,
    kind=st.sampled_from(["request", "thanks"]),
    field=st.none() | names,
    urgency=st.sampled_from(["urgent", "ordinary"]),
    complexity=st.sampled_from(["complex", "ordinary"]),
)


def plainly_fits(rule: Rule, traits: Traits) -> bool:
    """The rule as one would check it by hand."""
    fields = {None: (), "a": ("a",), "b": ("b", "a"), "c": ("c", "b", "a")}[traits.field]
    return (
        (not rule.columns or traits.column in rule.columns)
        and (not rule.territories or traits.territory in rule.territories)
        and (not rule.kinds or traits.kind in rule.kinds)
        and (not rule.fields or bool(set(fields) & set(rule.fields)))
        and rule.urgency in (None, traits.urgency)
        and rule.complexity in (None, traits.complexity)
    )


@given(drawn_rules, drawn_traits, st.sets(names))
def test_the_proposal_is_the_first_fitting_rule_whose_lead_has_not_returned_the_case(
    rules: list[Rule], traits: Traits, returned: set[str]
) -> None:
    fitting = [rule for rule in rules if rule.lead not in returned and plainly_fits(rule, traits)]
    found = propose(rules, traits, TREE, returned)
    assert [fit.rule for fit in found.fitting] == fitting
    assert (found.first and found.first.rule) == (fitting[0] if fitting else None)
    assert found.is_ambiguous == (len({rule.lead for rule in fitting}) > 1)
    assert all(not set(fit.co_agencies) & returned for fit in found.fitting)
