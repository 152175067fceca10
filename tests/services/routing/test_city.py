"""Loading a city: declarative, idempotent, and refused as a whole where it contradicts itself."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import asdict
from typing import Any

import pytest

from kernel.decider import Refusal
from services.routing import handlers, queries
from services.routing.domain.calendar_refusals import LimitNamesNothing, LimitsAmbiguous
from services.routing.domain.column import Terms
from services.routing.domain.refusals import (
    LevelsOutOfOrder,
    LimitsOutOfOrder,
    OutOfScope,
    ParentCycle,
    UnknownAgency,
    UnknownColumn,
    UnknownWord,
)
from tests.services.routing.office import AUDITOR, CITIZEN, CITY, DISPATCHER, OFFICE, Office

PLACES = ["linqi", "wangchuan", "yunlu", "luxi", "muquan"]
COLUMNS = ["secretary", "mayor", *(f"{place}-{who}" for place in PLACES for who in ("secretary", "head")), "governor"]


def changed(**mayor: Any) -> dict[str, Any]:
    """The city with another mayor's column."""
    payload = deepcopy(CITY.payload)
    payload["columns"][1] |= mayor
    return payload


def refused(office: Office, payload: dict[str, Any]) -> Refusal:
    before = office.journal()
    with pytest.raises(Refusal) as caught:
        office.act(handlers.load_city, OFFICE, **payload)
    assert office.journal() == before
    return caught.value


def test_a_city_is_registered_and_opened_in_the_order_of_its_file(bare: Office) -> None:
    agencies = [agency["id"] for agency in CITY.agencies]
    assert bare.act(handlers.load_city, OFFICE, **CITY.payload) == {
        "opened": COLUMNS,
        "rearranged": [],
        "registered": agencies,
        "amended": [],
        "unchanged": [],
        "fields": "arranged",
        "rules": "switched_on",
    }
    assert bare.said() == [
        *(("AgencyRegistered", f"agency:{id_}") for id_ in agencies),
        *(("ColumnOpened", f"column:{id_}") for id_ in COLUMNS),
        ("FieldsArranged", "fields:office"),
    ]


def test_the_same_file_again_records_nothing(office: Office) -> None:
    before = office.journal()
    office.at(office.later(days=1))
    answer = office.act(handlers.load_city, OFFICE, **CITY.payload)
    assert answer["unchanged"] == [*(agency["id"] for agency in CITY.agencies), *COLUMNS]
    assert office.journal() == before


def test_only_what_differs_is_recorded(office: Office) -> None:
    payload = changed(review_levels=2)
    payload["agencies"][3]["name"] = "栖川市住房保障局"
    answer = office.act(handlers.load_city, OFFICE, **payload)
    assert (answer["rearranged"], answer["amended"]) == (["mayor"], ["housing"])
    assert office.journal()[-2:] == ["routing.agency_amended.v1", "routing.column_rearranged.v1"]


def test_what_a_file_does_not_mention_stays(office: Office) -> None:
    office.act(handlers.load_city, OFFICE, agencies=[], columns=[])
    assert len(office.ask(queries.columns, CITIZEN)["items"]) == len(COLUMNS)


OTHERWISE: dict[str, Any] = {
    "review_levels": 2,
    "title_limit": 40,
    "body_limit": 2000,
    "accepts": False,
    "limits": {"ordinary_days": 4, "complex_days": 8, "max_days": 12, "exceptions": [{"kind": "complaint", "days": 3}]},
    "terms": {"evaluation_days": 20, "reopens_itself": True, "letter_mark": "栖督"},
}


@pytest.fixture
def minimal(office: Office) -> dict[str, Any]:
    """The mayor's column is run otherwise; the file that comes next says no more of it than it must."""
    office.act(handlers.load_city, OFFICE, **changed(**OTHERWISE))
    needed = ("id", "name", "jurisdiction", "leader", "office")
    mayor = {name: CITY.columns[1][name] for name in needed}
    return {"agencies": [], "columns": [mayor]}


def test_how_a_column_is_run_stays_where_a_file_does_not_mention_it(office: Office, minimal: dict[str, Any]) -> None:
    before = office.journal()
    assert office.act(handlers.load_city, OFFICE, **minimal)["unchanged"] == ["mayor"]
    assert office.journal() == before


def test_of_the_terms_those_stay_that_a_file_does_not_mention(office: Office, minimal: dict[str, Any]) -> None:
    minimal["columns"][0]["terms"] = {"evaluation_days": 25}
    assert office.act(handlers.load_city, OFFICE, **minimal)["rearranged"] == ["mayor"]
    mayor = office.ask(queries.column, CITIZEN, column="mayor")
    assert mayor["terms"] == asdict(Terms(evaluation_days=25, reopens_itself=True, letter_mark="栖督"))
    assert mayor["limits"]["max_days"] == 12


def test_the_limits_of_a_file_hold_as_a_whole(office: Office, minimal: dict[str, Any]) -> None:
    minimal["columns"][0]["limits"] = {"ordinary_days": 6}
    office.act(handlers.load_city, OFFICE, **minimal)
    assert office.ask(queries.column, CITIZEN, column="mayor")["limits"] == {
        "ordinary_days": 6,
        "complex_days": 10,
        "max_days": 15,
        "exceptions": [],
    }


