"""Published bulletins counted once more from the logs, and any bulletin against a plain recount."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.clock import instant
from services.stats import queries
from services.stats.counting.bulletins import counted
from services.stats.counting.replay import Replay, Unread
from services.stats.domain.bulletin import About
from services.stats.domain.content import digest_of
from services.stats.verification import (
    Beyond,
    Claimed,
    Differs,
    LogBroken,
    Logs,
    NotListed,
    NotPublished,
    NotShown,
    OtherDigest,
    UnknownDefinitions,
    WithoutBefore,
    Wrong,
    published,
    replayed,
    shown,
    verified,
)
from services.stats.wiring import STATS
from tests.services.stats.bulletin_office import AS_OF, COHORT, OWN, WANG, Office, submitted_late
from tests.services.stats.counted import Stats, few
from tests.services.stats.folding import SOURCES
from tests.services.stats.histories import COLUMNS, History, histories
from tests.services.stats.recount import Recount, live


def nothing(*_: object) -> None:
    """Nobody watches."""


def logs_of(office: Office) -> Logs:
    """The logs of the office's service and of those that it follows."""

    def fetch(source: str, after: int, limit: int) -> list[Any]:
        if source in SOURCES:
            return office.stats.fetch(source, after, limit)
        return list(office.service.public_log({"after": after, "limit": limit})["events"])

    return Logs(
        fetch, lambda source: office.service.log.head() if source == "stats" else len(office.stats.logs[source])
    )


def claimed(office: Office) -> Claimed:
    """What was published, and what is shown of that."""
    announced = published(logs_of(office), nothing)
    read = [office.read(each.bulletin, version=each.version) for each in announced]
    listed = {item["bulletin"]: item["version"] for item in office.ask(queries.bulletins)["items"]}
    return Claimed(tuple(announced), {(each["bulletin"], each["version"]): shown(each) for each in read}, listed)


def judged(office: Office, claim: Claimed) -> dict[tuple[str, int], tuple[Wrong, ...]]:
    """What is wrong with each version."""
    replay = replayed(claim, logs_of(office), nothing)
    return {(each.bulletin, each.version): each.wrong for each in verified(replay, claim)}


def forging(claim: Claimed, key: tuple[str, int], *, everywhere: bool = False, **parts: Any) -> Claimed:
    """The same with other parts of a content and its new digest; `everywhere`: in the public log of stats, too."""
    content = {**claim.shown[key]["content"], **parts}
    digest = digest_of(content)
    forged = {**claim.shown, key: {**claim.shown[key], "content": content, "digest": digest}}
    if not everywhere:
        return replace(claim, shown=forged)
    announced = [
        replace(each, digest=digest) if (each.bulletin, each.version) == key else each for each in claim.published
    ]
    return replace(claim, published=tuple(announced), shown=forged)


def paths(wrong: tuple[Wrong, ...]) -> set[str]:
    """What is said to be otherwise."""
    return {".".join(each.change["path"]) for each in wrong if isinstance(each, Differs)}


@pytest.fixture
def claim(office: Office) -> Claimed:
    """Two versions of the mayor's, one of the city's."""
    office.out()
    office.out(None)
    office.tell(*submitted_late("20190201-999999"))
    office.out(reason="补录一件")
    return claimed(office)


def test_published_bulletins_come_out_the_same_from_the_logs_alone(office: Office, claim: Claimed) -> None:
    assert judged(office, claim) == {("2019Q1-mayor", 1): (), ("2019Q1", 1): (), ("2019Q1-mayor", 2): ()}


MAYOR, CITY, CORRECTED = ("2019Q1-mayor", 1), ("2019Q1", 1), ("2019Q1-mayor", 2)


