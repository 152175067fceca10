"""Bulletins of a small office: computed, checked, published, corrected."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import select

from kernel.clock import instant
from kernel.decider import Refusal
from services.stats import handlers, queries, tables
from services.stats.counting import bulletins
from services.stats.domain.bulletin import About
from services.stats.domain.cohort import Cohort
from services.stats.domain.content import corrected, written
from services.stats.domain.refusals import (
    BulletinNotChecked,
    BulletinUnknown,
    CorrectionNeedsReason,
    CutoffUnusable,
    DraftedByTheSame,
    FiguresDisagree,
    FiguresIncomplete,
    PeriodNotOver,
    PeriodReversed,
    TextPersonal,
    TextUnusable,
    UnknownLabel,
)
from tests.services.stats.bulletin_office import (
    AS_OF,
    COHORT,
    HISTORY,
    NOW,
    OWN,
    QUARTER,
    WANG,
    ZHAO,
    Office,
    submitted_late,
)
from tests.services.stats.counted import envelopes
from tests.services.stats.folding import SOURCES
from tests.services.stats.histories import History


def test_a_bulletin_says_what_the_reports_say(office: Office) -> None:
    content = office.read(office.out()["bulletin"])["content"]
    for report in ("workload", "completion", "timeliness", "satisfaction"):
        assert content[report] == office.stats.ask(report, COHORT, AS_OF, column="mayor")["total"]
    for part, by in (("kinds", "kind"), ("fields", "field"), ("agencies", "agency")):
        rows = office.stats.ask("completion", COHORT, AS_OF, column="mayor", by=by)["rows"]
        expected = {row["key"]: row["closed"] for row in rows if row["accepted"]}
        assert {row["key"]: row["closed"] for row in content[part]} == expected
    behind = office.stats.behind("overdue", COHORT, AS_OF, column="mayor")
    assert sorted(item["number"] for item in content["overdue"]) == sorted(item["number"] for item in behind["items"])
    assert len(content["overdue"]) == content["completion"]["overdue"] > 0
    (this,) = content["trend"]
    assert this["name"] == "2019Q1"
    assert {name: this[name] for name in ("accepted", "closed")} == {
        name: content["completion"][name] for name in ("accepted", "closed")
    }


def test_earlier_periods_are_counted_as_long_after_their_end_from_the_first_with_messages_on(office: Office) -> None:
    month = {"from": "2019-03-01", "to": "2019-04-01"}
    trend = office.read(office.out("secretary", **month)["bulletin"])["content"]["trend"]
    assert [(row["name"], row["as_of"]) for row in trend] == [
        ("2019-01", "2019-02-10T00:00:00Z"),
        ("2019-02", "2019-03-10T00:00:00Z"),
        ("2019-03", "2019-04-10T00:00:00Z"),
    ]
    for row in trend:
        cohort = Cohort(date.fromisoformat(row["from"]), date.fromisoformat(row["to"]))
        told = office.stats.ask("completion", cohort, instant(row["as_of"]), column="secretary")["total"]
        assert (row["accepted"], row["closed"]) == (told["accepted"], told["closed"])


def test_the_citys_bulletin_adds_up_its_columns(office: Office) -> None:
    content = office.read(office.out(None)["bulletin"])["content"]
    assert content["bulletin"] == "2019Q1"
    assert content["scope"] == {"column": None, "name": None, "jurisdiction": None}
    assert [row["key"] for row in content["columns"]] == list(OWN)
    for figure in ("accepted", "closed", "in_hand", "overdue"):
        assert sum(row[figure] for row in content["columns"]) == content["completion"][figure]
    assert content["completion"]["closed"] > 0
    alone = office.read(office.out("mayor")["bulletin"])["content"]
    of_mayor = next(row for row in content["columns"] if row["key"] == "mayor")
    assert of_mayor["on_time_rate"] == alone["timeliness"]["on_time_rate"]
    assert of_mayor["valid"] == alone["workload"]["valid"]


def test_a_column_that_another_site_hosts_is_not_the_citys_and_has_a_bulletin_when_asked_for(office: Office) -> None:
    due = office.ask(queries.bulletins_due(office.service.memory), WANG, **QUARTER)
    assert [item["column"] for item in due["items"]] == [*OWN, None]
    of_governor = office.read(office.out("governor")["bulletin"])["content"]["completion"]["accepted"]
    of_city = office.read(office.out(None)["bulletin"])["content"]["completion"]["accepted"]
    everywhere = office.stats.ask("completion", COHORT, AS_OF)["total"]["accepted"]
    assert (of_governor > 0, of_city + of_governor) == (True, everywhere)


def test_a_column_without_messages_has_a_bulletin_too(office: Office) -> None:
    found = office.out("mayor", **{"from": "2017-01-01", "to": "2017-04-01"})
    content = office.read(found["bulletin"])["content"]
    assert (content["workload"]["received"], content["completion"]["completion_rate"]) == (0, None)
    assert content["kinds"] == content["agencies"] == content["overdue"] == []


def test_the_digest_is_that_of_what_is_read(office: Office) -> None:
    read = office.read(office.out()["bulletin"])
    text = json.dumps(read["content"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert read["digest"] == sha256(text.encode()).hexdigest()
    assert read["content"]["positions"] == {source: len(HISTORY.log(source)) for source in SOURCES}


def test_nothing_is_read_before_it_is_published(office: Office) -> None:
    found = office.draft()
    with pytest.raises(BulletinUnknown):
        office.read(found["bulletin"])
    assert office.ask(queries.bulletins)["items"] == []
    with pytest.raises(BulletinNotChecked):
        office.publish(found)
    assert office.ask(queries.desk_bulletin, ZHAO, bulletin=found["bulletin"])["state"] == "drafted"
    office.decide(handlers.check_bulletin, ZHAO, found)
    office.publish(found)
    assert [item["bulletin"] for item in office.ask(queries.bulletins)["items"]] == ["2019Q1-mayor"]


def test_who_drafted_it_does_not_check_it(office: Office) -> None:
    with pytest.raises(DraftedByTheSame):
        office.decide(handlers.check_bulletin, WANG, office.draft())


def test_a_draft_that_was_sent_back_says_why(office: Office) -> None:
    found = office.draft()
    office.decide(handlers.send_bulletin_back, ZHAO, found, reason=" 请核对超时件 ")
    (item,) = office.ask(queries.desk_bulletins, WANG)["items"]
    assert (item["state"], item["comment"], item["drafted_by"]) == ("sent_back", "请核对超时件", "wang")
    assert office.draft(as_of=NOW.isoformat())["state"] == "drafted"
    assert office.ask(queries.desk_bulletins, WANG)["items"][0]["comment"] is None


@pytest.mark.parametrize("text", ["", "   ", "长" * 501, "a\x00b"])
def test_a_reason_is_a_text_that_can_be_read(office: Office, text: str) -> None:
    with pytest.raises(TextUnusable):
        office.decide(handlers.send_bulletin_back, ZHAO, office.draft(), reason=text)


@pytest.mark.parametrize("text", ["请回电 13812345678", "身份证 11010519491231002X", "写信给 wang@example.com"])
def test_a_reason_tells_of_nobody(office: Office, text: str) -> None:
    with pytest.raises(TextPersonal):
        office.decide(handlers.send_bulletin_back, ZHAO, office.draft(), reason=text)


def test_a_correction_that_is_sent_back_is_laid_down(office: Office) -> None:
    first = office.out()
    office.tell(*submitted_late("20190201-999999"))
    office.decide(handlers.send_bulletin_back, ZHAO, office.draft(reason="补录一件"), reason="未经核实")
    (item,) = office.ask(queries.desk_bulletins, WANG, state="published")["items"]
    assert (item["version"], item["digest"], item["comment"]) == (1, first["digest"], "未经核实")
    assert office.draft(reason="补录一件")["version"] == 2


def test_so_many_overdue_matters_are_named_and_all_are_counted(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    about = About(None, COHORT.begin, COHORT.end, AS_OF)
    facts = office.service.memory.settled({})
    named = bulletins.counted(facts, about, facts.positions).parts["overdue"]
    monkeypatch.setattr(bulletins, "MOST_NAMED", len(named) - 1)
    content = office.read(office.out(None)["bulletin"])["content"]
    assert content["overdue"] == named[:-1]
    assert content["completion"]["overdue"] == len(named) > 0


def test_what_is_published_stays_whatever_is_heard_later(office: Office) -> None:
    found = office.out()
    before = office.read(found["bulletin"])
    office.tell(*submitted_late("20190201-999999"))
    assert office.stats.ask("completion", COHORT, AS_OF, column="mayor")["total"] != before["content"]["completion"]
    assert office.read(found["bulletin"]) == before


def test_a_correction_shows_what_changed_and_why_and_the_version_before_stays(office: Office) -> None:
    first = office.read(office.out()["bulletin"])
    with pytest.raises(CorrectionNeedsReason):
        office.draft()
    office.tell(*submitted_late("20190201-999999"))
    assert office.out(reason="补录一件")["version"] == 2
    read = office.read("2019Q1-mayor")
    accepted = first["content"]["completion"]["accepted"]
    assert (read["content"]["correction"]["of"], read["content"]["correction"]["reason"]) == (1, "补录一件")
    assert {"path": ["completion", "accepted"], "before": accepted, "after": accepted + 1} in read["content"][
        "correction"
    ]["changes"]
    by_path = {tuple(each["path"]): each for each in read["content"]["correction"]["changes"]}
    assert by_path == {tuple(each["path"]): each for each in corrected(first["content"], read["content"])}
    assert [version["version"] for version in read["versions"]] == [2, 1]
    assert office.read("2019Q1-mayor", version=1)["content"] == first["content"]
    assert office.ask(queries.bulletins)["items"][0]["version"] == 2
    with pytest.raises(BulletinUnknown):
        office.read("2019Q1-mayor", version=3)


def test_a_correction_counts_as_of_the_same_cut_off_where_none_is_given(office: Office) -> None:
    office.out()
    office.tell(*submitted_late("20190201-999999"))
    assert office.draft(reason="补录一件", as_of=None)["as_of"] == "2019-04-10T00:00:00Z"


def test_figures_that_come_out_otherwise_when_it_is_published_hold_it_up(office: Office) -> None:
    found = office.draft()
    office.decide(handlers.check_bulletin, ZHAO, found)
    with office.stats._engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM case_facts")
        connection.exec_driver_sql("UPDATE rebuilds SET number = number + 1")
    while office.service.memory.catch_up():
        pass
    with pytest.raises(FiguresDisagree) as caught:
        office.publish(found)
    assert "completion.closed" in caught.value.paths
    assert office.ask(queries.desk_bulletin, ZHAO, bulletin=found["bulletin"])["state"] == "checked"


def altered(office: Office, version: int, **parts: Any) -> None:
    """What a version of the mayor's says is written over behind the program's back."""
    versions = tables.bulletin_versions
    mine = (versions.c.bulletin == "2019Q1-mayor") & (versions.c.version == version)
    with office.stats._engine.begin() as connection:
        content = {**json.loads(connection.execute(select(versions.c.content).where(mine)).scalar_one()), **parts}
        connection.execute(versions.update().where(mine).values(content=written(content)))


def test_what_goes_out_is_what_the_digest_is_of(office: Office) -> None:
    found = office.draft()
    office.decide(handlers.check_bulletin, ZHAO, found)
    altered(office, 1, note="added")
    with pytest.raises(FiguresDisagree) as caught:
        office.publish(found)
    assert caught.value.paths == ("digest",)
    assert office.service.public_log({})["events"] == []


def test_a_correction_of_what_was_altered_is_neither_drafted_nor_published(office: Office) -> None:
    office.out()
    office.tell(*submitted_late("20190201-999999"))
    found = office.draft(reason="补录一件")
    office.decide(handlers.check_bulletin, ZHAO, found)
    altered(office, 1, note="added")
    with pytest.raises(FiguresDisagree):
        office.publish(found)
    with pytest.raises(FiguresDisagree):
        office.draft(reason="再补一件")


def test_a_period_that_is_not_over_has_no_bulletin(office: Office) -> None:
    with pytest.raises(PeriodNotOver):
        office.draft(as_of="2019-03-31T15:59:59Z")
    assert office.draft(as_of="2019-03-31T16:00:00Z")["state"] == "drafted"
    office.clock.at = datetime(2019, 3, 31, 15, 59, 59, tzinfo=UTC)
    with pytest.raises(PeriodNotOver):
        office.draft("secretary", as_of=None)


@pytest.mark.parametrize(
    ("refusal", "asked"),
    [
        (PeriodReversed, {"to": "2019-01-01"}),
        (CutoffUnusable, {"as_of": "2030-01-01T00:00:00Z"}),
        (UnknownLabel, {"column": "chief"}),
    ],
)
def test_what_cannot_be_computed_is_refused(office: Office, refusal: type[Refusal], asked: dict[str, Any]) -> None:
    with pytest.raises(refusal):
        office.draft(**asked)
    assert office.ask(queries.desk_bulletins, WANG)["total"] == 0


def test_figures_that_lack_an_event_are_not_made_official(office: Office) -> None:
    broken = envelopes("intake", History((*HISTORY.facts, *submitted_late("20190201-999999"))))
    broken[-1]["data"] = {}
    office.stats.logs["intake"] = broken
    office.stats.catch_up()
    with pytest.raises(FiguresIncomplete) as caught:
        office.draft()
    assert (caught.value.missing, caught.value.which) == (1, (f"intake {len(broken)}",))
