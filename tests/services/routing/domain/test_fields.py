"""The tree of fields is arranged as a whole, three levels deep at most."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kernel.testing import Specification
from services.routing.domain.fields import DECIDER, Arrange, Arranged, Field, paths_of
from services.routing.domain.refusals import FieldsUnsound

fields = Specification(DECIDER)

JANUARY = datetime(2024, 1, 2, 0, 30, tzinfo=UTC)
FEBRUARY = datetime(2024, 2, 1, 0, 30, tzinfo=UTC)
CITY, HEATING, ARREARS = (
    Field("city", "城乡建设", None),
    Field("heat", "供暖", "city"),
    Field("heat.fee", "欠费", "heat"),
)
TREE = (CITY, HEATING, ARREARS)
SMALLER = (CITY, HEATING)

arrange = Arrange(TREE, "office", JANUARY)
arranged = Arranged(TREE, "office", JANUARY)


def test_a_tree_is_arranged() -> None:
    fields.given().when(arrange).then(arranged)


def test_the_same_tree_on_another_day_is_nothing_new() -> None:
    fields.given(arranged).when(replace(arrange, at=FEBRUARY)).then_nothing()


def test_another_tree_or_another_order_is_arranged_anew() -> None:
    other = (*TREE, Field("school", "教育", None))
    fields.given(arranged).when(Arrange(other, "office", FEBRUARY)).then(Arranged(other, "office", FEBRUARY))
    turned = (*other[3:], *TREE)
    fields.given(arranged).when(Arrange(turned, "office", FEBRUARY)).then(Arranged(turned, "office", FEBRUARY))


@pytest.mark.parametrize(
    ("tree", "refusal"),
    [
        ((), FieldsUnsound("", "no_field")),
        ((Field("市政", "市政", None),), FieldsUnsound("市政", "not_a_code")),
        ((Field("13800138000", "市政", None),), FieldsUnsound("13800138000", "not_a_code")),
        ((Field("city", "市\n政", None),), FieldsUnsound("city", "no_name")),
        ((Field("city", "", None),), FieldsUnsound("city", "no_name")),
        ((CITY, CITY), FieldsUnsound("city", "code_twice")),
        ((HEATING, CITY), FieldsUnsound("heat", "unknown_parent")),
        ((*TREE, Field("deep", "四级", "heat.fee")), FieldsUnsound("deep", "too_deep")),
    ],
)
def test_what_is_no_tree_of_three_levels_is_refused(tree: tuple[Field, ...], refusal: FieldsUnsound) -> None:
    fields.given(arranged).when(Arrange(tree, "office", FEBRUARY)).then_refused(refusal)


def test_a_field_is_told_with_the_names_above_it() -> None:
    assert paths_of(TREE) == {
        "city": ("城乡建设",),
        "heat": ("城乡建设", "供暖"),
        "heat.fee": ("城乡建设", "供暖", "欠费"),
    }


def test_what_is_left_out_still_has_its_name() -> None:
    renamed = (Field("city", "建设", None),)
    state = DECIDER.fold([arranged, Arranged(SMALLER, "office", FEBRUARY), Arranged(renamed, "office", FEBRUARY)])
    assert (state.fields, state.former) == (renamed, (ARREARS, HEATING))  # type: ignore[union-attr]
    assert paths_of((*state.former, *state.fields))["heat.fee"] == ("建设", "供暖", "欠费")  # type: ignore[union-attr]