def test_everyone_sees_the_columns_in_the_order_of_the_file(office: Office) -> None:
    office.act(handlers.load_city, OFFICE, **changed(accepts=False))
    answer = office.ask(queries.columns, CITIZEN)
    assert ([column["column"] for column in answer["items"]], answer["total"]) == (COLUMNS, len(COLUMNS))
    assert (
        office.ask(queries.column, CITIZEN, column="mayor")
        == answer["items"][1]
        == {
            "column": "mayor",
            "name": "市长信箱",
            "jurisdiction": "栖川市",
            "leader": "市长",
            "office": "egov-office",
            "review_levels": 3,
            "limits": {"ordinary_days": 5, "complex_days": 10, "max_days": 15, "exceptions": []},
            "title_limit": 50,
            "body_limit": 3000,
            "accepts": False,
            "terms": asdict(Terms(letter_mark="栖督")),
        }
    )


def test_a_column_that_nobody_opened_is_unknown(office: Office) -> None:
    with pytest.raises(UnknownColumn):
        office.ask(queries.column, CITIZEN, column="premier")


def test_agencies_are_listed_with_their_parents(office: Office) -> None:
    answer = office.ask(queries.agencies, OFFICE)
    assert answer["items"][0] == {
        "agency": "city-committee",
        "name": "中共栖川市委办公室",
        "parent": None,
        "level": "city",
    }
    assert (answer["items"][3]["parent"], answer["items"][3]["level"]) == ("city-government", "department")
    assert answer["total"] == len(CITY.agencies)


def test_a_level_stands_below_a_higher_one(office: Office) -> None:
    payload = changed()
    payload["agencies"].append({"id": "new-city", "name": "新市", "parent": "linqi-government", "level": "city"})
    refusal = refused(office, payload)
    assert (refusal.code, refusal.values()) == (
        LevelsOutOfOrder.code,
        {"agency": "new-city", "level": "city", "parent": "linqi-government", "parent_level": "county"},
    )


def test_a_level_that_nobody_knows_is_refused(office: Office) -> None:
    payload = changed()
    payload["agencies"].append({"id": "village", "name": "清泉村", "level": "village"})
    assert refused(office, payload).code == UnknownWord.code


def test_an_agency_that_rises_is_amended(office: Office) -> None:
    payload = changed()
    payload["agencies"] = [{"id": "housing", "name": "栖川市住房和城乡建设局", "parent": None, "level": "city"}]
    assert office.act(handlers.load_city, OFFICE, **payload)["amended"] == ["housing"]


def test_a_column_is_run_by_a_registered_agency(office: Office) -> None:
    refusal = refused(office, changed(office="nobody"))
    assert (refusal.code, refusal.values()) == (UnknownAgency.code, {"agency": "nobody"})


def test_limits_out_of_order_are_refused_with_everything_else_in_the_file(office: Office) -> None:
    payload = changed(limits={"ordinary_days": 20, "complex_days": 10, "max_days": 15})
    payload["agencies"][3]["name"] = "栖川市住房保障局"
    assert refused(office, payload).code == LimitsOutOfOrder.code


def test_exceptions_from_the_limits_are_kept_as_they_are_written(office: Office) -> None:
    exceptions = [{"kind": "complaint", "urgency": "urgent", "days": 3}, {"complexity": "complex", "days": 8}]
    office.act(handlers.load_city, OFFICE, **changed(limits={"exceptions": exceptions}))
    blank = {"kind": None, "urgency": None, "complexity": None}
    limits = office.ask(queries.column, CITIZEN, column="mayor")["limits"]
    assert limits["exceptions"] == [{**blank, **exception} for exception in exceptions]


def test_exceptions_that_contradict_each_other_are_refused(office: Office) -> None:
    exceptions = [{"kind": "complaint", "days": 3}, {"urgency": "urgent", "days": 2}]
    assert refused(office, changed(limits={"exceptions": exceptions})).code == LimitsAmbiguous.code
    assert refused(office, changed(limits={"exceptions": [{"days": 2}]})).code == LimitNamesNothing.code
    unknown = refused(office, changed(limits={"exceptions": [{"kind": "letter", "days": 2}]}))
    assert (unknown.code, unknown.values()["field"]) == ("routing.unknown_word", "kind")


def test_a_parent_is_registered(bare: Office) -> None:
    agencies = [{"id": "housing", "name": "住建局", "parent": "city"}]
    assert refused(bare, {"agencies": agencies, "columns": []}).values() == {"agency": "city"}


def test_parents_do_not_run_in_a_ring_not_even_with_those_registered_before(office: Office) -> None:
    agencies = [{"id": "city-government", "name": "栖川市人民政府办公室", "parent": "linqi-housing"}]
    refusal = refused(office, {"agencies": agencies, "columns": []})
    assert isinstance(refusal, ParentCycle)
    assert set(refusal.agencies) == {"city-government", "linqi-government", "linqi-housing"}


@pytest.mark.parametrize("actor", [DISPATCHER, AUDITOR, CITIZEN], ids=lambda actor: actor.role)
def test_only_the_portal_office_shapes_the_city(office: Office, actor: Any) -> None:
    with pytest.raises(OutOfScope) as caught:
        office.act(handlers.load_city, actor, **CITY.payload)
    assert (caught.value.because, caught.value.wanted) == ("role", ("office",))
