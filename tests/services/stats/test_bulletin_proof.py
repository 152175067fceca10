"""Published bulletins counted once more from the logs, and any bulletin against a plain recount."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.stats.counting.bulletins import counted
from services.stats.domain.bulletin import About
from services.stats.domain.content import digest_of
from services.stats.verification import replayed, verified
from tests.services.stats.bulletin_office import AS_OF, COHORT, OWN, Office, submitted_late
from tests.services.stats.counted import Stats, few
from tests.services.stats.folding import SOURCES
from tests.services.stats.histories import COLUMNS, History, histories
from tests.services.stats.recount import Recount, live


def test_published_bulletins_come_out_the_same_from_the_logs_alone(office: Office) -> None:
    office.out()
    office.out(None)
    office.tell(*submitted_late("20190201-999999"))
    office.out(reason="补录一件")
    frozen = [office.read("2019Q1-mayor", version=1), office.read("2019Q1-mayor"), office.read("2019Q1")]
    replay = replayed((each["content"] for each in frozen), office.stats.fetch, lambda *_: None)
    assert all(verified(replay, each).is_right for each in frozen)


def test_a_bulletin_that_somebody_has_changed_does_not_verify(office: Office) -> None:
    frozen = office.read(office.out()["bulletin"])
    replay = replayed([frozen["content"]], office.stats.fetch, lambda *_: None)
    closed = frozen["content"]["completion"]["closed"]
    forged = {**frozen["content"], "completion": {**frozen["content"]["completion"], "closed": closed + 1}}
    told = verified(replay, {**frozen, "content": forged})
    assert (told.has_its_digest, told.is_right) == (False, False)
    with_digest = verified(replay, {**frozen, "content": forged, "digest": digest_of(forged)})
    assert with_digest.has_its_digest
    assert with_digest.differs == ({"path": ["completion", "closed"], "before": closed + 1, "after": closed},)


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
    replay = replayed([{"positions": positions}], stats.fetch, lambda *_: None)
    assert counted(replay, about, tuple(positions.items())).parts == found.parts
