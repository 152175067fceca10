"""Whatever is drafted, tried out, switched on, dispatched, returned and taken back in whatever order: rules rule."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from kernel.actor import SYSTEM, Actor
from kernel.clock import FixedClock
from kernel.decider import Refusal
from kernel.service import Handler
from kernel.settings import Settings
from services.routing import handlers, queries, wiring
from services.routing.domain import events as e
from services.routing.domain.dispatch import Rule
from services.routing.domain.rulebook import Drafted, SwitchedOn
from tests.services.routing.domain.facts import FRIDAY_MORNING
from tests.services.routing.office import CITY, OFFICE, Office
from tests.services.routing.test_read_models import folded, live

BOTH = Actor("both", "dispatcher", columns=("mayor", "wangchuan-head"))
ITSELF = "wangchuan-head"  # the column that assigns by itself
TERRITORIES = {"wangchuan-head": "望川县", "mayor": "栖川市"}
PIPES, LIGHTS = "construction.utilities.water", "construction.city.lighting"
LEADS = ("wangchuan-water", "wangchuan-government", "water", "housing")
MARCH = {"from": "2024-03-01", "to": "2024-03-02"}
ORDINARY_DAYS, MOST_DAYS = 7, 15  # of that column

leads = st.sampled_from(LEADS)
cases = st.integers(0, 2)


@dataclass
class Town:
    """An office that people and the clock act upon; nothing that is said twice is recorded twice."""

    office: Office
    numbers: list[str] = field(default_factory=list)

    def act(self, handler: Handler, actor: Actor, **payload: Any) -> dict[str, Any] | None:
        """An act and its repetition; None where it was refused, which records nothing."""
        before = self.office.journal()
        try:
            answer = self.office.act(handler, actor, **payload)
        except Refusal:
            assert self.office.journal() == before
            return None
        done = self.office.journal()
        self.office.act(handler, actor, **payload)
        assert self.office.journal() == done, "repeated, a command records nothing"
        return answer

    def one(self, n: int) -> str | None:
        """One of the cases there are."""
        return self.numbers[n % len(self.numbers)] if self.numbers else None

    def lead_of(self, number: str) -> str | None:
        lead: str | None = self.office.case(number)["lead"]
        return lead


Wish = Callable[[Town], object]


def accepting(column: str, of: str | None) -> Wish:
    def wish(town: Town) -> None:
        town.numbers.append(f"20240301-{len(town.numbers) + 1:06d}")
        town.office.accept(town.numbers[-1], column=column, field=of)

    return wish


def drafting(rules: list[dict[str, Any]], behind: int) -> Wish:
    """Rules written on the newest edition, or on one that was the newest some time ago."""

    def wish(town: Town) -> None:
        version = town.office.ask(queries.dispatch_rules, OFFICE)["version"]
        named = [{**rule, "name": f"规则{n}"} for n, rule in enumerate(rules)]
        town.act(handlers.draft_rules, OFFICE, rules=named, replaces=version - behind)

    return wish


def switching(behind: int) -> Wish:
    def wish(town: Town) -> None:
        before = live(town.office)["cases"]
        version = town.office.ask(queries.dispatch_rules, OFFICE)["version"]
        town.act(handlers.switch_on_rules, OFFICE, version=version - behind)
        assert live(town.office)["cases"] == before, "other rules change nothing about what is assigned, or waits"

    return wish


def ruling(rules: list[dict[str, Any]]) -> Wish:
    """Rules that are drafted and switched on at once."""

    def wish(town: Town) -> None:
        drafting(rules, 0)(town)
        switching(0)(town)

    return wish


def trying(town: Town) -> None:
    """A trial counts every case once, and records nothing."""
    before = town.office.journal()
    tried = town.office.ask(queries.trial, OFFICE, **MARCH)
    assert tried["cases"] == len(town.numbers) == tried["unmatched"] + tried["sent"]
    assert tried["sent"] == tried["same"] + tried["other"] + tried["waiting"]
    assert town.office.journal() == before


def dispatching(town: Town) -> None:
    """Afterwards no case waits for the rules."""
    town.act(handlers.dispatch_cases, SYSTEM)
    assert town.office.ask(queries.cases_for_rules, SYSTEM) == {"waiting": False}


def assigning(n: int, lead: str) -> Wish:
    def wish(town: Town) -> None:
        if number := town.one(n):
            town.act(handlers.assign, BOTH, number=number, lead=lead)

    return wish


def returning(n: int, *, agreed: bool) -> Wish:
    def wish(town: Town) -> None:
        if (number := town.one(n)) and (lead := town.lead_of(number)):
            desk = Actor(f"{lead}-desk", "handler", agencies=(lead,))
            town.act(handlers.ask_return, desk, number=number, reason="不属我局")
            town.act(handlers.decide_return, BOTH, number=number, agreed=agreed, note="已核")

    return wish


def taking_back(n: int) -> Wish:
    def wish(town: Town) -> None:
        if number := town.one(n):
            town.act(handlers.withdraw_assignment, BOTH, number=number, reason="误转")

    return wish


def answering(n: int) -> Wish:
    def wish(town: Town) -> None:
        if (number := town.one(n)) and (lead := town.lead_of(number)):
            town.office.publish_reply(number, lead=lead)

    return wish


rule_sets = st.lists(
    st.fixed_dictionaries(
        {
            "lead": leads,
            "co_agencies": st.lists(st.sampled_from(["transport", "education"]), max_size=1),
            "working_days": st.sampled_from([None, 3, 60]),
            "columns": st.sampled_from([[], [], ["mayor"], [ITSELF]]),
            "territories": st.sampled_from([[], [], ["栖川市"], ["望川县"]]),
            "fields": st.sampled_from([[], [PIPES], [LIGHTS], ["construction"]]),
        }
    ),
    max_size=4,
)
accepts = st.builds(accepting, st.sampled_from([ITSELF, ITSELF, "mayor"]), st.sampled_from([PIPES, LIGHTS, None]))
returns = st.builds(returning, cases, agreed=st.sampled_from([True, True, False]))
wishes: st.SearchStrategy[list[Wish]] = st.lists(
    st.one_of(
        accepts,
        accepts,
        st.just(dispatching),
        st.just(dispatching),
        returns,
        returns,
        st.builds(ruling, rule_sets),
        st.builds(drafting, rule_sets, st.sampled_from([0, 0, 0, 1])),
        st.builds(switching, st.sampled_from([0, 0, 0, 1])),
        st.just(trying),
        st.builds(assigning, cases, leads),
        st.builds(taking_back, cases),
        st.builds(answering, cases),
    ),
    min_size=15,
    max_size=30,
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder whose database knows the demonstration city, to be copied."""
    made: Path = tmp_path_factory.mktemp("town")
    office = Office.build(Settings(home=made))
    office.act(handlers.load_city, OFFICE, **CITY.payload)
    office.service.close()
    return made


