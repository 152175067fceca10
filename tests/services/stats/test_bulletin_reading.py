"""Bulletins as they are read: lists, what is due, what others are told, and how long the last one is ago."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from contracts import routing
from contracts.stats import BulletinPublishedV1
from kernel.actor import CITIZEN, Actor
from kernel.rebuild import rebuild
from services.stats import handlers, queries
from services.stats.domain.refusals import (
    OutOfScope,
    UnknownWord,
)
from tests.services.stats.bulletin_office import (
    AS_OF,
    AUDITOR,
    COHORT,
    HISTORY,
    LATER,
    MAYORS,
    NOW,
    QUARTER,
    WANG,
    ZHAO,
    Office,
    submitted_late,
)
from tests.services.stats.histories import Fact

RUN = {each.name for each in fields(routing.ColumnRearrangedV1)} - {"rearranged_at"}


def test_what_is_due_is_what_the_city_counts_as_of_the_cut_off(office: Office) -> None:
    leaves = datetime(2020, 1, 1, tzinfo=UTC)
    opened = next(fact.event for fact in HISTORY.facts if getattr(fact.event, "opened_at", None))
    terms = replace(opened.terms, portal="省平台")
    told = {name: getattr(opened, name) for name in RUN if name != "terms"}
    moved = routing.ColumnRearrangedV1(**{**told, "column": "secretary"}, rearranged_at=leaves, terms=terms)
    office.tell(Fact("routing", "column:secretary", moved, leaves, leaves))
    due = queries.bulletins_due(office.service.memory)

    def columns(as_of: str) -> list[str | None]:
        return [item["column"] for item in office.ask(due, WANG, **QUARTER, as_of=as_of)["items"]]

    assert columns("2019-12-31T00:00:00Z") == ["mayor", "secretary", None]
    assert columns("2020-01-02T00:00:00Z") == ["mayor", None]
    office.out("secretary")
    assert columns("2020-01-02T00:00:00Z") == ["mayor", "secretary", None]


def test_each_makes_bulletins_of_their_columns(office: Office) -> None:
    assert office.draft("mayor", MAYORS)["state"] == "drafted"
    for column in ("governor", None):
        with pytest.raises(OutOfScope):
            office.draft(column, MAYORS)
    for nobody in (CITIZEN, AUDITOR, ZHAO, Actor("he", "handler", agencies=("water",))):
        with pytest.raises(OutOfScope):
            office.draft("mayor", nobody)
    office.draft("governor")
    office.draft(None)
    assert {item["bulletin"] for item in office.ask(queries.desk_bulletins, MAYORS)["items"]} == {"2019Q1-mayor"}
    assert office.ask(queries.desk_bulletins, AUDITOR)["total"] == 3
    with pytest.raises(OutOfScope):
        office.ask(queries.desk_bulletin, MAYORS, bulletin="2019Q1")
    due = office.ask(queries.bulletins_due(office.service.memory), MAYORS, **QUARTER)
    assert [(item["column"], item["state"]) for item in due["items"]] == [("mayor", "drafted")]


def test_bulletins_are_listed_by_period_column_and_state_in_pages(office: Office) -> None:
    for begin, end in (("2018-10-01", "2019-01-01"), ("2019-01-01", "2019-04-01")):
        for column in ("mayor", "secretary", None):
            office.out(column, **{"from": begin, "to": end})
    office.draft("governor")
    first = office.ask(queries.bulletins, limit=4)
    rest = office.ask(queries.bulletins, limit=4, after=first["next"])
    names = [item["bulletin"] for item in (*first["items"], *rest["items"])]
    quarters = ("2019Q1", "2018Q4")
    assert names == [name for quarter in quarters for name in (f"{quarter}-mayor", f"{quarter}-secretary", quarter)]
    assert (first["total"], rest["next"]) == (6, None)
    assert office.ask(queries.bulletins, period="2018")["total"] == 3
    assert office.ask(queries.bulletins, period="2018Q4", column="mayor")["total"] == 1
    assert office.ask(queries.desk_bulletins, WANG, state="drafted")["items"][0]["bulletin"] == "2019Q1-governor"
    with pytest.raises(UnknownWord):
        office.ask(queries.desk_bulletins, WANG, state="lost")


def test_others_are_told_what_is_published_and_nothing_of_drafts(office: Office) -> None:
    found = office.out()
    office.draft("governor")
    (told,) = office.service.public_log({})["events"]
    assert (told["type"], told["subject"]) == ("BulletinPublished", "bulletin:2019Q1-mayor")
    assert BulletinPublishedV1(
        bulletin="2019Q1-mayor",
        column="mayor",
        begin=COHORT.begin,
        end=COHORT.end,
        as_of=AS_OF,
        version=1,
        digest=found["digest"],
        published_at=LATER,
    ) == office.service.definition.contracts.decode(told["dataschema"], json.dumps(told["data"]))


def test_how_long_the_last_bulletin_is_ago_is_told_for_each_column(office: Office) -> None:
    office.clock.at = NOW
    office.out()

    def of_mayor(as_of: datetime) -> Any:
        office.clock.at = LATER
        answer = office.ask(queries.indicators(office.service.memory), as_of=as_of.isoformat())
        return {row["key"]: row["last_bulletin"] for row in answer["rows"]}["mayor"]

    assert of_mayor(NOW - timedelta(seconds=1)) is None
    assert of_mayor(datetime(2019, 8, 1, tzinfo=UTC)) == {
        "since": "2019-05-01T04:00:00Z",
        "days": 92,
        "is_over": False,
    }
    assert of_mayor(datetime(2019, 8, 1, 16, tzinfo=UTC))["is_over"]
    office.clock.at = datetime(2019, 8, 1, tzinfo=UTC)
    office.tell(*submitted_late("20190201-999999"))
    office.out(reason="补录一件")
    assert of_mayor(datetime(2019, 8, 2, tzinfo=UTC))["since"] == "2019-05-01T04:00:00Z"


def test_read_models_of_bulletins_can_be_made_anew(office: Office) -> None:
    office.out()
    office.tell(*submitted_late("20190201-999999"))
    office.draft(reason="补录一件")
    office.decide(handlers.send_bulletin_back, ZHAO, office.draft("governor"), reason="?")
    before = office.stats.tables()
    rebuild(office.service, office.stats.fetch)
    assert office.stats.tables() == before
