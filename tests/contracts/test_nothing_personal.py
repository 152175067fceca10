"""Rule 5 of domain.md: no contract can hold a text or personal data, however it is filled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import pytest

from contracts.words import BULLETIN, CODE, HASH, LABEL, NUMBER, Instant, Shape
from tests.contracts.test_golden import PUBLISHED

CONTRACTS = [contract for registry in PUBLISHED.values() for contract in registry]
# The office's own signboard: names of columns, agencies, posts and fields. Configuration, never a citizen's words.
SIGNBOARD = {"ColumnOpenedV1", "ColumnRearrangedV1", "AgencyRegisteredV1", "AgencyAmendedV1", "FieldsArrangedV1"}
PERSONAL = ["王小明", "请帮帮我们", "13812345678 王", "wang@example.com", "a b", "1\n2", "\ud800", "x" * 65, ""]
# a mobile and a landline phone, an ID number, a bank card, each bare
PERSONAL += ["13812345678", "01088886666", "110105194912310021", "11010519491231002x", "6222021234567890123"]


def leaves(annotation: Any) -> Iterator[Any]:
    """The annotations at the bottom of one field: through options, lists and nested records."""
    if get_origin(annotation) in (Annotated, Literal):
        yield annotation
    elif get_args(annotation):
        for argument in get_args(annotation):
            if argument not in (type(None), Ellipsis):
                yield from leaves(argument)
    elif is_dataclass(annotation):
        for hint in get_type_hints(annotation, include_extras=True).values():
            yield from leaves(hint)
    else:
        yield annotation


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.__name__)
def test_a_contract_holds_codes_numbers_dates_and_hashes_only(contract: type) -> None:
    for hint in get_type_hints(contract, include_extras=True).values():
        for leaf in leaves(hint):
            if leaf == Instant:
                continue
            if get_origin(leaf) is Annotated:
                allowed = {NUMBER, CODE, HASH, BULLETIN} | ({LABEL} if contract.__name__ in SIGNBOARD else set())
                assert get_args(leaf)[1] in allowed
            elif get_origin(leaf) is not Literal:
                assert leaf in (int, bool, date)


@pytest.mark.parametrize("contract", CONTRACTS, ids=lambda contract: contract.__name__)
def test_no_field_is_named_after_a_person_or_a_text(contract: type) -> None:
    named = {field.name for field in fields(contract)}
    assert not named & {"phone", "email", "title", "body", "text", "user", "author", "advice", "where", "comments"}


@pytest.mark.parametrize("shape", [NUMBER, CODE, HASH], ids=lambda shape: shape.meaning)
@pytest.mark.parametrize("text", PERSONAL)
def test_no_word_admits_a_persons_words(shape: Shape, text: str) -> None:
    assert not shape.admits(text)


def test_an_official_name_admits_no_control_characters() -> None:
    assert LABEL.admits("A市市长信箱")
    assert not LABEL.admits("A市\n市长信箱")
