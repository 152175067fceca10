"""The office's fields: loaded as a whole, seen by everyone, named in the worklists."""

from __future__ import annotations

from typing import Any

import pytest

from kernel.settings import Settings
from services.routing import handlers, queries
from services.routing.domain.refusals import FieldsUnsound, OutOfScope
from tests.services.routing.office import AUDITOR, CITIZEN, CITY, DISPATCHER, OFFICE, Office

TREE: list[dict[str, Any]] = [
    {"field": "city", "name": "城乡建设", "parent": None},
    {"field": "city.heating", "name": "供暖", "parent": "city"},
]


@pytest.fixture
def settings(either_database: Settings) -> Settings:
    """Trees go through both databases' types."""
    return either_database


def test_before_any_is_arranged_there_are_no_fields(bare: Office) -> None:
    assert bare.ask(queries.fields, CITIZEN) == {"items": [], "total": 0}


def test_a_tree_is_arranged_once_and_the_world_is_told(bare: Office) -> None:
    assert bare.act(handlers.arrange_fields, OFFICE, fields=TREE) == {"fields": "arranged", "total": 2}
    assert bare.act(handlers.arrange_fields, OFFICE, fields=TREE) == {"fields": "unchanged", "total": 2}
    assert bare.said() == [("FieldsArranged", "fields:office")]
    assert bare.ask(queries.fields, CITIZEN) == {
        "items": [
            {**TREE[0], "level": 1, "path": ["城乡建设"]},
            {**TREE[1], "level": 2, "path": ["城乡建设", "供暖"]},
        ],
        "total": 2,
    }


def test_a_city_brings_its_fields_and_one_that_mentions_none_leaves_them(office: Office) -> None:
    before = office.ask(queries.fields, CITIZEN)
    assert [item["field"] for item in before["items"]] == [field["field"] for field in CITY.fields or ()]
    assert office.act(handlers.load_city, OFFICE, **CITY.payload)["fields"] == "unchanged"
    assert "fields" not in office.act(handlers.load_city, OFFICE, agencies=[], columns=[])
    assert office.ask(queries.fields, CITIZEN) == before


def test_what_is_no_tree_is_refused(office: Office) -> None:
    before = office.journal()
    with pytest.raises(FieldsUnsound) as refused:
        office.act(handlers.arrange_fields, OFFICE, fields=TREE[1:])
    assert refused.value.values() == {"node": "city.heating", "because": "unknown_parent"}
    assert office.journal() == before


@pytest.mark.parametrize("actor", [DISPATCHER, AUDITOR, CITIZEN], ids=lambda actor: actor.role)
def test_only_the_portal_office_arranges_fields(bare: Office, actor: Any) -> None:
    with pytest.raises(OutOfScope):
        bare.act(handlers.arrange_fields, actor, fields=TREE)


def test_worklists_name_the_field_of_a_case_also_when_it_is_no_longer_chosen(bare: Office) -> None:
    bare.act(handlers.load_city, OFFICE, agencies=CITY.agencies, columns=CITY.columns, fields=TREE)
    for number, field in (("20240301-000001", "city.heating"), ("20240301-000002", None), ("20240301-000003", "old")):
        bare.accept(number, field=field)
    bare.act(handlers.arrange_fields, OFFICE, fields=TREE[:1])
    listed = bare.ask(queries.cases, DISPATCHER)["items"]
    assert [item["field_path"] for item in listed] == [["城乡建设", "供暖"], [], []]
    assert bare.case("20240301-000001")["field_path"] == ["城乡建设", "供暖"]
