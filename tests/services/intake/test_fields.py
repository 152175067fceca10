"""The office's fields: chosen at acceptance, named in staff's views."""

from __future__ import annotations

from typing import Any

import pytest

from services.intake import handlers, queries
from services.intake.domain.refusals import FieldNotACode, UnknownField, UnknownWord
from tests.services.intake.office import CLERK, Office, arranged

TREE = (("city", "城乡建设", None), ("city.heating", "供暖", "city"), ("city.heating.fee", "收费", "city.heating"))


@pytest.mark.parametrize(
    ("field", "path"),
    [
        ("city", ["城乡建设"]),
        ("city.heating", ["城乡建设", "供暖"]),
        ("city.heating.fee", ["城乡建设", "供暖", "收费"]),
        (None, []),
    ],
)
def test_any_node_of_the_tree_may_be_chosen_and_is_told_with_its_path(
    office: Office, field: str | None, path: list[str]
) -> None:
    office.hears(arranged(*TREE))
    number = office.written()
    office.act(handlers.accept, CLERK, number=number, field=field)
    view = office.ask(queries.message, CLERK, number=number)
    (item,) = office.ask(queries.list_messages, CLERK)["items"]
    assert (view["field"], view["field_path"]) == (item["field"], item["field_path"]) == (field, path)


def test_a_field_that_the_office_does_not_have_is_refused(office: Office) -> None:
    office.hears(arranged(*TREE))
    number = office.written()
    with pytest.raises(UnknownField) as refused:
        office.act(handlers.accept, CLERK, number=number, field="city.cooling")
    assert (refused.value.code, refused.value.values()) == ("intake.unknown_field", {"node": "city.cooling"})
    assert office.recorded() == ["intake.submitted.v1"]


def test_while_no_tree_is_loaded_any_code_will_do(office: Office) -> None:
    number = office.written()
    office.act(handlers.accept, CLERK, number=number, field="anything")
    view = office.ask(queries.message, CLERK, number=number)
    assert (view["field"], view["field_path"]) == ("anything", [])


def test_what_is_left_out_is_no_longer_chosen_and_still_names_what_was_accepted(office: Office) -> None:
    office.hears(arranged(*TREE))
    before, after = office.written(), office.written()
    office.act(handlers.accept, CLERK, number=before, field="city.heating.fee")
    office.hears(arranged(("city", "建设", None)))
    with pytest.raises(UnknownField):
        office.act(handlers.accept, CLERK, number=after, field="city.heating.fee")
    assert office.ask(queries.message, CLERK, number=before)["field_path"] == ["建设", "供暖", "收费"]
    office.act(handlers.accept, CLERK, number=before, field="city.heating.fee", kind=None)  # the same again


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        ({"kind": "praise"}, UnknownWord),
        ({"field": "供暖"}, FieldNotACode),
        ({"urgency": "very"}, UnknownWord),
        ({"complexity": "medium"}, UnknownWord),
    ],
)
def test_every_term_of_an_acceptance_is_a_word_that_there_is(
    office: Office, terms: dict[str, Any], refusal: type[Exception]
) -> None:
    number = office.written()
    with pytest.raises(refusal):
        office.act(handlers.accept, CLERK, number=number, **terms)
    assert office.recorded() == ["intake.submitted.v1"]