def test_a_bulletin_counted_at_fewer_positions_is_not_the_one_that_was_published(
    office: Office, claim: Claimed
) -> None:
    about = About(None, COHORT.begin, COHORT.end, AS_OF)
    positions = claim.shown[CITY]["content"]["positions"]
    fewer = {**positions, "routing": positions["routing"] * 2 // 3}
    again = counted(office.service.memory, about, tuple(fewer.items()))
    forged = forging(claim, CITY, positions=fewer, scope=again.scope, **again.parts)
    wrong = judged(office, forged)
    digest = claim.shown[CITY]["digest"]
    assert OtherDigest(forged.shown[CITY]["digest"], digest) in wrong[CITY]
    assert paths(wrong[CITY]) == {"digest"}
    assert (wrong[MAYOR], wrong[CORRECTED]) == ((), ())


def test_what_a_bulletin_is_about_is_said_by_the_public_log_and_not_by_itself(office: Office, claim: Claimed) -> None:
    secretary = office.draft("secretary")
    told = office.ask(queries.desk_bulletin, WANG, bulletin=secretary["bulletin"])["content"]
    figures = {part: told[part] for part in told if part not in {"bulletin", "version", "positions"}}
    assert {"scope.column", "scope.name"} <= paths(judged(office, forging(claim, MAYOR, **figures))[MAYOR])


@pytest.mark.parametrize("everywhere", [False, True])
def test_whatever_somebody_has_changed_in_a_bulletin_is_found(
    office: Office, claim: Claimed, *, everywhere: bool
) -> None:
    """Also where the digest in the public log was changed with it, but for what nobody can count: a reason."""
    content = claim.shown[CORRECTED]["content"]
    changed = content["correction"]["changes"]
    city = claim.shown[CITY]["content"]
    rows = city["columns"]
    closed = content["completion"]["closed"]
    forgeries: list[tuple[tuple[str, int], dict[str, Any], str]] = [
        (CORRECTED, {"completion": {**content["completion"], "closed": closed + 1}}, "completion.closed"),
        (CORRECTED, {"period": {**content["period"], "name": "2031Q4"}}, "period.name"),
        (CORRECTED, {"version": 7}, "version"),
        (CORRECTED, {"as_of": "2019-04-11T00:00:00Z"}, "as_of"),
        (CORRECTED, {"extra": {"figure": 1}}, "extra.figure"),
        (CORRECTED, {"correction": {**content["correction"], "changes": changed[1:]}}, "correction.changes"),
        (CORRECTED, {"correction": {**content["correction"], "of": 3}}, "correction.of"),
        (CORRECTED, {"correction": None}, "correction"),
        (MAYOR, {"correction": {"of": 1, "reason": "?", "changes": []}}, "correction"),
        (CITY, {"bulletin": "2019Q2"}, "bulletin"),
        (CITY, {"columns": rows[::-1]}, "columns"),
        (CITY, {"columns": [*rows, rows[0]]}, "columns"),
        (CITY, {"trend": None}, "trend"),
        (CITY, {"kinds": "none"}, "kinds"),
    ]
    for key, parts, path in forgeries:
        forged = forging(claim, key, everywhere=everywhere, **parts)
        wrong = judged(office, forged)[key]
        found = paths(wrong)
        assert any(each == path or each.startswith(f"{path}.") for each in found), (parts, found)
        assert everywhere or any(isinstance(each, OtherDigest) for each in wrong)


def test_definitions_that_nobody_knows_are_said(office: Office, claim: Claimed) -> None:
    wrong = judged(office, forging(claim, MAYOR, everywhere=True, definitions=99))
    assert wrong[MAYOR] == (UnknownDefinitions(99),)


def test_a_bulletin_that_rests_on_more_than_there_is_stops_no_other(office: Office, claim: Claimed) -> None:
    head = len(office.stats.logs["review"])
    positions = claim.shown[CITY]["content"]["positions"]
    for position in (head + 1, 10**12, -1, True, "7", None):
        forged = forging(claim, CITY, everywhere=True, positions={**positions, "review": position})
        wrong = judged(office, forged)
        reached = head if isinstance(position, int) and position > head else positions["review"]
        assert wrong[CITY] == (Beyond("review", position, reached),)
        assert (wrong[MAYOR], wrong[CORRECTED]) == ((), ())
    elsewhere = judged(office, forging(claim, CITY, everywhere=True, positions={**positions, "notices": 1}))
    assert elsewhere[CITY] == (Beyond("notices", 1, 0),)
    assert judged(office, forging(claim, CITY, everywhere=True, positions=[]))[CITY] == (Beyond("", None, 0),)


def test_a_log_with_a_gap_is_read_up_to_it(office: Office, claim: Claimed) -> None:
    del office.stats.logs["routing"][3]
    assert {each for wrong in judged(office, claim).values() for each in wrong} == {
        Beyond("routing", kept["content"]["positions"]["routing"], 3) for kept in claim.shown.values()
    }


def test_what_cannot_be_understood_counts_where_it_happened_before_the_cut_off(office: Office, claim: Claimed) -> None:
    log = office.stats.logs["intake"]
    untouched = log[-1]
    log[-1] = {**untouched, "data": {}, "time": (AS_OF + timedelta(seconds=1)).isoformat()}
    last = claim.shown[CORRECTED]["content"]["positions"]["intake"]
    assert not any(isinstance(each, Unread) for each in judged(office, claim)[CORRECTED])
    log[-1] = {**untouched, "data": {}}
    assert judged(office, claim)[CORRECTED] == (Unread("intake", last, instant(untouched["time"])),)


def test_what_is_published_in_the_log_and_not_shown_is_wrong_and_the_other_way_round(
    office: Office, claim: Claimed
) -> None:
    without = {key: kept for key, kept in claim.shown.items() if key != MAYOR}
    wrong = judged(office, replace(claim, shown=without))
    assert (wrong[MAYOR], wrong[CORRECTED]) == ((NotShown(),), (WithoutBefore(1),))
    assert judged(office, replace(claim, listed={"2019Q1-mayor": 1})) == {
        MAYOR: (),
        CITY: (NotListed(None),),
        CORRECTED: (NotListed(1),),
    }
    invented = {**claim.shown, ("2019Q4", 1): claim.shown[CITY]}
    assert judged(office, replace(claim, shown=invented))["2019Q4", 1] == (NotPublished(),)


def test_what_is_shown_beside_the_content_is_compared_too(office: Office, claim: Claimed) -> None:
    others = {
        "published_at": "2019-05-02T00:00:00Z",
        "as_of": "2019-05-02T00:00:00Z",
        "digest": "0" * 64,
        "reason": "?",
    }
    for name, other in others.items():
        altered = {**claim.shown, CORRECTED: {**claim.shown[CORRECTED], name: other}}
        assert paths(judged(office, replace(claim, shown=altered))[CORRECTED]) == {name}


def test_a_public_log_with_a_gap_does_not_tell_what_was_published(office: Office, claim: Claimed) -> None:
    logs = logs_of(office)
    gap = replace(logs, fetch=lambda *page: [each for each in logs.fetch(*page) if each["position"] != 2])  # type: ignore[index]
    with pytest.raises(LogBroken) as caught:
        published(gap, nothing)
    assert (caught.value.source, caught.value.position, caught.value.head) == ("stats", 1, len(claim.published))


@few
@given(histories(), st.integers(0, 4000), st.sampled_from((*COLUMNS, None)))
def test_any_bulletin_agrees_with_a_plain_recount_and_with_the_logs(
    stats: Stats, history: History, hours: int, column: str | None
) -> None:
    stats.hear(history)
    about = About(column, COHORT.begin, COHORT.end, AS_OF + timedelta(hours=hours))
    facts = stats.service.memory.settled(stats.heads())
    found = counted(facts, about, facts.positions)
    recount = Recount(live(history.facts, about.as_of, None), about.as_of)
    counts = OWN if column is None else (column,)
    for report, figures in (("completion", ("accepted", "closed", "overdue")), ("workload", ("received", "valid"))):
        for figure in figures:
            members = recount.figure(figure, COHORT)
            assert found.parts[report][figure] == sum(each.column in counts for each in members)
    positions = {source: len(history.log(source)) for source in SOURCES}
    replay = Replay(STATS.contracts)
    for source, position in positions.items():
        assert sum(replay.read(source, position, stats.fetch)) == position
    assert counted(replay, about, tuple(positions.items())).parts == found.parts