@contextmanager
def town(home: Path) -> Iterator[Town]:
    """A town of its own, on a copy of that database."""
    with TemporaryDirectory() as folder:
        shutil.copytree(home, folder, dirs_exist_ok=True)
        clock = FixedClock(FRIDAY_MORNING)
        office = Office(wiring.build(Settings(home=Path(folder)), clock=clock), clock)
        try:
            yield Town(office)
        finally:
            office.service.close()


def course(home: Path, asked: list[Wish]) -> list[Any]:
    """What was recorded when all this had been asked for; the read models are what the journal makes them."""
    with town(home) as there:
        for wish in asked:
            wish(there)
        assert live(there.office) == folded(there.office)
        return list(there.office.service.journal.read(0, 10_000))


@dataclass
class Witness:
    """Reads the journal and checks by hand whatever the rules have said."""

    rules: tuple[Rule, ...] = ()
    version: int = 0
    drafts: dict[int, tuple[Rule, ...]] = field(default_factory=dict)
    matters: dict[str, Any] = field(default_factory=dict)
    let_go: dict[str, set[str]] = field(default_factory=dict)
    theirs: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)

    def reads(self, number: str, event: Any) -> None:
        match event:
            case Drafted():
                assert event.version == len(self.drafts) + 1
                self.drafts[event.version] = event.rules
            case SwitchedOn():
                assert event.version == len(self.drafts), "what is switched on is the newest"
                self.rules, self.version = self.drafts[event.version], event.version
            case e.Opened():
                self.matters[number], self.let_go[number] = event.matter, set()
                self.theirs.add(number)
            case e.Returned() | e.AssignmentWithdrawn():
                self.let_go[number].add(event.lead)
                if isinstance(event, e.Returned):
                    self.theirs.add(number)
            case e.LeftToDispatcher():
                self.left(number, event)
            case e.Assigned() if event.by == SYSTEM.account:
                self.assigned(number, event)
            case e.Assigned() | e.Closed():
                self.theirs.discard(number)
            case _:
                pass

    def asked(self, number: str) -> list[Rule]:
        """The rules of the edition in force that fit: they are asked once, of a column that assigns by itself."""
        assert number in self.theirs
        self.theirs.remove(number)
        matter = self.matters[number]
        assert matter.column == ITSELF
        return [rule for rule in self.rules if fits(rule, matter) and rule.lead not in self.let_go[number]]

    def left(self, number: str, event: e.LeftToDispatcher) -> None:
        fitting = self.asked(number)
        assert event.rules == self.version
        assert event.cause == ("rules_disagree" if fitting else "no_rule_fits")
        assert len({rule.lead for rule in fitting}) != 1
        self.met.add(event.cause)

    def assigned(self, number: str, event: e.Assigned) -> None:
        fitting = self.asked(number)
        assert {rule.lead for rule in fitting} == {event.lead}, "all that fit agree"
        first = fitting[0]
        assert (event.rule, event.by) == (first.name, SYSTEM.account)
        assert set(event.co_agencies) == set(first.co_agencies) - self.let_go[number]
        days = ORDINARY_DAYS if first.working_days is None else min(first.working_days, MOST_DAYS)
        assert event.allowance is not None
        assert event.deadline.working_days == event.allowance.days == days
        self.met.add("by rule after a return" if self.let_go[number] else "by rule")


def fits(rule: Rule, matter: Any) -> bool:
    """The rule as one would check it by hand."""
    return (
        (not rule.columns or matter.column in rule.columns)
        and (not rule.territories or TERRITORIES[matter.column] in rule.territories)
        and (not rule.fields or (matter.field or "").startswith(rule.fields))
    )


def witnessed(home: Path, asked: list[Wish]) -> Witness:
    witness = Witness()
    for recorded in course(home, asked):
        witness.reads(recorded.id, recorded.event)
    return witness


@settings(max_examples=max(10, settings().max_examples // 6), suppress_health_check=list(HealthCheck))
@given(asked=wishes)
def test_a_case_goes_where_the_edition_in_force_agrees_to_send_it_and_never_to_who_was_let_go(
    home: Path, asked: list[Wish]
) -> None:
    witnessed(home, asked)


@pytest.mark.parametrize("what", ["by rule", "by rule after a return", "no_rule_fits", "rules_disagree"])
def test_everything_that_rules_can_say_comes_about(home: Path, what: str) -> None:
    patient = settings(
        max_examples=500,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    assert find(wishes, lambda asked: what in witnessed(home, asked).met, settings=patient)
