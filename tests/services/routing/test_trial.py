"""What rules that are not yet on would have done with past cases: counted, and compared with where they went."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from kernel.actor import Actor
from kernel.paging import CursorUnusable
from kernel.settings import Settings
from services.routing import handlers, queries
from services.routing.domain.calendar import last_quarter
from services.routing.domain.refusals import PeriodReversed
from tests.services.routing.domain.facts import FRIDAY_MORNING
from tests.services.routing.office import OFFICE, Office

LIGHTS, PIPES, ROADS = "construction.city.lighting", "construction.utilities.water", "transport.roads.repair"
FIELDS = (LIGHTS, PIPES, ROADS, "transport", None)
COLUMNS = ("mayor", "secretary", "linqi-head")
AGENCIES = ("housing", "water", "transport")
MAYORS = Actor("mayors", "columnadmin", columns=("mayor",))
DECEMBER = datetime(2023, 12, 5, 2, 0, tzinfo=UTC)
MARCH = {"from": "2024-03-01", "to": "2024-03-02"}


@pytest.fixture
def settings(either_database: Settings) -> Settings:
    """Grouping and going through the list is SQL: on both databases."""
    return either_database


def number(n: int) -> str:
    return f"20240301-{n:06d}"


def tell(office: Office, past: list[tuple[str, str | None, str | None]], at: datetime = FRIDAY_MORNING) -> None:
    """Cases of the past: column, field, and the agency that has it, None where it waits."""
    for n, (column, field, lead) in enumerate(past, 1):
        office.accept(number(n), column=column, field=field, at=at)
        if lead is not None:
            office.act(handlers.assign, OFFICE, number=number(n), lead=lead)


def draft(office: Office, *rules: dict[str, Any]) -> None:
    version = office.ask(queries.dispatch_rules, OFFICE)["version"]
    office.act(handlers.draft_rules, OFFICE, rules=list(rules), replaces=version)


ROADWORKS = {"name": "道路", "lead": "transport", "fields": ["transport"]}
WATERWORKS = {"name": "供水", "lead": "water", "fields": [PIPES], "columns": ["mayor"]}
PAST = [
    ("mayor", PIPES, "water"),
    ("mayor", PIPES, "housing"),
    ("mayor", PIPES, None),
    ("mayor", ROADS, "transport"),
    ("secretary", ROADS, "housing"),
    ("secretary", PIPES, "water"),
    ("secretary", None, "housing"),
]


def test_each_rule_says_what_it_would_have_sent_and_how_much_of_it_went_there_in_truth(office: Office) -> None:
    tell(office, PAST)
    draft(office, WATERWORKS, ROADWORKS)
    answer = office.ask(queries.trial, OFFICE, **MARCH)
    rows = answer.pop("items")
    assert answer == {
        "version": 2,
        "on": False,
        "from": "2024-03-01",
        "to": "2024-03-02",
        "cases": 7,
        "unmatched": 2,
        "ambiguous": 0,
        "sent": 5,
        "same": 2,
        "other": 2,
        "waiting": 1,
        "rules": [
            {"rule": "供水", "lead": "water", "sent": 3, "same": 1, "other": 1, "waiting": 1},
            {"rule": "道路", "lead": "transport", "sent": 2, "same": 1, "other": 1, "waiting": 0},
        ],
        "next": None,
        "total": 2,
    }
    assert rows[0] == {
        "number": number(2),
        "accepted_at": "2024-03-01T01:30:00Z",
        "column": "mayor",
        "kind": "request",
        "field": PIPES,
        "urgency": "ordinary",
        "complexity": "ordinary",
        "lead": "housing",
        "rule": "供水",
        "proposed": "water",
        "ambiguous": False,
    }
    assert [(row["number"], row["lead"], row["proposed"]) for row in rows] == [
        (number(2), "housing", "water"),
        (number(5), "housing", "transport"),
    ]


def test_an_ambiguous_case_counts_with_its_first_rule(office: Office) -> None:
    tell(office, [("mayor", ROADS, "transport")])
    draft(office, ROADWORKS, {"name": "其他", "lead": "housing"})
    answer = office.ask(queries.trial, OFFICE, **MARCH)
    assert (answer["ambiguous"], answer["same"], answer["rules"][1]["sent"]) == (1, 1, 0)


def test_an_agency_that_returned_it_does_not_count_the_one_that_got_it_then_does(office: Office) -> None:
    tell(office, [("mayor", ROADS, "housing")])
    housing = Actor("housing-desk", "handler", agencies=("housing",))
    office.act(handlers.ask_return, housing, number=number(1), reason="不属我局")
    office.act(handlers.decide_return, OFFICE, number=number(1), agreed=True)
    office.act(handlers.assign, OFFICE, number=number(1), lead="transport")
    draft(office, ROADWORKS)
    assert office.ask(queries.trial, OFFICE, **MARCH)["same"] == 1


def test_without_a_period_it_is_the_last_full_quarter(office: Office) -> None:
    tell(office, PAST, at=DECEMBER)
    answer = office.ask(queries.trial, OFFICE)
    assert (answer["from"], answer["to"], answer["cases"]) == ("2023-10-01", "2024-01-01", 7)
    assert office.ask(queries.trial, OFFICE, **MARCH)["cases"] == 0


@pytest.mark.parametrize(
    ("today", "quarter"),
    [
        (date(2024, 3, 31), (date(2023, 10, 1), date(2024, 1, 1))),
        (date(2024, 4, 1), (date(2024, 1, 1), date(2024, 4, 1))),
        (date(2024, 12, 31), (date(2024, 7, 1), date(2024, 10, 1))),
    ],
)
def test_the_last_full_quarter_ends_before_this_one(today: date, quarter: tuple[date, date]) -> None:
    assert last_quarter(today) == quarter


def test_days_are_those_of_shanghai(office: Office) -> None:
    midnight = datetime(2024, 2, 29, 16, 0, tzinfo=UTC)
    office.accept(number(1), at=midnight)
    office.accept(number(2), at=midnight - timedelta(microseconds=1))
    office.accept(number(3), at=midnight + timedelta(days=1))
    assert office.ask(queries.trial, OFFICE, **MARCH)["cases"] == 1


def test_a_period_has_a_day(office: Office) -> None:
    with pytest.raises(PeriodReversed):
        office.ask(queries.trial, OFFICE, **{"from": "2024-03-01", "to": "2024-03-01"})


def test_a_column_administrator_tries_the_cases_of_their_columns(office: Office) -> None:
    tell(office, PAST)
    draft(office, WATERWORKS, ROADWORKS)
    answer = office.ask(queries.trial, MAYORS, **MARCH)
    assert (answer["cases"], answer["total"], [row["column"] for row in answer["items"]]) == (4, 1, ["mayor"])


def test_trying_changes_nothing(office: Office) -> None:
    tell(office, PAST)
    draft(office, WATERWORKS)
    before = office.journal()
    office.ask(queries.trial, OFFICE, **MARCH)
    assert office.journal() == before


def test_the_cases_that_differ_come_page_by_page(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kernel.paging.AT_ONCE", 3)
    tell(office, [("mayor", ROADS, "housing" if n % 3 else "transport") for n in range(12)])
    draft(office, ROADWORKS)
    seen: list[str] = []
    after = None
    for _ in range(3):
        page = office.ask(queries.trial, OFFICE, **MARCH, limit=3, after=after)
        assert page["total"] == 8
        seen += [row["number"] for row in page["items"]]
        after = page["next"]
    assert seen == [number(n + 1) for n in range(12) if n % 3]
    assert after is None
    with pytest.raises(CursorUnusable):
        office.ask(queries.trial, OFFICE, **MARCH, after="nonsense")


def test_what_does_not_differ_is_gone_past_for_so_long_and_no_longer(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kernel.paging.AT_ONCE", 3)
    monkeypatch.setattr("kernel.paging.MOST_QUERIES", 2)
    tell(office, [("mayor", ROADS, "housing" if n in (1, 13) else "transport") for n in range(14)])
    draft(office, ROADWORKS)
    pages: list[list[str]] = []
    after = None
    while after is not None or not pages:
        page = office.ask(queries.trial, OFFICE, **MARCH, limit=3, after=after)
        pages.append([row["number"] for row in page["items"]])
        after = page["next"]
    assert pages == [[number(2)], [], [number(14)]]


some = st.sets(st.sampled_from(COLUMNS), max_size=2)
rule_sets = st.lists(
    st.fixed_dictionaries(
        {
            "lead": st.sampled_from(AGENCIES),
            "columns": some,
            "territories": st.sets(st.sampled_from(["栖川市", "临栖区"]), max_size=1),
            "fields": st.sets(st.sampled_from([each for each in FIELDS if each]), max_size=2),
        }
    ),
    max_size=4,
)


def plainly_fits(rule: dict[str, Any], column: str, field: str | None) -> bool:
    """The rule as one would check it by hand."""
    territory = "临栖区" if column == "linqi-head" else "栖川市"
    return (
        (not rule["columns"] or column in rule["columns"])
        and (not rule["territories"] or territory in rule["territories"])
        and (not rule["fields"] or (field is not None and any(field.startswith(each) for each in rule["fields"])))
    )


@pytest.mark.parametrize("chance", range(2))
def test_the_counts_are_those_of_a_plain_recount(office: Office, chance: int) -> None:
    columns = [COLUMNS[(n * (chance + 1)) % 3] for n in range(30)]
    past = [(columns[n], FIELDS[n % 5], (*AGENCIES, None)[n * (chance + 2) % 4]) for n in range(30)]
    tell(office, past)

    @tried(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
    @given(rule_sets)
    def recounted(drawn: list[dict[str, Any]]) -> None:
        rules = [
            {**rule, "name": f"规则{n}", **{key: sorted(rule[key]) for key in ("columns", "territories", "fields")}}
            for n, rule in enumerate(drawn)
        ]
        draft(office, *rules)
        answer = office.ask(queries.trial, OFFICE, **MARCH)
        sent: dict[str, list[str | None]] = {rule["name"]: [] for rule in rules}
        unmatched = ambiguous = 0
        differing = []
        for n, (column, field, lead) in enumerate(past, 1):
            fitting = [rule for rule in rules if plainly_fits(rule, column, field)]
            ambiguous += len({rule["lead"] for rule in fitting}) > 1
            if not fitting:
                unmatched += 1
                continue
            sent[fitting[0]["name"]].append(lead)
            if lead is not None and lead != fitting[0]["lead"]:
                differing.append(number(n))
        assert (answer["cases"], answer["unmatched"], answer["ambiguous"]) == (len(past), unmatched, ambiguous)
        for rule, row in zip(rules, answer["rules"], strict=True):
            went = sent[rule["name"]]
            same, waiting = went.count(rule["lead"]), went.count(None)
            assert row == {
                "rule": rule["name"],
                "lead": rule["lead"],
                "sent": len(went),
                "same": same,
                "other": len(went) - same - waiting,
                "waiting": waiting,
            }
        assert ([row["number"] for row in answer["items"]], answer["total"]) == (differing, len(differing))

    recounted()
