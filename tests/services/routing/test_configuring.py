"""One column, one agency, changed in part: by whom, over which version, and who did."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kernel.actor import Actor
from kernel.decider import Refusal
from kernel.settings import Settings
from services.routing import handlers, queries
from services.routing.domain.refusals import (
    AgencyNotFound,
    ChangedSince,
    ColumnNotFound,
    Incomplete,
    LightsOutOfOrder,
    LimitsOutOfOrder,
    OfficeDecides,
    OutOfScope,
    ParentCycle,
    UnknownAgency,
)
from tests.services.routing.office import AUDITOR, CITY, OFFICE, Office

BOSS = Actor("boss", "columnadmin", columns=("mayor",))
NEW = {"name": "新区区长信箱", "jurisdiction": "新区", "leader": "区长", "office": "housing"}


@pytest.fixture
def settings(either_database: Settings) -> Settings:
    """On both databases."""
    return either_database


def set_column(office: Office, actor: Actor, column: str = "mayor", version: int = 1, /, **said: Any) -> dict[str, Any]:
    return office.act(handlers.set_column, actor, column=column, version=version, **said)


def test_what_is_not_said_of_a_column_stays(office: Office) -> None:
    before = office.ask(queries.configured_column, BOSS, column="mayor")
    terms = {"yellow_working_days": 2, "contact_required": True}
    said = {"review_levels": 2, "limits": {"max_days": 20}, "terms": terms}
    assert set_column(office, BOSS, **said) == {"column": "mayor", "version": 2}
    assert office.ask(queries.configured_column, BOSS, column="mayor") == {
        **before,
        "review_levels": 2,
        "limits": {**before["limits"], "max_days": 20},
        "terms": {**before["terms"], **terms},
        "version": 2,
    }
    assert office.said()[-1] == ("ColumnRearranged", "column:mayor")


def test_a_change_that_says_nothing_new_records_nothing(office: Office) -> None:
    before = office.journal()
    assert set_column(office, BOSS, accepts=True) == {"column": "mayor", "version": 1}
    assert office.journal() == before


@pytest.mark.parametrize(
    ("actor", "said", "refusal"),
    [
        (BOSS, {"version": 2}, ChangedSince),
        (OFFICE, {"version": 0}, ChangedSince),
        (BOSS, {"name": "别名"}, OfficeDecides),
        (BOSS, {"office": "housing"}, OfficeDecides),
        (BOSS, {"terms": {"portal": "省平台"}}, OfficeDecides),
        (BOSS, {"column": "secretary"}, OutOfScope),
        (BOSS, {"column": "nowhere"}, OutOfScope),
        (OFFICE, {"column": "nowhere"}, ColumnNotFound),
        (OFFICE, {"column": "new", "version": 0, "name": "新"}, Incomplete),
        (OFFICE, {"office": "nobody"}, UnknownAgency),
        (BOSS, {"limits": {"max_days": 1}}, LimitsOutOfOrder),
        (BOSS, {"terms": {"due_soon_working_days": 2, "yellow_working_days": 5}}, LightsOutOfOrder),
        (Actor("clerk", "clerk", columns=("mayor",)), {}, OutOfScope),
        (Actor("admin", "admin"), {}, OutOfScope),
    ],
)
def test_what_may_not_be_changed_is_refused(
    office: Office, actor: Actor, said: dict[str, Any], refusal: type[Refusal]
) -> None:
    before = office.journal()
    rest = {name: value for name, value in said.items() if name not in {"column", "version"}}
    with pytest.raises(refusal):
        set_column(office, actor, said.get("column", "mayor"), said.get("version", 1), **rest)
    assert office.journal() == before


def test_of_two_who_read_the_same_version_the_second_changes_nothing(office: Office) -> None:
    set_column(office, BOSS, review_levels=2)
    with pytest.raises(ChangedSince) as refused:
        set_column(office, OFFICE, review_levels=4)
    assert refused.value.version == 2
    assert office.ask(queries.configured_column, OFFICE, column="mayor")["review_levels"] == 2


def test_the_office_opens_a_column_with_what_is_usual(office: Office) -> None:
    set_column(office, OFFICE, "new", 0, **NEW)
    new = office.ask(queries.configured_column, AUDITOR, column="new")
    assert (new["version"], new["review_levels"], new["accepts"], new["terms"]["repeat_days"]) == (1, 3, True, 90)
    with pytest.raises(OfficeDecides):
        set_column(office, replace(BOSS, columns=None), "newer", 0, **NEW)


def test_the_office_says_which_site_hosts_a_column_and_its_administrator_changes_the_other_terms(
    office: Office,
) -> None:
    set_column(office, OFFICE, terms={"portal": "省平台"})
    set_column(office, BOSS, "mayor", 2, terms={"portal": "省平台", "repeat_days": 30})
    terms = office.ask(queries.configured_column, BOSS, column="mayor")["terms"]
    assert (terms["portal"], terms["repeat_days"]) == ("省平台", 30)
    with pytest.raises(OfficeDecides) as refused:
        set_column(office, BOSS, "mayor", 3, terms={"portal": None})
    assert refused.value.values() == {"fields": ("portal",)}
    set_column(office, OFFICE, "mayor", 3, terms={"portal": None})
    assert office.ask(queries.configured_column, BOSS, column="mayor")["terms"]["portal"] is None


def test_an_agency_is_registered_and_amended(office: Office) -> None:
    office.act(handlers.set_agency, OFFICE, agency="parks", version=0, name="园林局")
    office.act(handlers.set_agency, OFFICE, agency="parks", version=1, parent="housing")
    assert office.ask(queries.configured_agency, OFFICE, agency="parks") == {
        "agency": "parks", "name": "园林局", "parent": "housing", "level": "department", "version": 2,
    }  # fmt: skip
    with pytest.raises(ParentCycle):
        office.act(handlers.set_agency, OFFICE, agency="housing", version=1, parent="parks")
    with pytest.raises(Incomplete):
        office.act(handlers.set_agency, OFFICE, agency="other", version=0)
    with pytest.raises(AgencyNotFound):
        office.act(handlers.set_agency, OFFICE, agency="other", version=3, name="x")
    with pytest.raises(UnknownAgency):
        office.act(handlers.set_agency, OFFICE, agency="parks", version=2, parent="other")
    with pytest.raises(AgencyNotFound):
        office.ask(queries.configured_agency, OFFICE, agency="other")
    with pytest.raises(ColumnNotFound):
        office.ask(queries.configured_column, OFFICE, column="other")
    with pytest.raises(ChangedSince):
        office.act(handlers.set_agency, OFFICE, agency="parks", version=1, name="园林绿化局")


def test_lists_are_of_the_own_columns_and_paged(office: Office) -> None:
    own = office.ask(queries.configured_columns, BOSS)
    assert ([item["column"] for item in own["items"]], own["total"], own["next"]) == (["mayor"], 1, None)
    told, after = [], None
    while True:
        page = office.ask(queries.configured_columns, AUDITOR, after=after, limit=2)
        told += [item["column"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert told == [column["id"] for column in CITY.columns]
    assert office.ask(queries.configured_agencies, OFFICE)["total"] == len(CITY.agencies)


def test_who_changed_what_is_told_to_whom_it_concerns(office: Office) -> None:
    set_column(office, replace(BOSS, account="deputy", on_behalf_of="boss"), review_levels=2)
    set_column(office, OFFICE, "secretary", accepts=False)
    told = office.ask(queries.city_changes, BOSS)
    assert [(one["subject"], one["change"]) for one in told["items"]] == [("mayor", "rearranged"), ("mayor", "opened")]
    newest = told["items"][0]
    assert (newest["by"], newest["on_behalf_of"], newest["details"]["changed"]) == ("deputy", "boss", ["review_levels"])
    assert told["total"] == 2
    everything = office.ask(queries.city_changes, AUDITOR)
    assert everything["items"][0]["subject"] == "secretary"
    assert everything["total"] == len(CITY.columns) + len(CITY.agencies) + 2
    older = office.ask(queries.city_changes, BOSS, before=newest["position"])
    assert [one["change"] for one in older["items"]] == ["opened"]
